import { refusal } from "./problem";

const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
/** With longer ones an import no longer fits a line. */
const LONGEST = 40;
/** Words of the language that an id could be, and that no constant may be called. */
const RESERVED =
  /^(?:break|case|catch|class|const|default|delete|do|else|enum|export|for|if|import|in|new|null|return|switch|this|throw|true|false|try|var|void|while|with|yield|let|static|await|type)$/;

export function checkId(id: string): void {
  if (ID.test(id) && id.length <= LONGEST && !RESERVED.test(id)) return;
  throw refusal(
    "ID_MALFORMED",
    `"${id}" cannot be an id. Nothing was changed.`,
    `An id is lower-case words with hyphens between them, ${LONGEST} letters at most, and no word of TypeScript: appcmd-apppools, loader-lock.`,
  );
}

/** `loaderLock` of `loader-lock`; letters behind a digit stay as they are. */
export function camel(id: string): string {
  return id.replaceAll(/-([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}

/** `LoaderLock` */
export function pascal(id: string): string {
  const name = camel(id);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `LOADER_LOCK` */
export function upper(id: string): string {
  return id.replaceAll("-", "_").toUpperCase();
}
