/** Details that hang over the page, and close like a menu. */
const OPEN = "details[data-menu][open]";

function closeMenus(except: EventTarget | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN)) {
    if (except instanceof Node && menu.contains(except)) continue;
    menu.open = false;
  }
}

/** Closes menus by Escape, and by a press or the focus elsewhere. */
export function listenForMenus(): void {
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    const menu = document.querySelector<HTMLDetailsElement>(OPEN);
    if (menu?.contains(document.activeElement)) menu.querySelector("summary")?.focus();
    closeMenus(null);
  });
  document.addEventListener("pointerdown", ({ target }) => closeMenus(target));
  document.addEventListener("focusin", ({ target }) => closeMenus(target));
}
