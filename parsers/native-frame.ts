import { canonicalDigits, canonicalHex, type Hex, type Line, type NativeFrame } from "@/evidence";
import { readSite, type Site } from "./call-site";
import { COLON, codeOf, LONG, NUMBER, SHORT, TICKED, widthOf } from "./columns";
import { group, rx } from "./grammar";
import { PatternIndex } from "./pattern-index";
import { rememberedEnds } from "./remembered";
import { type ScannedLine, scanned } from "./scanned-line";
import { HEADING, isStackHeading, type StackHeading, UNRELIABLE } from "./stack-heading";

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

// 0e8cf25c 77e612df 000014ac 00000000 00000000 ntdll!ZwQueryDirectoryFile+0xc
const ROW_WITHOUT_COLONS =
  /^\s*(?:[0-9a-f]{2,3}\s+)?(?:[0-9a-f]{8}(?:\\?[`'´]?[0-9a-f]{8})?\s+){2,7}(?:\(T\)\s+)?(?:0x[0-9a-f]|<?[^\s!<>()[\]+]{1,100}>?(?:!|\+0x))/i;

/** Lines that only native stacks hold. Not enough to name the command: look at what stands around them. */
export const NATIVE_STACK_LINES: readonly RegExp[] = [
  HEADING,
  ROW_WITHOUT_COLONS,
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
const ANY_FRONT = new PatternIndex([FRONT]);
const COLUMN = new RegExp(`\\s*(${ADDRESS}|${DASHES}|:)(?=\\s|$)`, "iy");
/** Where another row begins on the same line. */
const NEXT_ROW = rx(
  "\\s(?=[0-9a-f]{2,3}\\s+\\(Inline(?: Function)?\\)\\s|(?:[0-9a-f]{2,3}\\s+)?",
  ADDRESS,
  "\\s+(?:",
  ADDRESS,
  "\\s|:\\s))",
);

interface Columns {
  childSp: Hex | null;
  returnAddress: Hex | null;
  args: readonly Hex[];
}

/** A column longer than this has sixteen digits. */
const WIDE = 9;
const BLANK = 32;
const NO_ARGS: readonly Hex[] = [];
const NO_COLUMNS: Columns = { childSp: null, returnAddress: null, args: NO_ARGS };

function hexOf(column: string): Hex | null {
  return column.startsWith("-") ? null : canonicalHex(column.replaceAll("\\", ""));
}

/** Arguments, when all of them are there; with a column missing nobody can say which is which. */
function argsOf(columns: readonly (Hex | null)[], from: number, expected: number): readonly Hex[] {
  const args = columns.slice(from).filter((value) => value !== null);
  return args.length === expected ? args : NO_ARGS;
}

/** Says which column is what; `wide` when the first one was printed with sixteen digits. */
function arrange(
  front: readonly (Hex | null)[],
  behind: readonly (Hex | null)[] | null,
  wide: boolean,
  heading: StackHeading | null,
): Columns {
  const [first = null, second = null, third = null] = front;
  if (behind) {
    const args = argsOf(behind, 0, 4);
    if (front.length === 1) return { childSp: null, returnAddress: first, args };
    return { childSp: first, returnAddress: front.length > 2 ? third : second, args };
  }
  if (front.length === 1) {
    if (!heading) return NO_COLUMNS;
    return heading.childSp ? { ...NO_COLUMNS, childSp: first } : { ...NO_COLUMNS, returnAddress: first };
  }
  if (heading?.childBsp) return { ...NO_COLUMNS, childSp: first, returnAddress: third };
  // An Itanium row without its heading, or an x64 row that lost columns: the second one may be anything.
  if (wide && !heading && front.length === 3) return { ...NO_COLUMNS, childSp: first };
  return { childSp: first, returnAddress: second, args: argsOf(front, 2, wide ? 4 : 3) };
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
    // 04 83452ed8 81a1c76b (T) nt!KiTrap02+0x322
    .replace(/^\s*\(T\)\s/, "")
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
    ...(inline
      ? NO_COLUMNS
      : arrange(columns.map(hexOf), behind?.map(hexOf) ?? null, (columns[0] ?? "").length > WIDE, heading)),
    ...read,
    unreliable,
    inline: inline || isInline(read),
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

const COLUMN_AHEAD = new RegExp(`^(?:${ADDRESS}|${DASHES}|:)(?=\\s|$)|^(?:\\([\\w ]{0,20}\\)\\s*)?:\\s`, "i");

interface PlainSite extends Site {
  inline: boolean;
  /** False for a bare `+0x10`, which other outputs print behind two addresses as well. */
  native: boolean;
  /** It ends in a parenthesis that it opens, and may go on below. */
  open: boolean;
}

/** The call site behind the columns of a row; null unless it is a call site from end to end. */
const plainSite = rememberedEnds((text: string): PlainSite | null => {
  const stuck = text.search(STUCK_ADDRESS) >= 0;
  const site = stuck || COLUMN_AHEAD.test(text) || NEXT_ROW.test(text) ? null : readSite(text);
  return (
    site && {
      ...site,
      inline: isInline(site),
      native: ROW_WITHOUT_COLONS.test(`00000000 00000000 ${text}`),
      open: text.endsWith("("),
    }
  );
});

function isInline(site: Site): boolean {
  return site.notes.some((note) => /^Inline/i.test(note));
}

/** The orders in which a row may have its columns, each in all widths of an address. */
const LAYOUTS: readonly (readonly ("address" | "colon")[])[] = [
  // k      kb
  ["address", "address"],
  ["address", "address", "address", "address", "address"],
  // kv on x64, and without the stack pointer
  ["address", "address", "colon", "address", "address", "address", "address", "colon"],
  ["address", "colon", "address", "address", "address", "address", "colon"],
];

/** For each code of columns, the columns. */
const PLAIN_ROWS = new Map<number, readonly number[]>(
  LAYOUTS.flatMap((layout) =>
    [SHORT, LONG, TICKED].flatMap((address) => {
      const columns = layout.map((column) => (column === "colon" ? COLON : address));
      return [columns, [NUMBER, ...columns]].map((row) => [codeOf(row), row] as const);
    }),
  ),
);

/** Where the next column begins. */
function nextColumn(text: string, end: number): number {
  let at = end;
  while (text.charCodeAt(at) === BLANK) at++;
  return at;
}

/** The call site of a row exactly as debuggers print it; null for any other line, be it a row or not. */
function siteOfPlainRow({ columns, text, rest }: ScannedLine): PlainSite | null {
  return PLAIN_ROWS.has(columns) ? plainSite(text, rest) : null;
}

/** True for a row exactly as debuggers print it, in the middle of its stack. */
export function isPlainRow(line: Line): boolean {
  return siteOfPlainRow(scanned(line))?.native === true;
}

/**
 * The module of a row exactly as debuggers print it, which `parseNativeFrames` will read as one frame below the last;
 * undefined for any other line.
 */
export function moduleOfPlainRow(line: ScannedLine, heading: StackHeading | null): string | null | undefined {
  const site = hasOwnColumns(heading) ? null : siteOfPlainRow(line);
  // Row 00 begins a stack, and what ends in a parenthesis may go on.
  const begins = (line.columns & 7) === NUMBER && /^\s*00/.test(line.text);
  return site === null || begins || site.open ? undefined : site.module;
}

/** Headings of columns that plain rows do not have. */
function hasOwnColumns(heading: StackHeading | null): boolean {
  return heading !== null && (heading.memory || heading.childBsp);
}

/** Reads such a row; null for any other line, be it a row or not. */
function readPlainRow(line: Line, unreliable: boolean, heading: StackHeading | null): NativeFrame | null {
  const { columns: code, text, rest } = scanned(line);
  const columns = PLAIN_ROWS.get(code);
  const site = columns && !hasOwnColumns(heading) ? plainSite(text, rest) : null;
  if (!columns || !site) return null;
  const numbered = columns[0] === NUMBER;
  const start = nextColumn(text, 0);
  let at = numbered ? nextColumn(text, text.indexOf(" ", start)) : start;
  let count = 0;
  let colon = -1;
  for (let index = numbered ? 1 : 0; index < columns.length; index++) {
    const column = columns[index] as number;
    const end = at + widthOf(column);
    if (column !== COLON) addresses[count++] = canonicalDigits(text, at, end);
    else if (colon < 0) colon = count;
    at = nextColumn(text, end);
  }
  const [first = null, second = null] = addresses;
  const wide = columns[numbered ? 1 : 0] !== SHORT;
  return {
    line: line.number,
    childSp: colon === 1 ? null : first,
    returnAddress: colon === 1 ? first : second,
    args: colon >= 0 ? fourFrom(colon) : wide || count < 5 ? NO_ARGS : threeFrom(2),
    callSite: site.callSite,
    source: site.source,
    notes: site.notes,
    module: site.module,
    symbol: site.symbol,
    offset: site.offset,
    unreliable,
    inline: site.inline,
    frameNumber: numbered ? Number.parseInt(text.slice(start, start + 3), 16) : null,
  };
}

/** The frame of a row that `moduleOfPlainRow` knows, where nothing tells that it may be wrong. */
export function parsePlainFrame(line: Line): NativeFrame | null {
  return readPlainRow(line, false, null);
}

/** The addresses of the row at hand. */
const addresses: Hex[] = [];

// Written out, for lists that are filled bit by bit take more room than they need.
function threeFrom(at: number): readonly Hex[] {
  return [addresses[at] as Hex, addresses[at + 1] as Hex, addresses[at + 2] as Hex];
}

function fourFrom(at: number): readonly Hex[] {
  return [addresses[at] as Hex, addresses[at + 1] as Hex, addresses[at + 2] as Hex, addresses[at + 3] as Hex];
}

/** Every stack row on the line: one as a rule, more when a page ran rows together, none when it is no stack row. */
export function parseNativeFrames(line: Line, unreliable: boolean, heading: StackHeading | null = null): NativeFrame[] {
  const plain = readPlainRow(line, unreliable, heading);
  return plain ? [plain] : parseDamagedFrames(line, unreliable, heading);
}

/** The same for rows in whatever state they are; gives what `parseNativeFrames` gives, only slower. */
export function parseDamagedFrames(line: Line, unreliable: boolean, heading: StackHeading | null): NativeFrame[] {
  const frames: NativeFrame[] = [];
  if (!ANY_FRONT.test(line)) return frames;
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

/** One stack row; null when the line is none. The heading tells columns apart, and Itanium rows count only below theirs. */
export function parseNativeFrame(
  line: Line,
  unreliable: boolean,
  heading: StackHeading | null = null,
): NativeFrame | null {
  return parseNativeFrames(line, unreliable, heading)[0] ?? null;
}

// 03 kernel32!WaitForSingleObjectEx
const NAMED_ROW =
  /^\s*(?:(?<number>[0-9a-f]{2,3})\s+)?(?<site>[^\s!<>()[\]+]{1,100}!(?: \?)?\S.*|[^\s!<>()[\]+]{1,100}\+0x[0-9a-f]{1,16}|0x[0-9a-f`']{6,17})$/i;

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
    inline: isInline(site),
    frameNumber: number === null ? null : Number.parseInt(number, 16),
  };
}
