import type { EventMeaning, LoggedEvent } from "@/evidence";
import { levelOf } from "./event-fields";
import { tellEvent } from "./event-meanings";

const ISO = /^(?<day>\d{4}-\d\d-\d\d)[T ](?<clock>\d\d:\d\d:\d\d)(?:\.(?<fraction>\d{1,9}))?(?<zone>Z|)$/;
const MOST_MESSAGE = 1000;

/** One entry of an event log while its lines are read. */
export interface Draft {
  line: number;
  lastLine: number;
  /** The line of a row that was read last. */
  lastText: string;
  fields: Map<string, string>;
  message: string[];
  /** What the message says where it was quoted alone. */
  says: EventMeaning | null;
  systemTime: string | null;
  /** Properties of a list may follow the message; a head comes before it. */
  shape: "head" | "list" | "table" | "xml";
  part: "fields" | "message" | "xml" | "over";
  /** Its message stands between quotes, which are still open. */
  quoted: boolean;
  /** Lines of it were left out. */
  cut: boolean;
  /** The paste ends in it. */
  open: boolean;
  /** A blank line stands between the last line and this. */
  gap: boolean;
}

export function instantOf(whole: string, fraction: string | undefined): string {
  const digits = fraction?.replace(/0{1,9}$/, "") ?? "";
  return `${whole.replace(" ", "T")}${digits === "" ? "" : `.${digits}`}Z`;
}

/** The entry, once all its lines are there; null when it has neither an id nor a message that needs none. */
export function toEvent(draft: Draft): LoggedEvent | null {
  const { fields } = draft;
  const id = fields.get("id") ?? instanceIdOf(fields.get("instance"));
  const printed = [fields.get("date"), fields.get("time")].filter((part) => part).join(" ");
  const eventId = id !== undefined && /^\d{1,5}$/.test(id) ? Number(id) : null;
  if (eventId === null && draft.says === null) return null;
  const iso = ISO.exec(printed)?.groups;
  const whole = iso ? `${iso.day}T${iso.clock}` : null;
  const zoned = whole !== null && iso?.zone === "Z" ? instantOf(whole, iso.fraction) : null;
  const fraction = iso?.fraction ? `.${iso.fraction}` : "";
  const source = fields.get("source") || null;
  // A list is wrapped by the console, a head's description by its author.
  const message = draft.message.join(draft.shape === "list" ? " " : "\n");
  const told = tellEvent({ source, eventId, says: draft.says }, message);
  return {
    line: draft.line,
    lastLine: draft.lastLine,
    log: fields.get("log") || null,
    source,
    eventId,
    level: levelOf(fields.get("level") ?? ""),
    time: draft.systemTime ?? zoned,
    localTime: whole !== null && zoned === null ? `${whole}${fraction}` : null,
    timeText: printed || null,
    computer: fields.get("computer") || null,
    message: message.slice(0, MOST_MESSAGE),
    ...told,
    // The code that says more may be among what was left out.
    reason: draft.cut ? null : told.reason,
    meaning: (draft.cut || draft.open) && told.meaning === "web-error" ? null : told.meaning,
  };
}

/** `Get-EventLog` prints the id with facility and severity in its upper half. */
function instanceIdOf(printed: string | undefined): string | undefined {
  return printed && /^\d{1,10}$/.test(printed) ? String(Number(BigInt(printed) & 0xffffn)) : undefined;
}
