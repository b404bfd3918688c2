import type { FilterInstancesReport, Line } from "@/evidence";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { fltmcErrors } from "./fltmc-errors";
import type { Parser, Reading, Source } from "./parser";
import { withoutRemarks } from "./remarks";
import { plainPath } from "./windows-path";

/**
 * `fltmc instances [-v VOLUME] [-f FILTER]`: which filter is attached to which volume, and at what altitude.
 *
 * Windows 8 and later:
 * ```sample with-features
 * C:\Windows\system32>fltmc instances
 * Filter                Volume Name                              Altitude        Instance Name       Frame   SprtFtrs  VlStatus
 * --------------------  -------------------------------------  ------------  ----------------------  -----   --------  --------
 * AcmeBkp               D:                                       281999.5   AcmeBkp - Top Instance    0     0000000f
 * WdFilter                                                        328010     WdFilter Instance         0     0000000f
 * WdFilter              E:\Mounted Data\Logs                      328010     WdFilter Instance         0     0000000f  Detached
 * ```
 * Server 2003 to 2008 R2 print neither features nor status:
 * ```sample 2003
 * C:\>fltmc instances
 * Filter                Volume Name                              Altitude        Instance Name       Frame
 * --------------------  -------------------------------------  ------------  ----------------------  -----
 * AcmeBkp               C:                                        281999     AcmeBkp Instance          0
 * AcmeBkp               \Device\Mup                               281999     AcmeBkp Instance          0
 * ```
 * `-v` leaves the volume column out, `-f` the filter column; both are then found in `scope`:
 * ```sample one-volume
 * C:\>fltmc instances -v D:
 * Filter                Altitude        Instance Name       Frame   SprtFtrs  VlStatus
 * --------------------  ------------  ----------------------  -----   --------  --------
 * AcmeBkp                281999     AcmeBkp Instance          0     0000000f
 * ```
 *
 * A row is found by its altitude: the filter and, where printed, the volume (a drive, a mount folder
 * or a `\Device\…` name) stand before it, the instance's name behind it, then frame, SprtFtrs (hex
 * flags) and VlStatus. Not read: rows that were cut before their frame.
 */
const HEADING =
  /^\s*(?:Filter\s+)?(?:Volume\s?Name\s+)?Altitude\s+Instance\s?Name\s+Frame(?:\s+SprtFtrs)?(?:\s+VlStatus)?\s*$/i;
// --------------------  -------------------------------------  ------------  ----------------------  -----   --------  --------
const RULE = /^\s*-{18,40} {1,6}(?:-{30,40} {1,6})?-{10,14} {1,6}-{20,26} {1,6}-{5}(?: {1,6}-{8}){0,2}$/;
// WdFilter              C:                                        328010     WdFilter Instance         0     0000000f
const ROW =
  /^\s*\S[^|<>]{0,120}?\s(?:[2-9]\d{4}|[1-4]\d{5})(?:\.\d{1,10})?\s{1,20}\S[^|<>]{0,80}?\s\d{1,2}\s{1,20}(?:0x)?[0-9a-f]{8}(?:\s{1,20}\w{1,20})?$/i;
// AcmeBkp               C:                                        281999     AcmeBkp Instance          0
const OLD_ROW =
  /^\s*\S{1,64}\s{1,30}(?:[A-Z]:|\\Device\\\S{1,80})\s{1,60}(?:[2-9]\d{4}|[1-4]\d{5})(?:\.\d{1,10})?\s{1,20}\S[^|<>]{0,80}?\s\d{1,2}$/i;
// Instances for AcmeBkp filter:      Instances on D: volume:
const PREAMBLE = /^\s*[^\d\s].{3,120}:$/;

const ALTITUDE = /^(?:\d{5,6}(?:\.\d{1,10})?|\d{1,4}\.\d{1,10})$/;
const LOW_ALTITUDE = /^\d{4}$/;
const FEATURES = /^(?:0x)?[0-9a-f]{8}$/i;
const STATUS = /^[A-Za-z]\w{2,19}$/;
// C:   \Device\Mup   DeviceMup (back-slashes eaten)   \\?\Volume{…}
const VOLUME_START = /^(?:[A-Za-z]:|[\\¥₩]|Device(?:Harddisk|Mup|NamedPipe|Mailslot|RsFx))/;

type InstanceRow = FilterInstancesReport["instances"][number];
type Scope = FilterInstancesReport["scope"];

/** The columns behind the altitude, taken off from the right. */
function readTail(
  tokens: readonly string[],
): Pick<InstanceRow, "instance" | "frame" | "supportedFeatures" | "volumeStatus"> | null {
  const rest = [...tokens];
  let volumeStatus: string | null = null;
  if (rest.length >= 3 && STATUS.test(rest.at(-1) ?? "") && FEATURES.test(rest.at(-2) ?? ""))
    volumeStatus = rest.pop() ?? null;
  const supportedFeatures = rest.length >= 2 && FEATURES.test(rest.at(-1) ?? "") ? (rest.pop() ?? null) : null;
  const frame = rest.pop();
  if (frame === undefined || !/^\d{1,2}$/.test(frame)) return null;
  return {
    instance: rest.join(" ") || null,
    frame: Number(frame),
    supportedFeatures: supportedFeatures?.toLowerCase().replace("0x", "") ?? null,
    volumeStatus,
  };
}

/** Frame and features, which only end a row: where more follows, several were put together. */
function holdsEnd(tokens: readonly string[]): boolean {
  return tokens.some((token, at) => at > 0 && FEATURES.test(token) && /^\d{1,2}$/.test(tokens[at - 1] ?? ""));
}

/** Reads a row around its altitude. Null when it is none, or was cut. */
function toRow(line: Line, scope: Scope): InstanceRow | null {
  const tokens = line.text.trim().split(/\s+/);
  // Never the first token of a filter's name, and always one behind it for the frame.
  const from = scope.filter === null ? 1 : 0;
  const find = (shape: RegExp): number =>
    tokens.findIndex((token, index) => index >= from && index < tokens.length - 1 && shape.test(token));
  const at = find(ALTITUDE) >= 0 ? find(ALTITUDE) : find(LOW_ALTITUDE);
  if (at < 0) return null;
  const tail = readTail(tokens.slice(at + 1));
  if (!tail) return null;
  const before = tokens.slice(0, at);
  if (holdsEnd(before) || holdsEnd(tail.instance?.split(" ") ?? [])) return null;
  const volumeAt = before.findIndex((token) => VOLUME_START.test(token));
  const filter = before.slice(0, volumeAt < 0 ? before.length : volumeAt).join(" ") || scope.filter;
  if (!filter) return null;
  const volume = volumeAt < 0 ? null : plainPath(before.slice(volumeAt).join(" "));
  return { line: line.number, filter, volume, altitude: tokens[at] ?? null, ...tail };
}

/** `-v D:` and `-f AcmeBkp`, from the command line or the line above the table. */
function scopeOf(source: Source): Scope {
  const option = (name: string): string | null =>
    new RegExp(`(?:^|\\s)[-/]${name}\\s+"?([^\\s"]{1,200})`, "i").exec(source.args)?.[1] ?? null;
  const above = source.lines.find((line) => PREAMBLE.test(line.text))?.text ?? "";
  const named = /\bfor\s+(\S{1,64})\s+filter/i.exec(above)?.[1] ?? null;
  const on = /\bon\s+(\S{1,120}?):?\s+volume/i.exec(above)?.[1] ?? null;
  return { volume: option("v") ?? on, filter: option("f") ?? named };
}

function parse(source: Source): Reading<FilterInstancesReport> {
  const lines = withoutRemarks(source.lines);
  const scope = scopeOf(source);
  const instances: InstanceRow[] = [];
  const unread: number[] = [];
  /** The system prints SprtFtrs, so a row without it was cut. */
  let featured = false;
  let headed = false;
  let inside = false;
  let cut = false;
  let nameless: number | null = null;

  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as Line;
    const head = HEADING.test(line.text) || RULE.test(line.text);
    cut ||= isElision(line.text);
    if (head || isChatter(line.text)) {
      headed ||= head;
      featured ||= head && /SprtFtrs| -{5} {1,6}-{8}(?: |$)/i.test(line.text);
      inside = head;
      continue;
    }
    // A head in another language stands right above the rule.
    if (RULE.test(lines[at + 1]?.text ?? "") || (!headed && PREAMBLE.test(line.text))) continue;
    const found = headed || ROW.test(line.text) || OLD_ROW.test(line.text) ? toRow(line, scope) : null;
    const row: InstanceRow | null = featured && found?.supportedFeatures === null ? null : found;
    if (row) {
      instances.push(row);
      featured ||= row.supportedFeatures !== null;
    } else {
      unread.push(line.number);
      cut ||= inside;
      if (inside && VOLUME_START.test(line.text.trim())) nameless ??= line.number;
    }
    inside = row !== null || inside;
  }
  if (instances.length === 0 && nameless !== null) return { problem: FILTER_NOT_NAMED, line: nameless };
  if (instances.length === 0 && !headed) return null;
  const complete = headed && !cut && instances.length > 0;
  return { report: { kind: "filter-instances", instances, scope, complete }, unread };
}

const FILTER_NOT_NAMED = {
  code: "FILTER_NOT_NAMED",
  what: "The list was made for one filter only, and the paste does not say for which.",
  fix: "Paste it together with its command line, or list all instances.",
  commands: ["fltmc instances"],
};

export const fltmcInstances: Parser<FilterInstancesReport> = {
  id: "fltmc-instances",
  name: "fltmc instances",
  mode: "shell",
  command: /^(?:\S{0,80}\\)?fltmc(?:\.exe)?\s+instances\b/i,
  bareCommand:
    /^\s{0,8}fltmc(?:\.exe)?\s{1,4}instances(?:\s{1,4}[-/][vf]\s{1,4}\S{1,80}){0,2}(?:\s{1,4}\([^()]{1,60}\))?$/i,
  recognise: [HEADING, RULE, ROW, OLD_ROW, /^\s*Instance listing failed with error/i],
  confirm: (lines, at) => {
    const text = lines[at]?.text ?? "";
    const row = (other: string | undefined): boolean =>
      other !== undefined && (ROW.test(other) || OLD_ROW.test(other) || RULE.test(other));
    return !(ROW.test(text) || OLD_ROW.test(text)) || row(lines[at - 1]?.text) || row(lines[at + 1]?.text);
  },
  restarts: HEADING,
  errors: fltmcErrors("Instance"),
  parse,
};
