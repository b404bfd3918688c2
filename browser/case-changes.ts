import { Changes } from "./changes";

/** Something that happened to a stored case. */
export type CaseChange =
  | { type: "saved"; id: string; title: string /** Entries in the log now. */; entries: number }
  | { type: "deleted"; id: string };

export type CaseListener = (change: CaseChange) => void;

/** Tells this page and the other tabs which cases changed. */
export class CaseChanges extends Changes<CaseChange> {
  constructor(name: string) {
    super(`${name}-cases`);
  }
}
