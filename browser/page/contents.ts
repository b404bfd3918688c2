/** How far down the window the line lies that is being read. */
const READING_LINE = 0.3;

/** The last of these links whose part has scrolled up to the reading line. */
function findCurrent(links: readonly HTMLAnchorElement[]): HTMLAnchorElement | undefined {
  const line = window.innerHeight * READING_LINE;
  const end = window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 4;
  if (end) return links.at(-1);
  return links.findLast(({ hash }) => {
    const part = document.getElementById(decodeURIComponent(hash.slice(1)));
    return part !== null && part.getBoundingClientRect().top <= line;
  });
}

/** Scrolls the list, where it is longer than its place, and never the page. */
function keepInSight(link: HTMLElement, box: HTMLElement | null): void {
  if (!box || box.scrollHeight <= box.clientHeight) return;
  const { top, bottom } = link.getBoundingClientRect();
  const place = box.getBoundingClientRect();
  if (top < place.top || bottom > place.bottom) box.scrollTop += top - (place.top + place.height / 2);
}

/** Marks in each list of contents that can be seen which part is being read. */
function markCurrent(): void {
  for (const list of document.querySelectorAll<HTMLElement>("[data-contents]")) {
    if (list.offsetParent === null) continue;
    const links = [...list.querySelectorAll("a")];
    const current = findCurrent(links);
    for (const link of links) {
      if (link !== current) link.removeAttribute("aria-current");
      else if (!link.hasAttribute("aria-current")) {
        link.setAttribute("aria-current", "location");
        keepInSight(link, list.closest("nav"));
      }
    }
  }
}

/** Keeps lists of contents in step with the page. */
export function followContents(): void {
  let frame = 0;
  const follow = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(markCurrent);
  };
  follow();
  window.addEventListener("scroll", follow, { passive: true });
  window.addEventListener("resize", follow);
}
