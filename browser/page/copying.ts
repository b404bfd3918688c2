/** Milliseconds for which a button says what came of it. */
const SAID = 1800;

/** A region whose news are read aloud. React passes by what stands behind its own parts. */
function addNewsRegion(): HTMLElement {
  const region = document.createElement("div");
  region.className = "sr-only";
  region.ariaLive = "polite";
  document.body.append(region);
  return region;
}

async function textOf({ copy, copyFrom }: DOMStringMap): Promise<string> {
  if (copyFrom === undefined) return copy ?? "";
  const answer = await fetch(copyFrom);
  if (!answer.ok) throw new Error(`${copyFrom} answered ${answer.status}.`);
  return answer.text();
}

async function copyOf(button: HTMLElement, news: HTMLElement): Promise<void> {
  const { what = "" } = button.dataset;
  const state = await textOf(button.dataset)
    .then((text) => navigator.clipboard.writeText(text))
    .then(
      () => "copied",
      () => "failed",
    );
  news.textContent =
    state === "copied"
      ? `Copied ${what}`
      : `The browser did not allow copying ${what}. Select it and copy by keyboard.`;
  button.dataset.state = state;
  setTimeout(() => {
    delete button.dataset.state;
    news.textContent = "";
  }, SAID);
}

/** Buttons with `data-copy`, or with the address of a text in `data-copy-from`, put it on the clipboard. */
export function listenForCopies(): void {
  const news = addNewsRegion();
  document.addEventListener("click", ({ target }) => {
    const button = (target as Element).closest<HTMLElement>("[data-copy],[data-copy-from]");
    if (button) void copyOf(button, news);
  });
}
