import { SiteIndex } from "./site-index";

let loading: Promise<SiteIndex> | null = null;

async function load(): Promise<SiteIndex> {
  const answer = await fetch(`${process.env.SITE_BASE ?? ""}/search-index.json`);
  if (!answer.ok) throw new Error(`The index answered ${answer.status}.`);
  return new SiteIndex(await answer.text());
}

/** The index, fetched once, and again after a failure. */
export function loadIndex(): Promise<SiteIndex> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}
