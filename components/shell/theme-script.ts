/** Where the chosen theme is kept; nothing is kept while it follows the system. */
export const THEME_KEY = "waitchain.theme";

/** Runs in the head, before the first paint, so that a chosen theme never flashes. */
export const THEME_SCRIPT = `try{var t=localStorage.getItem("${THEME_KEY}");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch(e){}`;
