import type { Coverage } from "@/cases/coverage";

const count = (number: number): string => number.toLocaleString("en-US");

/** `9 lines, all read`, `120 lines: 110 read, 3 not read, 7 prompts and notes`: the parts add up. */
export function coverageText({ lines, read, aside }: Coverage): string {
  if (lines === 0) return "empty";
  const said = `${count(lines)} ${lines === 1 ? "line" : "lines"}`;
  if (read === lines) return lines === 1 ? `${said}, read` : `${said}, all read`;
  const unread = lines - read - aside;
  if (unread === lines) return `${said}, none read`;
  const parts = [
    read > 0 && `${count(read)} read`,
    unread > 0 && `${count(unread)} not read`,
    aside > 0 && `${count(aside)} ${aside === 1 ? "prompt or note" : "prompts and notes"}`,
  ];
  return `${said}: ${parts.filter((part) => part !== false).join(", ")}`;
}

/** `pasted 14:02`, with the day when it was another one. */
export function pastedAt(instant: string): string {
  const moment = new Date(instant);
  const time = moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (moment.toDateString() === new Date().toDateString()) return `pasted ${time}`;
  return `pasted ${moment.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" })}, ${time}`;
}
