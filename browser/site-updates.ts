import { UPDATE_REQUEST, type UpdateReply } from "./update-protocol";

/** The path that the site lies below; empty at a server's root. */
const BASE = process.env.SITE_BASE ?? "";

/** Milliseconds after which a page has what it needs itself, and the rest of the site may be fetched. */
const SETTLED = 2000;

/** A version of the site that is ready to be used. */
export interface Update {
  /** Goes over to it and loads the page anew; says how many other pages have to be closed first, if any. */
  use(): Promise<UpdateReply>;
}

/** Keeps the site for use without a network, and tells of new versions. Returns how to stop listening. */
export function watchUpdates(onUpdate: (update: Update) => void): () => void {
  if (process.env.NODE_ENV !== "production" || !("serviceWorker" in navigator)) return () => {};
  const listening = new AbortController();
  const tell = (registration: ServiceWorkerRegistration): void => {
    const { waiting } = registration;
    // Without a worker in charge this is the first visit, and nothing is to be replaced.
    if (waiting && navigator.serviceWorker.controller && !listening.signal.aborted) onUpdate(updateTo(waiting));
  };
  const watch = async (): Promise<void> => {
    const registration = await navigator.serviceWorker.register(`${BASE}/service-worker.js`, { scope: `${BASE}/` });
    tell(registration);
    registration.addEventListener(
      "updatefound",
      () => {
        const { installing } = registration;
        installing?.addEventListener("statechange", () => tell(registration), { signal: listening.signal });
      },
      { signal: listening.signal },
    );
  };
  // Where it is not allowed (a private window, a policy) the site works as before, with a network.
  const start = setTimeout(() => watch().catch(() => {}), SETTLED);
  return () => {
    clearTimeout(start);
    listening.abort();
  };
}

function updateTo(worker: ServiceWorker): Update {
  return {
    use: () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }: MessageEvent<UpdateReply>) => {
          if (data.type === "taken-over") location.reload();
          resolve(data);
        };
        worker.postMessage(UPDATE_REQUEST, [port2]);
      }),
  };
}
