import { watchUpdates } from "../site-updates";
import { startPage } from "./start-page";
import { wakeOnDemand } from "./waking";

/** The script of a page to read; the page says on it which script wakes React. */
const own = document.currentScript as HTMLScriptElement | null;

startPage();
const wake = wakeOnDemand(own?.dataset.wakes ?? "");
// The offer of a new version is React's.
watchUpdates(() => void wake());
