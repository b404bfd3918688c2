import { canonicalHex, type Hex, type IrpLocation, type IrpReport, isNullHex, type Line } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { plainDriverName } from "./driver-name";
import { isElision } from "./elision";
import { unfold } from "./folded";
import { ADDRESS, addressesIn, group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import { majorFunction } from "./irp-functions";
import { linesLeft } from "./lines-left";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!irp ADDRESS [1]`: an I/O request, with what each driver on its way was asked for.
 *
 * Windows 10 and later debuggers name the functions:
 * ```sample named
 * 0: kd> !irp ffffa50f5fb2a010
 * Irp is active with 3 stacks 2 is current (= 0xffffa50f5fb2a128)
 *  No Mdl: System buffer=ffffa50f6e113040: Thread ffffa50f6c2d1080:  Irp stack trace.
 *      cmd  flg cl Device   File     Completion-Context
 *  [N/A(0), N/A(0)]
 *             0  0 00000000 00000000 00000000-00000000
 *
 *             Args: 00000000 00000000 00000000 00000000
 * >[IRP_MJ_DIRECTORY_CONTROL(c), N/A(1)]
 *             0 e1 ffffa50f5c0aa030 ffffa50f70d4c040 fffff8013b551a00-ffffa50f61f90040 Success Error Cancel pending
 *            \FileSystem\Ntfs	FLTMGR!FltpPassThroughCompletion
 *             Args: 00001000 00000000 00000003 00000000
 *  [IRP_MJ_DIRECTORY_CONTROL(c), N/A(1)]
 *             0  0 ffffa50f5b8829b0 ffffa50f70d4c040 00000000-00000000
 *            \FileSystem\FltMgr
 *             Args: 00001000 00000000 00000003 00000000
 * ```
 * Before, they are codes, and the first line of a location holds its numbers:
 * ```sample codes
 * 0: kd> !irp 88d33008 1
 * Irp is active with 2 stacks 1 is current (= 0x88d33078)
 *  Mdl = 82b020d8 Thread 88e889a0:  Irp stack trace.
 * Flags = 00000043
 * IoStatus.Status = 00000000
 * CancelRoutine = 80831d2c nt!SomeCancel
 *      cmd  flg cl Device   File     Completion-Context
 * >[  3, 0]   0 e1 828517a8 00000000 842511e0-00000000 Success Error Cancel pending
 *                \Driver\disk     partmgr!PmReadWriteCompletion
 *                         Args: 00007000 00000000 fe084e00 00000004
 *  [  3, 0]   0  0 82851450 8e879410 00000000-00000000
 *                \FileSystem\Ntfs
 *                         Args: 00007000 00000000 00018400 00000000
 * ```
 *
 * Stack locations stand lowest driver first; `>` marks the driver that has the request now. cmd: major and
 * minor function. flg, cl: flags and control, hex. Device and File: objects. Completion-Context: routine to
 * call at the end and its argument, then on what; the routine's name stands behind the driver, and belongs
 * to the driver of the location below. `pending`: that driver has put the request aside. An unused
 * location has no driver. Not kept: the rest of what detail 1 prints.
 */
const ACTIVE = /Irp is active with (?<stacks>\d{1,3}) stacks? (?<current>\d{1,3}) is current/i;
const THREAD = rx("\\bThread\\s+(?<thread>", HEX, ")\\s*:");
const MDL = rx("\\bMdl\\s*=\\s*(?<mdl>", HEX, ")(?!\\w)");
const BUFFER = rx("\\bSystem buffer\\s*=\\s*(?<buffer>", HEX, ")(?!\\w)");
const HEADING = /^\s*cmd\s+flg\s+cl\s+Device\s+File\s+Completion-Context\s*$/i;
// >[IRP_MJ_READ(3), N/A(0)]      [  3,34]  40 e1 828517a8 …
const LOCATION = new RegExp(
  "^\\s*(?:(?<mark>>)\\s*)?\\[\\s*(?:(?:IRP_MJ_\\w{2,40}|N/A)\\((?<majorNamed>[0-9a-f]{1,2})\\)|(?<major>[0-9a-f]{1,2}))\\s*," +
    "\\s*(?:(?<minorName>IRP_MN_\\w{2,40}|N/A)\\((?<minorNamed>[0-9a-f]{1,2})\\)|(?<minor>[0-9a-f]{1,2}))\\s*\\](?<rest>.*)$",
  "i",
);
// 40 e1 828517a8 00000000 842511e0-00000000 Success Error Cancel pending
const NUMBERS = rx(
  "^\\s*(?<flags>[0-9a-f]{1,2})\\s+(?<control>[0-9a-f]{1,2})\\s+(?<device>",
  ADDRESS,
  ")\\s+(?<file>",
  ADDRESS,
  ")\\s+(?<routine>",
  ADDRESS,
  ")-(?<context>",
  ADDRESS,
  ")(?<words>[A-Za-z ]*)$",
);
const WORDS = /^\s*(?:(?:Success|Error|Cancel|pending)\s*){1,4}$/i;
// \FileSystem\Npfs fltmgr!FltpPassThroughCompletion
const DRIVER = /^\s*(?<driver>\\{0,4}(?:Driver|FileSystem)\\{1,4}\S{1,80})(?:\s+(?<routine>\S.*))?$/i;
const ARGS = rx("^\\s*Args:(?<args>(?:\\s+", HEX, ")*)$");
// IoStatus.Status = 00000000      CancelRoutine = fffff8012a0c1d47 Npfs!NpCancel
// Overlay.AllocationSize = 00000000 - 00000000
const DETAIL = rx(
  "^\\s*&?(?<name>[A-Z][\\w.]{2,60})\\s*=\\s*(?<value>",
  HEX,
  ")(?:\\s+(?:- [0-9a-f]{8}|(?<symbol>\\S{1,120})))?$",
);
// Words on the request that say nothing about its way: `trace.` that a mail wrapped, `Irp …` and `IO …` notes
const KNOWN = /^\s*(?:(?:Irp )?(?:stack )?trace\.$|(?:Irp|IO|I\/O) [a-z][a-z ]{2,60}[.:!]?$)/i;
const FOLDED = [ACTIVE, /\[(?:[A-Z_/]+\([0-9a-f]{1,2}\)|\s?[0-9a-f]{1,2}),.{1,200}\bArgs:/i];
const STARTS = [
  "No Mdl|Mdl\\s*=|cmd\\s+flg|>?\\[\\s*(?:IRP_MJ_|N/A\\(|[0-9a-f]{1,2},)|Args:|\\\\(?:Driver|FileSystem)\\\\",
  `[0-9a-f]{1,2}\\s+[0-9a-f]{1,2}\\s+${ADDRESS}\\s+${ADDRESS}\\s+${ADDRESS}-`,
].join("|");
const ARGUMENTS = 4;
/** SL_PENDING_RETURNED among the control bits. */
const PENDING = 1;

type Draft = IrpLocation & { args: Hex[]; invokeOn: ("success" | "error" | "cancel")[]; numbered: boolean };

function objectOf(address: Hex | null): Hex | null {
  return address === null || isNullHex(address) ? null : address;
}

class IrpReader {
  readonly locations: Draft[] = [];
  line: number | null = null;
  stacks: number | null = null;
  currentStack: number | null = null;
  thread: Hex | null = null;
  mdl: Hex | null = null;
  systemBuffer: Hex | null = null;
  ioStatus: Hex | null = null;
  cancelRoutine: string | null = null;
  completed = false;
  pendingReturned = false;
  elided = false;
  /** The location that the next lines belong to. */
  private open: Draft | null = null;

  take(line: Line): boolean {
    const text = withoutAnnotation(line.text).trimEnd();
    if (isElision(text)) {
      this.elided = true;
      this.open = null;
      return this.line !== null;
    }
    const taken = this.preamble(text) || this.location(line, text) || this.part(text) || this.detail(text);
    if (taken) {
      this.line ??= line.number;
      if (this.open) this.open.lastLine = line.last;
    }
    return taken;
  }

  private preamble(text: string): boolean {
    const active = ACTIVE.exec(text);
    if (active) {
      this.stacks = numberGroup(active, "stacks");
      this.currentStack = numberGroup(active, "current");
    }
    const thread = THREAD.exec(text);
    const stated = thread ?? /\bIrp (?:stack trace|[a-z]{2,10} completed)\b/i.exec(text);
    if (stated) {
      this.thread = objectOf(thread && hexGroup(thread, "thread"));
      const mdl = MDL.exec(text);
      const buffer = BUFFER.exec(text);
      this.mdl = mdl && hexGroup(mdl, "mdl");
      this.systemBuffer = buffer && hexGroup(buffer, "buffer");
      this.completed ||= /\bIrp [a-z]{2,10} completed\b/i.test(text);
      this.pendingReturned ||= /\bpending [a-z ]{0,20}returned\b/i.test(text);
    }
    return active !== null || stated !== null || HEADING.test(text) || KNOWN.test(text);
  }

  private location(line: Line, text: string): boolean {
    const match = LOCATION.exec(text);
    if (!match) return false;
    const majorCode = hexGroup(match, "majorNamed") ?? hexGroup(match, "major") ?? "0";
    const minorName = group(match, "minorName");
    const rest = group(match, "rest") ?? "";
    const draft: Draft = {
      line: line.number,
      lastLine: line.last,
      current: group(match, "mark") !== null,
      major: /\[\s*N\/A/i.test(text) ? null : majorFunction(Number.parseInt(majorCode, 16)),
      majorCode,
      minor: minorName === "N/A" ? null : minorName,
      minorCode: hexGroup(match, "minorNamed") ?? hexGroup(match, "minor") ?? "0",
      flags: null,
      control: null,
      device: null,
      file: null,
      driver: null,
      completionRoutine: null,
      completionAddress: null,
      completionContext: null,
      invokeOn: [],
      pending: false,
      args: [],
      numbered: false,
    };
    if (rest.trim() !== "" && !setNumbers(draft, rest)) return false;
    this.open = draft;
    this.locations.push(draft);
    return true;
  }

  private part(text: string): boolean {
    const draft = this.open;
    if (!draft) return false;
    if (!draft.numbered) return setNumbers(draft, text);
    if (WORDS.test(text) && draft.driver === null) {
      setWords(draft, text);
      return true;
    }
    const driver = DRIVER.exec(text);
    if (driver && draft.driver === null) {
      draft.driver = plainDriverName(group(driver, "driver") ?? "");
      draft.completionRoutine = group(driver, "routine")?.trim() ?? null;
      return true;
    }
    const args = ARGS.exec(text)?.groups?.args?.match(/\S+/g);
    // With one missing, the last may be cut.
    if (!args || args.length < ARGUMENTS || draft.args.length > 0) return false;
    draft.args.push(...args.map(canonicalHex));
    return true;
  }

  /** A paste that ends with a driver may end within its name, which would then be a wrong one. */
  end(last: number): number | null {
    const location = this.locations.at(-1);
    if (!location?.driver || location.args.length > 0 || location.lastLine !== last) return null;
    location.driver = null;
    location.completionRoutine = null;
    return last;
  }

  private detail(text: string): boolean {
    const match = this.locations.length === 0 && this.line !== null ? DETAIL.exec(text) : null;
    if (!match) return false;
    const name = group(match, "name")?.toLowerCase();
    const value = hexGroup(match, "value");
    if (name === "iostatus.status") this.ioStatus = value;
    else if (name === "cancelroutine") this.cancelRoutine = group(match, "symbol") ?? objectOf(value);
    else if (name === "mdladdress") this.mdl ??= objectOf(value);
    return true;
  }
}

function setWords(draft: Draft, words: string): void {
  for (const word of ["success", "error", "cancel"] as const) {
    if (new RegExp(`\\b${word}\\b`, "i").test(words)) draft.invokeOn.push(word);
  }
  draft.pending ||= /\bpending\b/i.test(words);
}

function setNumbers(draft: Draft, text: string): boolean {
  const match = NUMBERS.exec(text);
  if (!match) return false;
  draft.numbered = true;
  draft.flags = hexGroup(match, "flags");
  draft.control = hexGroup(match, "control");
  draft.device = objectOf(hexGroup(match, "device"));
  draft.file = objectOf(hexGroup(match, "file"));
  draft.completionAddress = objectOf(hexGroup(match, "routine"));
  draft.completionContext = objectOf(hexGroup(match, "context"));
  draft.pending = (Number.parseInt(draft.control ?? "0", 16) & PENDING) !== 0;
  // A location that nobody filled has function 0 and no device: it is not a create.
  if (draft.device === null && draft.majorCode === "0") draft.major = null;
  setWords(draft, group(match, "words") ?? "");
  return true;
}

/** The whole locations. They stand in the order of their numbers; a page may have eaten the mark of the current one. */
function withCurrent({ locations, stacks, currentStack, completed, elided }: IrpReader): IrpLocation[] {
  const marked = locations.some(({ current }) => current);
  const byNumber = !marked && !completed && !elided && locations.length === stacks;
  return locations
    .map((location, index) => ({ ...location, current: location.current || (byNumber && index + 1 === currentStack) }))
    .filter(({ numbered }) => numbered)
    .map(({ numbered: _numbered, ...location }) => location);
}

function parse(source: Source): Reading<IrpReport> {
  const reader = new IrpReader();
  const unread = linesLeft(reader, unfold(source.lines, FOLDED, STARTS));
  if (reader.line === null) return null;
  const cut = reader.end(source.lines.findLast(({ text }) => text.trim() !== "")?.last ?? 0);
  if (cut !== null) unread.push(cut);
  const { line, stacks, currentStack, mdl, systemBuffer, thread, completed, pendingReturned } = reader;
  for (const location of reader.locations) if (!location.numbered) unread.push(location.line);
  const locations = withCurrent(reader);
  return {
    report: {
      kind: "irp",
      line,
      address: addressesIn(source.args)[0] ?? null,
      stacks,
      currentStack,
      mdl,
      systemBuffer,
      thread,
      completed: completed || (stacks !== null && currentStack !== null && currentStack > stacks),
      pendingReturned,
      locations,
      ioStatus: reader.ioStatus,
      cancelRoutine: reader.cancelRoutine,
      complete: stacks !== null && locations.length === stacks && !reader.elided,
    },
    unread: [...new Set(unread)],
  };
}

export const kdIrp: Parser<IrpReport> = {
  id: "kd-irp",
  name: "!irp",
  mode: "kernel",
  command: /^!irp\b(?!find)/,
  recognise: [
    ACTIVE,
    HEADING,
    /^\s*(?:>\s*)?\[(?:IRP_MJ_\w{2,40}|N\/A)\([0-9a-f]{1,2}\),\s*(?:IRP_MN_\w{2,40}|N\/A)\(/i,
    rx(
      "^\\s*(?:>\\s*)?\\[\\s*[0-9a-f]{1,2},\\s*[0-9a-f]{1,2}\\]\\s+[0-9a-f]{1,2}\\s+[0-9a-f]{1,2}\\s+",
      ADDRESS,
      "\\s",
    ),
  ],
  follow: () => {
    const reader = new IrpReader();
    return (line) => reader.take(line);
  },
  restarts: ACTIVE,
  errors: [
    {
      // However the debugger words it: that there is no IRP, or that it cannot be read
      line: /\bnot (?:an?|a valid|valid) IRP\b|\b(?:could not|cannot|can't|unable to|failed to) (?:read|get|find) [\w ]{0,40}\bIrp\b/i,
      problem: {
        code: "NOT_AN_IRP",
        what: "There is no I/O request at that address, or the dump does not hold it.",
        fix: "Take the address from the IRP List of !thread in the very same dump.",
        commands: ["!thread <address>"],
      },
    },
  ],
  parse,
};
