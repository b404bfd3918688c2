/** A line that is one whole: an import, a re-export, the member of a union. */
export interface LineEdit {
  path: string;
  line: string;
  /** It stands above the first line that begins so, or else below it. */
  above?: string;
  below?: string;
}

/** One more element of an array or an object in a file. */
export interface ElementEdit {
  path: string;
  /** Texts that follow each other; behind the last one's bracket stand the elements. */
  list: readonly string[];
  /** As it is written, without a comma behind it. */
  element: string;
  /** What the element begins with: enough to find it again after somebody has filled it in. */
  key: string;
}

export type Edit = LineEdit | ElementEdit;

/** Everything that one new thing takes: files of its own, and its lines in the lists. */
export interface Plan {
  /** `the command appcmd-apppools` */
  what: string;
  files: readonly { path: string; text: string }[];
  edits: readonly Edit[];
}

/** Text of a file of the repository; null where there is none. */
export type Read = (path: string) => string | null;

/** New text of every file that changes; null for one that goes. */
export type Changes = Map<string, string | null>;
