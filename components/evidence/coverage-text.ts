import type { Coverage } from "@/cases/diagnose";

/** `9 lines, all read`, `120 lines, 3 not read`. */
export function coverageText({ lines, read }: Coverage): string {
  const said = `${lines.toLocaleString("en-US")} ${lines === 1 ? "line" : "lines"}`;
  const unread = lines - read;
  if (lines === 0) return "empty";
  if (unread <= 0) return lines === 1 ? `${said}, read` : `${said}, all read`;
  return read === 0 ? `${said}, none read` : `${said}, ${unread.toLocaleString("en-US")} not read`;
}

/** `pasted 14:02`, with the day when it was another one. */
export function pastedAt(instant: string): string {
  const moment = new Date(instant);
  const time = moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (moment.toDateString() === new Date().toDateString()) return `pasted ${time}`;
  return `pasted ${moment.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" })}, ${time}`;
}
