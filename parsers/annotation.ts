// ` << the owner`   ` <-- here`   ` // who holds it`   ` ;; note`: what authors write behind an output line.
const ANNOTATION = /\s(?:<<|<-|\/\/|;;)/;
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
