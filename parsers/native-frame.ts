import { canonicalHex, type Hex, type Line, type NativeFrame } from "@/evidence";
import { group, rx } from "./grammar";

/**
 * The rows that every native stack is made of, whoever prints it: `k kb kn kv kL kp kf`,
 * `~*kb`, `!thread`, `!stacks`, `!analyze -v`. One row is
 *
 *   frame number, stack pointer, return address, arguments, call site, notes
 *
 * and each part but the call site may be missing:
 *
 *   0e8cf25c 77e612df 000014ac 00000000 00000000 ntdll!ZwQueryDirectoryFile+0xc
 *   02 0007bef0c 05644aa8 kernel32!Sleep+0xf (FPO: [Non-Fpo]) (CONV: stdcall) [d:\src\a.c @ 12]
 *   000000d5`50aff9a8 00007ffa`cf570022 : 1 2 3 4 : ntdll!NtWaitForSingleObject+0x14
 *   03 00007ffb`924e29b8 : 1 2 3 4 : KERNELBASE!ReadFile+0x73            (kb and kv of newer debuggers)
 *   0a (Inline Function) --------`-------- coreclr!RunMain+0x57
 *
 * Columns are told by shape: an address has eight or sixteen digits and no `0x`, a call
 * site begins with a module or with `0x`. Rows that ran together on one line are cut apart.
 */

/** Which columns a heading announces; none at all for the bare names of `kc`. */
export interface StackHeading {
  childSp: boolean;
  childBsp: boolean;
  returnAddress: boolean;
  args: boolean;
  /** The column that `kf` puts in front. */
  memory: boolean;
}

// ` # Child-SP          RetAddr               : Args to Child      : Call Site`
const HEADING =
  /^\s*(?:>\s*)?(?:#\s*)?(?<memory>Memory\s+)?(?:(?<sp>ChildEBP|Child-SP|FramePtr)\s+)?(?<bsp>Child-BSP\s+)?RetAddr\b(?<rest>.*)$/i;
// `: Args to Child : Call Site`      `Call Siteput`      `Param1   Param2   Param3   Function Name`
const HEADING_REST = /^(?<args>Args to Child|Param1 Param2 Param3)? ?(?:Call Site\w{0,4}|Function Name)?$/i;
const NAMES_ONLY = /^\s*(?:#\s*)?Call Site\s*$/i;

/** Reads ` # Child-SP  RetAddr  : Args to Child : Call Site` and its kin; null when the line is no heading of a native stack. */
export function readStackHeading(text: string): StackHeading | null {
  if (NAMES_ONLY.test(text)) {
    return { childSp: false, childBsp: false, returnAddress: false, args: false, memory: false };
  }
  const match = HEADING.exec(text);
  const rest = HEADING_REST.exec((match?.groups?.rest ?? "").replace(/[\s:]+/g, " ").trim());
  if (!match || !rest) return null;
  return {
    childSp: group(match, "sp") !== null,
    childBsp: group(match, "bsp") !== null,
    returnAddress: true,
    args: group(rest, "args") !== null,
    memory: group(match, "memory") !== null,
  };
}

/** True for the heading of a native stack. SOS prints the same one above its x64 stacks: look at the rows. */
export function isStackHeading(text: string): boolean {
  return readStackHeading(text) !== null;
}

// WARNING: Frame IP not in any known module. Following frames may be wrong.
const UNRELIABLE =
  /^\s*WARNING: (?:Frame IP not in any known module|Stack unwind information not available|Stack pointer is outside)|Following frames may be wrong/i;

/** True for the line after which the unwinder is guessing. */
export function isUnreliableMark(text: string): boolean {
  return UNRELIABLE.test(text);
}

/** Lines that only native stacks hold. Not enough to name the command: look at what stands around them. */
export const NATIVE_STACK_LINES: readonly RegExp[] = [
  HEADING,
  // 0e8cf25c 77e612df 000014ac 00000000 00000000 ntdll!ZwQueryDirectoryFile+0xc
  /^\s*(?:[0-9a-f]{2,3}\s+)?(?:[0-9a-f]{8}(?:\\?[`'´]?[0-9a-f]{8})?\s+){2,7}(?:0x[0-9a-f]|<?[^\s!<>()[\]+]{1,100}>?(?:!|\+0x))/i,
  // 00 00007ffc`7e0837d3 : 00000000`0000027c 00000000`00000000 00000000`00000000 00000000`00000000 : ntdll!NtReadFile+0x14
  /^\s*(?:[0-9a-f]{2,3}\s+)?(?:[0-9a-f]{8}(?:\\?[`'´]?[0-9a-f]{8})?\s+){1,2}:\s.{0,400}(?:!|\+0x|:\s+0x)/i,
  // 0a (Inline Function) --------`-------- coreclr!RunMain+0x57
  /^\s*[0-9a-f]{2,3}\s+\(Inline(?: Function)?\)/i,
  UNRELIABLE,
];

const ADDRESS = "[0-9a-f]{8}(?:\\\\?[`'´]?[0-9a-f]{8})?";
const DASHES = "-{6,9}(?:\\\\?[`'´]-{0,9})?";
const FRONT = rx(
  "^\\s*(?:(?<number>[0-9a-f]{2,3})\\s+)?(?:(?<memory>[0-9a-f]{1,7})\\s+)?(?:(?<inline>\\(Inline(?: Function)?\\))|(?=",
  ADDRESS,
  "|-{6}|:\\s))",
);
const COLUMN = new RegExp(`\\s*(${ADDRESS}|${DASHES}|:)(?=\\s|$)`, "iy");
/** Where another row begins on the same line. */
const NEXT_ROW = rx("\\s(?=(?:[0-9a-f]{2,3}\\s+)?", ADDRESS, "\\s+(?:", ADDRESS, "\\s|:\\s))");

// ntdll!ZwQueryDirectoryFile+0xc
const NAMED = /^<?(?<module>[^\s!<>()[\]+]{1,100})>?!(?<symbol>\S.*)$/;
// mscorlib_79990000+0x28dad      <Unloaded_old.dll>+0x1234
const MODULE_ONLY = /^<?(?<module>[^\s!<>()[\]+]{1,100})?>?\+0x(?<offset>[0-9a-f]{1,16})$/i;
const RAW = /^0x[0-9a-f]{1,8}(?:\\?[`'´]?[0-9a-f]{8})?$/i;
const OFFSET = /\+0x([0-9a-f]{1,16})(?=\s|$)/i;
const SOURCE = /\[([^[\]]{1,400} @ \d{1,7})\]/;
const NOTE = /\(((?:FPO|CONV|TrapFrame|Inline|Managed|No unwind|perf|T:)[^()]{0,120})\)/gi;
const TAIL =
  /\s(?:\((?:FPO|CONV|TrapFrame|Inline|Managed|No unwind|perf|T:)|\[[^[\]]{1,400} @ \d|<<|<-|\/\/|#\s|[^\x20-\x7e])/i;
// kernel32!Sleep+0xf, calling ntdll!NtDelayExecution: a row of !dumpstack
const DUMP_STACK = /, calling \S/;
const TOKEN = /\$##[0-9a-f]+$/i;

interface Columns {
  childSp: Hex | null;
  returnAddress: Hex | null;
  args: readonly Hex[];
}

const NO_COLUMNS: Columns = { childSp: null, returnAddress: null, args: [] };

function hexOf(column: string): Hex | null {
  return column.startsWith("-") ? null : canonicalHex(column.replaceAll("\\", ""));
}

/** Arguments, when all of them are there; with a column missing nobody can say which is which. */
function argsOf(columns: readonly string[], expected: number): Hex[] {
  const args = columns.map(hexOf).filter((value) => value !== null);
  return args.length === expected ? args : [];
}

function arrange(front: readonly string[], behind: readonly string[] | null, heading: StackHeading | null): Columns {
  const wide = (front[0] ?? "").length > 9;
  const [first, second, third] = front;
  if (behind) {
    const args = argsOf(behind, 4);
    if (front.length === 1) return { childSp: null, returnAddress: hexOf(first ?? ""), args };
    const returned = front.length > 2 ? third : second;
    return { childSp: hexOf(first ?? ""), returnAddress: hexOf(returned ?? "-"), args };
  }
  if (front.length === 1) {
    if (!heading) return NO_COLUMNS;
    return heading.childSp
      ? { ...NO_COLUMNS, childSp: hexOf(first ?? "") }
      : { ...NO_COLUMNS, returnAddress: hexOf(first ?? "") };
  }
  if (heading?.childBsp) return { ...NO_COLUMNS, childSp: hexOf(first ?? "-"), returnAddress: hexOf(third ?? "-") };
  // An Itanium row without its heading, or an x64 row that lost columns: the second one may be anything.
  if (wide && !heading && front.length === 3) return { ...NO_COLUMNS, childSp: hexOf(first ?? "-") };
  return {
    childSp: hexOf(first ?? "-"),
    returnAddress: hexOf(second ?? "-"),
    args: argsOf(front.slice(2), wide ? 4 : 3),
  };
}

/** The name without its parameter list: `main` of `main(int argc = 0n1)`; `operator()` stays whole. */
function withoutParameters(name: string): string {
  const bare = name.replace(TOKEN, "");
  if (!bare.endsWith(")")) return bare;
  let depth = 0;
  let quoted = false;
  for (let at = bare.length - 1; at > 0; at--) {
    const character = bare[at];
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === ")") depth++;
    else if (character === "(" && --depth === 0)
      return /operator\s?$/.test(bare.slice(0, at)) ? bare : bare.slice(0, at).trimEnd();
  }
  return bare;
}

type Site = Pick<NativeFrame, "module" | "symbol" | "offset" | "callSite" | "source" | "notes">;

/** `ntdll!NtWaitForSingleObject+0xc (FPO: [3,0,0])` taken apart; null when it is no call site. */
function readSite(text: string): Site | null {
  if (DUMP_STACK.test(text)) return null;
  const offset = OFFSET.exec(text);
  const end = offset ? offset.index + offset[0].length : text.search(TAIL);
  const callSite = (end < 0 ? text : text.slice(0, end)).trim();
  const tail = end < 0 ? "" : text.slice(end);
  const rest = {
    callSite,
    source: tail === "" ? null : (SOURCE.exec(tail)?.[1] ?? null),
    notes: tail === "" ? [] : [...tail.matchAll(NOTE)].map((match) => (match[1] ?? "").trim()),
  };
  if (RAW.test(callSite)) return { ...rest, module: null, symbol: null, offset: null };
  const bytes = offset?.[1] ? canonicalHex(offset[1]) : null;
  const named = NAMED.exec(callSite);
  if (named) {
    const symbol = (named.groups?.symbol ?? "").replace(/\+0x[0-9a-f]{1,16}$/i, "");
    return { ...rest, module: named.groups?.module ?? null, symbol: withoutParameters(symbol), offset: bytes };
  }
  const bare = MODULE_ONLY.exec(callSite);
  return bare ? { ...rest, module: bare.groups?.module ?? null, symbol: null, offset: bytes } : null;
}

const NO_SITE: Site = { module: null, symbol: null, offset: null, callSite: "", source: null, notes: [] };

function readRow(
  text: string,
  line: Line,
  unreliable: boolean,
  heading: StackHeading | null,
): { frame: NativeFrame; rest: string } | null {
  const front = FRONT.exec(text);
  if (!front) return null;
  const inline = group(front, "inline") !== null;
  const number = heading?.memory && group(front, "memory") === null ? null : group(front, "number");
  const columns: string[] = [];
  let behind: string[] | null = null;
  let colons = 0;
  COLUMN.lastIndex = front[0].length;
  for (let at = COLUMN.lastIndex; colons < 2; at = COLUMN.lastIndex) {
    const column = COLUMN.exec(text)?.[1];
    if (column === undefined) {
      COLUMN.lastIndex = at;
      break;
    }
    if (column !== ":") (behind ?? columns).push(column);
    else {
      colons++;
      behind ??= [];
    }
  }
  let site = text
    .slice(COLUMN.lastIndex)
    .replace(/^\s*(?:\([\w ]{0,20}\)\s*)?:\s/, "")
    .trim();
  if (columns.length < 2 && behind === null && number === null && !inline && heading === null) return null;
  if (columns.length === 0 && !inline) return null;

  const next = NEXT_ROW.exec(site);
  const rest = next ? site.slice(next.index) : "";
  if (next) site = site.slice(0, next.index);
  const read = site === "" && heading?.childBsp && columns.length > 1 ? NO_SITE : readSite(site);
  if (!read) return null;
  const frame: NativeFrame = {
    line: line.number,
    ...(inline ? NO_COLUMNS : arrange(columns, behind, heading)),
    ...read,
    unreliable,
    inline: inline || read.notes.some((note) => /^Inline/i.test(note)),
    frameNumber: number === null ? null : Number.parseInt(number, 16),
  };
  return { frame, rest };
}

/** `+0x300000000 00000000 …` is `+0x3` and the next row's first address. */
const STUCK_ADDRESS = /(\+0x[0-9a-f]{1,7}?)([0-9a-f]{8}(?:[`'´][0-9a-f]{8})?)(?=\s{1,9}[0-9a-f]{8}[`'´\s])/gi;
const MAY_BE_WRONG = /Following frames may be wrong/i;

/** `+0x140f 06abff34 …` is `+0x14` and row `0f`: the row's number stuck to the offset before it. */
function unstick(before: NativeFrame, after: NativeFrame): [NativeFrame, NativeFrame] {
  if (before.frameNumber === null || after.frameNumber !== null || before.offset === null) return [before, after];
  const expected = (before.frameNumber + 1).toString(16).padStart(2, "0");
  if (!before.offset.endsWith(expected) || before.offset.length <= expected.length) return [before, after];
  const cut = (text: string): string => text.slice(0, -expected.length);
  return [
    { ...before, offset: cut(before.offset), callSite: cut(before.callSite) },
    { ...after, frameNumber: before.frameNumber + 1 },
  ];
}

/** Every stack row on the line: one as a rule, more when a page ran rows together, none when it is no stack row. */
export function parseNativeFrames(line: Line, unreliable: boolean, heading: StackHeading | null = null): NativeFrame[] {
  const frames: NativeFrame[] = [];
  let unsure = unreliable;
  let text = line.text.replace(STUCK_ADDRESS, "$1 $2");
  while (text !== "") {
    const row = readRow(text, line, unsure, heading);
    if (!row) break;
    const last = frames.pop();
    if (last) frames.push(...unstick(last, row.frame));
    else frames.push(row.frame);
    unsure ||= row.rest !== "" && MAY_BE_WRONG.test(text.slice(0, text.length - row.rest.length));
    text = row.rest;
  }
  return frames;
}

/** A heading with the rows behind it on one line; null when the line is not that. */
export function splitFoldedStack(text: string): { heading: string; rows: string } | null {
  if (!/^\s*(?:#\s*)?(?:ChildEBP|Child-SP|RetAddr)\b/i.test(text)) return null;
  const row = NEXT_ROW.exec(text);
  if (!row || !isStackHeading(text.slice(0, row.index))) return null;
  return { heading: text.slice(0, row.index), rows: text.slice(row.index).trimStart() };
}

/**
 * One stack row; null when the line is none. Give the heading when there was one: it
 * tells columns apart, and Itanium rows without symbols count only below theirs.
 */
export function parseNativeFrame(
  line: Line,
  unreliable: boolean,
  heading: StackHeading | null = null,
): NativeFrame | null {
  return parseNativeFrames(line, unreliable, heading)[0] ?? null;
}

// 03 kernel32!WaitForSingleObjectEx
const NAMED_ROW =
  /^\s*(?:(?<number>[0-9a-f]{2,3})\s+)?(?<site>[^\s!<>()[\]+]{1,100}!\S.*|[^\s!<>()[\]+]{1,100}\+0x[0-9a-f]{1,16}|0x[0-9a-f`']{6,17})$/i;

/** A row of `kc`, which prints names only; meant for use below its heading, since any name would match. */
export function parseNamedFrame(line: Line, unreliable: boolean): NativeFrame | null {
  const match = NAMED_ROW.exec(line.text);
  const site = match ? readSite((group(match, "site") ?? "").trim()) : null;
  if (!match || !site) return null;
  const number = group(match, "number");
  return {
    line: line.number,
    ...NO_COLUMNS,
    ...site,
    unreliable,
    inline: site.notes.some((note) => /^Inline/i.test(note)),
    frameNumber: number === null ? null : Number.parseInt(number, 16),
  };
}
