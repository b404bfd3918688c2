import { csvFields } from "./csv";
import { type EventField, isLevel } from "./event-fields";

/** An entry that stands on one line, or begins there. */
export interface EventRow {
  fields: readonly (readonly [EventField, string])[];
  message: string;
  /** The quote around its message was not closed: it goes on below. */
  quoted: boolean;
}

const DAY = "\\d{1,4}[/.-]\\d{1,2}[/.-]\\d{2,4}";
const CLOCK = "\\d{1,2}[:.]\\d\\d(?:[:.]\\d\\d)?(?: ?[AP]\\.?M\\.?)?";
const LEVEL = "(?<level>[A-Za-zÀ-ÿ]{4,15})";
// 3/12/2024 4:04:33 PM          5013 Warning          A process serving …
const CUT_ROW = new RegExp(`^\\s*(?<time>${DAY} ${CLOCK})\\s+(?<id>\\d{1,5})\\s+${LEVEL}\\s+(?<message>\\S.*)$`, "i");
// Warning	3/12/2024 4:04:33 PM	WAS	5011	None	A process serving …
const EXPORTED_ROW = new RegExp(
  `^\\s*${LEVEL}\\s+(?<time>${DAY} ${CLOCK})\\s+(?<source>\\S(?:.{0,60}?\\S)?)\\s+(?<id>\\d{1,5})\\s+` +
    "(?<category>\\(\\d{1,5}\\)|\\S{2,30})\\s+(?<message>\\S.*)$",
  "i",
);
// Warning,3/12/2024 4:04:33 PM,WAS,5011,None,"A process serving …
const EXPORTED_FIELDS = new RegExp(`^\\s*"?${LEVEL}"?,"?${DAY} ${CLOCK}"?,[^,]{1,80},\\d{1,5},`, "i");
//   241501 Mar 12 16:04  Warning     WAS                    2147488659 A process serving …
const INDEXED_ROW = new RegExp(
  `^\\s*\\d{1,9} (?<time>\\p{L}{3,5}\\.? \\d{1,2} \\d\\d:\\d\\d)\\s+${LEVEL}\\s+(?<source>\\S(?:.{0,60}?\\S)?)\\s+` +
    "(?<instance>\\d{1,10})\\s+(?<message>\\S.*)$",
  "iu",
);
/** Rows of `Get-WinEvent` and `Get-EventLog`, and of what Event Viewer saves. */
export const EVENT_ROWS: readonly RegExp[] = [CUT_ROW, EXPORTED_ROW, EXPORTED_FIELDS, INDEXED_ROW];

// Level	Date and Time	Source	Event ID	Task Category      Index Time          EntryType   Source
export const ROWS_HEAD =
  /^\s*(?:TimeCreated\s+Id\s+LevelDisplayName\s+Message|Level[\s,]+Date and Time[\s,]+Source[\s,]+Event ID[\s,]+Task Category|Index\s+Time\s+EntryType\s+Source\s+InstanceID\s+Message)$/i;

const GROUPS: Readonly<Record<string, EventField>> = {
  level: "level",
  time: "date",
  source: "source",
  id: "id",
  instance: "instance",
};

/** Reads a row; null when the line is none. */
export function eventRow(text: string): EventRow | null {
  if (EXPORTED_FIELDS.test(text)) return fieldsRow(text);
  const groups = (CUT_ROW.exec(text) ?? EXPORTED_ROW.exec(text) ?? INDEXED_ROW.exec(text))?.groups;
  if (!groups || !isLevel(groups.level ?? "")) return null;
  const fields = Object.entries(GROUPS).flatMap(([name, field]) =>
    groups[name] === undefined ? [] : [[field, groups[name]] as const],
  );
  const message = groups.message?.trim() ?? "";
  // Event Viewer quotes a message of several lines.
  const quoted = groups.category !== undefined && message.startsWith('"') && !message.endsWith('"');
  return { fields, message: quoted ? message.slice(1) : message, quoted };
}

function fieldsRow(text: string): EventRow | null {
  const {
    fields: [level = "", time = "", source = "", id = "", , message = ""],
    cut,
  } = csvFields(text);
  if (!isLevel(level)) return null;
  const fields: EventRow["fields"] = [
    ["level", level],
    ["date", time],
    ["source", source],
    ["id", id],
  ];
  return { fields, message: message.trim(), quoted: cut };
}
