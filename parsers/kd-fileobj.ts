import { canonicalHex, type FileObjectReport, type Hex, isNullHex, type Line } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { plainDriverName } from "./driver-name";
import { isElision } from "./elision";
import { ADDRESS, addressesIn, group, HEX, hexGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!fileobj ADDRESS`: what an open file object stands for: the path, its device, how it was opened.
 *
 * ```sample directory
 * 1: kd> !fileobj ffffa50f70d4c040
 *
 * \Windows\Microsoft.NET\Framework64\v4.0.30319\Temporary ASP.NET Files\shop\5e2f7a11
 *
 * Device Object: 0xffffa50f5c06e8f0   \Driver\volmgr
 * Vpb: 0xffffa50f5c06c180
 * Event signalled
 * Access: Read SharedRead SharedWrite SharedDelete
 *
 * Flags:  0x40002
 * 	Synchronous IO
 * 	Handle Created
 *
 * FsContext: 0xffffc60cdc112170	FsContext2: 0xffffc60cdc1123d0
 * CurrentByteOffset: 0
 * ```
 * A device that was opened has no path; a cached file has a line on its cache:
 * ```sample device
 * kd> !fileobj 88dba440
 *
 * Related File Object: 0x88db0030
 * Device Object: 0x8a7fa540   \Driver\volmgr
 * Vpb is NULL
 *
 * Flags:  0x40042
 * 	Cache Supported
 * 	Handle Created
 *
 * File Object is currently busy and has 2 waiters.
 *
 * IRPs queued to File Object:
 *
 * 	88d33008   \FileSystem\AcmeBkp
 *
 * 1 queued.
 *
 * FsContext: 0xe1b905a0	FsContext2: 0xe1b906f0
 * Private Cache Map: 0x88d8f1c8
 * CurrentByteOffset: 1a000
 * Cache Data:
 *   Section Object Pointers: 88dc01a4
 *   Shared Cache Map: 88d8f0f8         File Offset: 1a000 in VACB number 0
 *   Vacb: 8a4db0f8
 *   Your data is at: c1a5a000
 * ```
 *
 * The path has no drive: the volume is that of the device. Access and flags stand as names, one flag a
 * line. CurrentByteOffset: hex. Not kept: the addresses within the cache.
 */
const DEVICE = rx("^\\s*Device Object:\\s*(?<device>", HEX, ")(?:\\s+(?<driver>\\S.{0,120}))?$");
const DRIVER_NAME = /^\\{0,4}(?:Driver|FileSystem)\\{1,4}\S+$/i;
const FIELD = rx(
  "^\\s*(?<field>Vpb|Related File Object|Related|FsContext|FsContext2|Private Cache Map|CurrentByteOffset|Section Object Pointers|Flags|Completion Port|Completion Key|Last Lock)" +
    "(?:\\s*:\\s*|\\s+)(?<value>",
  HEX,
  ")(?=\\s|$)",
);
// Fields that hold an address
const ADDRESSES = /^(?:vpb|related|fscontext|private|section)/;
const VPB_NULL = /^\s*Vpb is NULL\s*$/i;
const EVENT = /^\s*Event (?<not>not )?signall?ed\s*$/i;
const ACCESS = /^\s*Access:(?<access>[A-Za-z ]*)$/i;
const FLAG_NAME = /^\s*(?<name>[A-Z][A-Za-z]{1,20}(?: [A-Za-z/-]{1,20}){0,5})$/;
const BUSY = /^\s*File Object is currently busy and has (?<waiters>\d{1,6}) waiters?/i;
const QUEUED_HEAD = /^\s*IRPs queued to File Object:\s*$/i;
const QUEUED = rx("^\\s*(?<address>", ADDRESS, ")\\s+(?<driver>\\\\{0,4}(?:Driver|FileSystem)\\\\{1,4}\\S.{0,80})$");
const KNOWN = [
  /^\s*\d{1,6} queued\.\s*$/i,
  /^\s*Cache Data:\s*$/i,
  /^\s*(?:Shared Cache Map|Vacb|Your data is at|File Offset|Active Mapped|Dirty):?\s/i,
  /^\s*(?:File object extension is at|Delete Pending|Lock Operation|Write operation set|Name offset)/i,
];
const ANY_KNOWN = new RegExp(KNOWN.map((pattern) => pattern.source).join("|"), "i");
// \Windows\Temp
const PATH = /^\s*\\(?!\\|(?:Driver|FileSystem)\\)[^"<>|*?]{0,600}$/;
const BELOW_PATH = /^\s*(?:Related File Object|Device Object):\s*(?:0x)?[0-9a-f]{5}/i;
/** How many lines may stand from the path to the next one that is filled. */
const LOOK_BELOW = 4;

/** Index of the line with the path: the one above the device. */
function findPath(lines: readonly Line[]): number {
  const below = lines.findIndex(({ text }) => BELOW_PATH.test(text));
  let at = below - 1;
  while (at >= 0 && isChatter(lines[at]?.text ?? "")) at--;
  const text = lines[at]?.text ?? "";
  const isPath =
    at >= 0 &&
    !isChatter(text) &&
    !isElision(text) &&
    !isAnnotation(text) &&
    !/[<>"|*?]|^\s*(?:[A-Z][\w ]{2,30}:|Vpb is)/.test(text);
  return isPath ? at : -1;
}

/** Where the path begins that ends at `at`: a mail may have broken it at a blank. */
function pathStart(lines: readonly Line[], at: number): number {
  let from = at;
  while (from > 0 && !/^\s*\\/.test(lines[from]?.text ?? "\\") && lines[from - 1]?.text.trim()) from--;
  return /^\s*\\/.test(lines[from]?.text ?? "") ? from : at;
}

class FileReader {
  line: number | null = null;
  deviceObject: Hex | null = null;
  driver: string | null = null;
  readonly fields = new Map<string, Hex>();
  eventSignalled: boolean | null = null;
  readonly access: string[] = [];
  readonly flagNames: string[] = [];
  waiters: number | null = null;
  readonly queuedIrps: FileObjectReport["queuedIrps"][number][] = [];
  private list: "flags" | "irps" | null = null;

  take(line: Line): boolean {
    const text = withoutAnnotation(line.text).trimEnd();
    if (text.trim() === "") return false;
    const taken = this.device(text) || this.field(text) || this.state(text) || this.listed(line, text);
    if (taken) this.line ??= line.number;
    return taken;
  }

  /**
   * A name that ends the paste may be the front of another line, and an address without the driver behind it the front
   * of another address. Returns that line.
   */
  dropCutEnd(end: Line | undefined): number | null {
    const device = end && DEVICE.exec(end.text);
    if (device && group(device, "driver") === null) {
      this.deviceObject = null;
      return end.number;
    }
    if (!end || this.list !== "flags" || end.text.trim() !== this.flagNames.at(-1)) return null;
    this.flagNames.pop();
    return end.number;
  }

  private device(text: string): boolean {
    const match = DEVICE.exec(text);
    if (!match) return false;
    this.deviceObject = hexGroup(match, "device");
    const driver = group(match, "driver");
    this.driver = driver !== null && DRIVER_NAME.test(driver) ? plainDriverName(driver) : null;
    return true;
  }

  private field(text: string): boolean {
    const match = this.deviceObject === null && !/^\s*Related/i.test(text) ? null : FIELD.exec(text);
    if (!match) return false;
    const name = group(match, "field")?.toLowerCase() ?? "";
    const value = group(match, "value") ?? "0";
    if (ADDRESSES.test(name) && !isWholeAddress(value)) return false;
    this.fields.set(name, canonicalHex(value));
    this.list = name === "flags" ? "flags" : null;
    const rest = text.slice(match.index + match[0].length).trim();
    return rest === "" || this.field(rest) || rest.startsWith("(");
  }

  private state(text: string): boolean {
    if (this.deviceObject === null) return false;
    const event = EVENT.exec(text);
    const access = ACCESS.exec(text);
    const busy = BUSY.exec(text);
    if (event) this.eventSignalled = group(event, "not") === null;
    if (access) this.access.push(...(group(access, "access") ?? "").split(/\s+/).filter((word) => word !== ""));
    if (busy) this.waiters = Number(group(busy, "waiters"));
    if (QUEUED_HEAD.test(text)) this.list = "irps";
    else if (!event && !access && !busy) return VPB_NULL.test(text) || ANY_KNOWN.test(text);
    else this.list = null;
    return true;
  }

  private listed(line: Line, text: string): boolean {
    const irp = this.list === "irps" ? QUEUED.exec(text) : null;
    const flag = this.list === "flags" ? (FLAG_NAME.exec(text)?.groups?.name ?? null) : null;
    if (irp) {
      const driver = plainDriverName(group(irp, "driver") ?? "");
      this.queuedIrps.push({ line: line.number, address: hexGroup(irp, "address") ?? "0", driver });
    } else if (flag) this.flagNames.push(flag.trim());
    return irp !== null || flag !== null;
  }
}

/** An address with all its digits: one that ends the paste may lack some. */
function isWholeAddress(value: string): boolean {
  const digits = value.replace(/^0x|[`'´]/gi, "");
  return digits.length === 8 || digits.length === 16 || /^0+$/.test(digits);
}

function objectOf(address: Hex | null | undefined): Hex | null {
  return !address || isNullHex(address) ? null : address;
}

function parse(source: Source): Reading<FileObjectReport> {
  const reader = new FileReader();
  const unread: number[] = [];
  const at = findPath(source.lines);
  const from = pathStart(source.lines, at);
  source.lines.forEach((line, index) => {
    const known =
      (index >= from && index <= at) || reader.take(line) || isChatter(line.text) || isAnnotation(line.text);
    if (!known) unread.push(line.number);
  });
  if (reader.line === null || (reader.deviceObject === null && reader.fields.size === 0)) return null;
  const cut = reader.dropCutEnd(source.lines.findLast(({ text }) => text.trim() !== ""));
  const { deviceObject, driver, eventSignalled, access, flagNames, waiters, queuedIrps, fields } = reader;
  if (cut !== null) unread.push(cut);
  const pathLine = source.lines[from]?.number ?? null;
  const path = source.lines.slice(Math.max(from, 0), at + 1).map(({ text }) => text.trim());
  return {
    report: {
      kind: "file-object",
      line: pathLine ?? reader.line,
      address: addressesIn(source.args)[0] ?? null,
      path: at < 0 ? null : path.join(" ").replace(/\\{2,4}/g, "\\"),
      pathLine,
      deviceObject,
      driver,
      vpb: objectOf(fields.get("vpb")),
      relatedFileObject: objectOf(fields.get("related file object") ?? fields.get("related")),
      eventSignalled,
      access,
      flags: fields.get("flags") ?? null,
      flagNames,
      waiters,
      fsContext: objectOf(fields.get("fscontext")),
      fsContext2: objectOf(fields.get("fscontext2")),
      currentByteOffset: fields.get("currentbyteoffset") ?? null,
      sectionObjectPointers: objectOf(fields.get("section object pointers")),
      queuedIrps,
    },
    unread,
  };
}

export const kdFileobj: Parser<FileObjectReport> = {
  id: "kd-fileobj",
  name: "!fileobj",
  mode: "kernel",
  command: /^!fileobj\b/,
  recognise: [
    rx("^\\s*Device Object:\\s*(?:0x)?[0-9a-f]{8}[`0-9a-f]{0,9}(?:\\s+\\\\{1,4}(?:Driver|FileSystem)\\\\|\\s*$)"),
    rx("^\\s*Related File Object:\\s*", ADDRESS),
    rx("^\\s*FsContext:\\s*", HEX, "\\s+FsContext2:"),
    /^\s*File Object is currently busy and has \d/i,
    PATH,
  ],
  confirm: (lines, at) => {
    if (!PATH.test(lines[at]?.text ?? "")) return true;
    const below = lines.slice(at + 1, at + 1 + LOOK_BELOW).find(({ text }) => text.trim() !== "");
    return below !== undefined && BELOW_PATH.test(below.text);
  },
  follow: () => {
    const reader = new FileReader();
    return (line) => reader.take(line);
  },
  errors: [
    {
      // 88dba440 is not a file object
      line: /is not a (?:valid )?file object|(?:Cannot|Could not|Unable to) (?:read|get) .{0,60}_?FILE_?OBJECT/i,
      problem: {
        code: "NOT_A_FILE_OBJECT",
        what: "There is no file object at that address, or the dump does not hold it.",
        fix: "Take the address from the File column of !irp, or from the arguments of the I/O manager's frames, in the very same dump.",
        commands: ["!irp <address>"],
      },
    },
  ],
  parse,
};
