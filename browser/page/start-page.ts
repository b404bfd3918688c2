import { followContents } from "./contents";
import { listenForCopies } from "./copying";
import { listenForMenus } from "./menus";
import { showEachFocus } from "./picture-focus";
import { listenForThemes } from "./theme";

/** Jumps over the header where `data-skip` says so: the hash of the address is the case's. */
function listenForSkips(): void {
  document.addEventListener("click", ({ target }) => {
    if ((target as Element).closest("[data-skip]")) document.querySelector<HTMLElement>("main")?.focus();
  });
}

/** What every page can do without React: whoever of its scripts comes first starts it. */
export function startPage(): void {
  const { dataset } = document.documentElement;
  if (dataset.started !== undefined) return;
  dataset.started = "";
  listenForCopies();
  listenForMenus();
  listenForSkips();
  listenForThemes();
  followContents();
  showEachFocus();
}
