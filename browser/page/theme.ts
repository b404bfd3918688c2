/** Where the chosen theme is kept; nothing is kept while it follows the system. */
export const THEME_KEY = "waitchain.theme";

/** Runs in the head, before the first paint, so that a chosen theme never flashes. */
export const THEME_SCRIPT = `try{var t=localStorage.getItem("${THEME_KEY}");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch(e){}`;

const CHOICES = 'input[name="theme"]';

function chooseTheme(theme: string): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, theme);
  } catch {
    // Storage may be off; the choice then lasts as long as the page.
  }
}

/** Lets the choices named `theme` say which theme there is, and choose another. */
export function listenForThemes(): void {
  document.addEventListener(
    "toggle",
    ({ target }) => {
      const theme = document.documentElement.dataset.theme ?? "system";
      for (const choice of (target as Element).querySelectorAll<HTMLInputElement>(CHOICES)) {
        choice.checked = choice.value === theme;
      }
    },
    { capture: true },
  );
  document.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches(CHOICES)) chooseTheme(target.value);
  });
}
