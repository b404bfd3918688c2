import { guarded } from "./guarded";

// ` << the owner`   ` <-- here`   ` // who holds it`   ` ;; note`: what authors write behind an output line.
const ANNOTATION = guarded(/\s(?:<<|<-|\/\/|;;)/);
// The same at the start of a line, when a mail wrapped the remark.
const REMARK = /^\s*(?:<<|<-|\/\/|;;)/;

/** The line without a remark that somebody wrote behind it. */
export function withoutAnnotation(text: string): string {
  const cut = ANNOTATION.exec(text);
  return cut ? text.slice(0, cut.index) : text;
}

/** True when the line is nothing but a remark. */
export function isAnnotation(text: string): boolean {
  return REMARK.test(text);
}

// The same with a blank behind the mark, so that no shift operator or address of the web is taken for one.
const LONE_MARK = /\s\\?(?:<<|<-{1,2}|\/\/|;;)\s/;

/** A mark of a remark that stands in hardly any other line. */
export const REMARK_START = "<[<-]";

/** The line without a remark behind its text; a line that is nothing else stays as it is. */
export function withoutRemark(text: string): string {
  const mark = LONE_MARK.exec(text);
  return mark && text.slice(0, mark.index).trim() !== "" ? text.slice(0, mark.index) : text;
}
