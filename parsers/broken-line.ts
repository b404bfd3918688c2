/** Where mail breaks lines at the latest. */
const MAIL_WIDTH = 75;

/** True when the first word of `next` would not have fitted behind `before`, so that a mail may have broken one line there. */
export function brokeBefore(before: string, next: string): boolean {
  const [word = ""] = next.trim().split(/\s/, 1);
  return before.length + 1 + word.length > MAIL_WIDTH;
}
