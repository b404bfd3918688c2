import {
  canonicalHex,
  type Hex,
  isNullHex,
  type Line,
  type ManagedFrame,
  type ManagedStack,
  type ManagedStacksReport,
  type ManagedValue,
} from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { parseBareFrame } from "./bare-site";
import { isChatter } from "./chatter";
import {
  COLUMNS,
  confirm,
  FAILED_WALK,
  FOLDED,
  FRAME_ROW,
  isPlainMethodRow,
  METHOD_ROW,
  NO_WALK,
  NOT_MANAGED,
  OLD_HEADING,
  OS_HEADING,
  SECTION,
} from "./clrstack-lines";
import { isElision } from "./elision";
import { lookAt } from "./guarded";
import { LateRows, withRows } from "./late-rows";
import {
  type Columns,
  continueManagedRow,
  isWholePlainRow,
  type ManagedRow,
  parseManagedRows,
  parseManagedValue,
  parsePlainFrame,
  plainWidth,
  readSourceLine,
} from "./managed-frame";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!clrstack` (SOS, psscor), `clrstack` (dotnet-dump, lldb), with `-p -l -a -f -r -all`, and
 * `~*e !clrstack`: managed stacks, one or many. The rows are described in `managed-frame.ts`.
 *
 * .NET 1.1: the heading gives the debugger's thread number, rows begin with 0x.
 * ```sample sos-1.1
 * 0:014> !clrstack
 * Loaded Son of Strike data table version 5 from "C:\WINDOWS\Microsoft.NET\Framework\v1.1.4322\mscorwks.dll"
 * Thread 14
 * ESP         EIP
 * 0x0193f3c8 0x7c82860c [FRAME: HelperMethodFrame]
 * 0x0193f41c 0x03a51b7d [DEFAULT] [hasThis] ValueClass System.DateTime Contoso.Rates.Feed.Load(String,ByRef Class System.Object)
 * 0x0193f4b0 0x79217188 [FRAME: ContextTransitionFrame]
 * ```
 * .NET 2.0 on x86 and on x64, where the second column is the return address:
 * ```sample sos-2-x86
 * 0:014> !clrstack -p
 * OS Thread Id: 0x8a4 (14)
 * ESP       EIP
 * 0193f3c8 7c82860c [HelperMethodFrame_1OBJ: 0193f3c8] System.Threading.Monitor.Enter(System.Object)
 * 0193f41c 03a51b7d Contoso.Rates.Feed.Load(System.String)
 *     PARAMETERS:
 *         this = 0x01a3c5f0
 *         name (<CLR reg>) = 0x01a3c7a4
 * ```
 * ```sample sos-2-x64
 * 0:014> !clrstack
 * OS Thread Id: 0x8a4 (14)
 * Child-SP         RetAddr          Call Site
 * 000000000193f3c8 000007ff001e86c8 Contoso.Rates.Feed.Load(System.String)
 * 000000000193f5a0 000007fef1feeb52 Contoso.Rates.Feed..ctor()
 * ```
 * .NET Framework 4 and later, with a thread that runs no managed code:
 * ```sample sos-4-x86
 * 0:000> ~*e !clrstack
 * OS Thread Id: 0x1d30 (0)
 * Unable to walk the managed stack. The current thread is likely not a
 * managed thread. You can run !threads to get a list of managed threads in
 * the process
 * Failed to start stack walk: 80070057
 * OS Thread Id: 0x1d44 (1)
 * Child SP       IP Call Site
 * GetFrameContext failed: 1
 * 00000000 00000000
 * OS Thread Id: 0x8a4 (2)
 * Child SP       IP Call Site
 * 0193f3c8 7712eb2c [GCFrame: 0193f3c8]
 * 0193f41c 03a51b7d Contoso.Rates.Feed.Load(System.String) [d:\src\Feed.cs @ 41]
 * ```
 * dotnet-dump and lldb:
 * ```sample dotnet-dump
 * > clrstack
 * OS Thread Id: 0x4f1 (12)
 *         Child SP               IP Call Site
 * 00007F6B2CFF7B40 00007f6f7aee5b6d [InlinedCallFrame: 00007f6b2cff7b40] Interop+Sys.Receive(System.IntPtr, Byte*)
 * 00007F6B2CFF7BD0 00007F6F0185475B Contoso.Rates.Feed+<LoadAsync>d__4.MoveNext() [/_/src/Feed.cs @ 41]
 * ```
 *
 * Authors leave the addresses out: under the command or the heading such rows are read too.
 *
 * `thread` is the number in parentheses; Visual Studio repeats the OS id there, which is no number.
 * Not read: the signature words of .NET 1.1 in front of the name, and the registers of `-r`.
 */
const REGISTERS = /^\s*(?:[er]?[a-z0-9]{2,3}=[0-9a-f]{8,16}\s*){1,4}$/i;
/** E_INVALIDARG: the runtime knows no such thread. */
const NO_SUCH_THREAD = "80070057";
const EXCEPTION = /^\s*(?:Exception object:|StackTrace |SP\s+IP\s+Function)/i;
/** How far apart frames of one thread lie at most, where some in between were left out. */
const STACK_BYTES = 0x30000n;
// 000000000193f3c8 000007ff001e86c8 Contoso.Rates.Feed.Load(System.String)
const LONG_ROW = /^\s*(?:0x)?[0-9a-f]{8}[`'´]?[0-9a-f]{8}\s/i;
// this (0x0012ec4c) = 0x01a09290
const VALUE = /=\s*(?:0x?)?([0-9a-f]{0,16})$/i;
const LONG_DIGITS = 16;
const SHORT_DIGITS = 8;
/** A few lines of noise may stand between a row and the rest of it. */
const MOST_NOISE = 6;

function asksForAll({ allThreads, args }: Source): boolean {
  return allThreads || /(?:^|\s)-all\b/i.test(args);
}

type OpenStack = { -readonly [K in keyof ManagedStack]: ManagedStack[K] } & {
  rows: LateRows<ManagedFrame>;
  columns: Columns;
};

const NO_FRAMES: readonly ManagedFrame[] = [];
/** Where no titles tell. */
const USUAL_COLUMNS: Columns = { second: "ip" };

class Reader {
  readonly stacks: OpenStack[] = [];
  readonly unread: number[] = [];
  private row: { row: ManagedRow; at: number } | null = null;
  private section: ManagedValue["section"] | null = null;
  /** The titles of the columns stood above the stack at hand. */
  private titled = false;
  /** Rows were left out since the last one. */
  private elided = false;
  /** Rows below an exception's heading are its stack trace, not the thread's stack. */
  private elsewhere = false;
  /** The titles of the columns stood above any stack. */
  private everTitled = false;
  /** A row that only those print whose second column is the instruction pointer. */
  private showsIp = false;
  /** Addresses have sixteen digits. */
  private long = false;

  constructor(private readonly source: Source) {}

  /**
   * What the second column holds cannot be told of rows that lost their titles, unless one shows a transition frame or
   * a place in the source: .NET 2.0 on x64 prints neither, and return addresses.
   */
  finish(): void {
    if (this.knowsColumns()) return;
    for (const { rows } of this.stacks) rows.changeEarly((frame) => ({ ...frame, ip: null }));
  }

  private knowsColumns(): boolean {
    return this.everTitled || this.showsIp;
  }

  private open(line: Line, thread: number | null, osThreadId: Hex | null): OpenStack {
    const stack: OpenStack = {
      line: line.number,
      lastLine: line.last,
      thread,
      osThreadId,
      frames: NO_FRAMES,
      walk: "walked",
      cut: false,
      columns: USUAL_COLUMNS,
      rows: new LateRows((row) => parsePlainFrame(row, stack.columns)),
    };
    this.stacks.push(stack);
    this.elsewhere = this.titled = this.elided = false;
    this.row = null;
    this.section = null;
    return stack;
  }

  /** The stack that a line without heading belongs to. */
  private current(line: Line): OpenStack {
    const stack = this.stacks.at(-1);
    if (stack) stack.lastLine = line.last;
    return stack ?? this.open(line, this.source.allThreads ? null : this.source.thread, this.source.osThreadId);
  }

  private heading(line: Line): boolean {
    const heading = OS_HEADING.exec(line.text);
    if (heading) {
      const os = canonicalHex(heading.groups?.os ?? "");
      const number = heading.groups?.thread === undefined ? null : Number(heading.groups.thread);
      const repeated = number !== null && number > 255 && number === Number.parseInt(os, 16);
      // An id that the paste ends in may have had more digits.
      const cut = number === null && this.isLast(line);
      this.open(line, repeated ? null : number, cut || isNullHex(os) ? null : os);
      return true;
    }
    const old = OLD_HEADING.exec(line.text);
    if (old) this.open(line, Number(old.groups?.thread), null);
    const columns = COLUMNS.exec(line.text);
    if (columns) {
      // Titles below rows belong to a thread whose own heading is missing.
      if (this.stacks.at(-1)?.rows.length) this.open(line, null, null);
      this.titled = this.everTitled = true;
      this.current(line).columns = {
        second: columns.groups?.second?.toLowerCase() === "retaddr" ? "return-address" : "ip",
      };
    }
    return old !== null || columns !== null;
  }

  private walk(line: Line): boolean {
    const none = NOT_MANAGED.test(line.text);
    const code = NO_WALK.exec(line.text)?.groups?.code;
    const failed = FAILED_WALK.test(line.text);
    if (!none && code === undefined && !failed) return false;
    const stack = this.elided ? this.open(line, null, null) : this.current(line);
    if (failed || (code !== undefined && code !== NO_SUCH_THREAD))
      stack.walk = stack.walk === "none" ? "none" : "failed";
    else stack.walk = "none";
    return true;
  }

  /** A row exactly as debuggers print it need not be read now. */
  private addLate(line: Line): boolean {
    const stack = this.stacks.at(-1);
    if (!stack || this.elsewhere || this.elided || !this.knowsColumns() || !isWholePlainRow(line)) return false;
    this.long ||= LONG_ROW.test(line.text);
    stack.rows.addLate(line);
    stack.lastLine = line.last;
    this.section = null;
    this.row = null;
    return true;
  }

  private rows(line: Line): boolean {
    const rows = this.elsewhere ? [] : parseManagedRows(line, this.stacks.at(-1)?.columns ?? USUAL_COLUMNS);
    if (rows.length === 0) return false;
    if (this.elided && !this.goesOn(rows[0]?.frame.childSp ?? null)) this.open(line, null, null).cut = true;
    this.elided = false;
    const stack = this.current(line);
    this.section = null;
    this.row = null;
    this.long ||= LONG_ROW.test(line.text);
    this.showsIp ||= !this.long || rows.some(({ frame }) => frame.transition !== null || frame.source !== null);
    for (const row of rows) {
      // `00000000 00000000` follows a failed walk and names nothing.
      if (row.frame.childSp === null && row.wants === "site") continue;
      stack.rows.add(row.frame);
      this.row = { row, at: line.number };
    }
    return true;
  }

  /** True when a row below others that were left out can be of the same thread. */
  private goesOn(childSp: Hex | null): boolean {
    const stack = this.stacks.at(-1);
    const several = asksForAll(this.source) || this.stacks.length > 1;
    if (!stack || (this.source.command !== null && !several)) return true;
    const last = stack.rows.last()?.childSp;
    if (!last || !childSp) return !several && stack.rows.length === 0 && stack.walk === "walked" && this.titled;
    const distance = BigInt(`0x${childSp}`) - BigInt(`0x${last}`);
    return distance >= 0n && distance < STACK_BYTES;
  }

  /** The rest of a row that was broken over lines, or its place in the source. */
  private rest(line: Line): boolean {
    const stack = this.stacks.at(-1);
    const last = stack?.rows.last();
    if (!stack || !last || this.section) return false;
    const place = readSourceLine(line.text);
    if (place !== null && last.source === null) {
      stack.rows.replaceLast({ ...last, source: place });
      return true;
    }
    if (!this.row || line.number - this.row.at > MOST_NOISE) return false;
    const whole = continueManagedRow(this.row.row, line.text);
    if (!whole) return false;
    stack.rows.replaceLast(whole.frame);
    stack.lastLine = line.last;
    this.row = { row: whole, at: line.number };
    return true;
  }

  private values(line: Line): boolean {
    const stack = this.stacks.at(-1);
    const last = stack?.rows.last();
    if (this.elided) return false;
    const section = SECTION.exec(withoutAnnotation(line.text))?.groups?.name?.toLowerCase();
    if (section) this.section = section === "locals" ? "local" : "parameter";
    const found = this.section && !section ? parseManagedValue(line, this.section) : null;
    const value = found && this.isOpen(line) ? { ...found, value: null } : found;
    if (!stack || !last || (!section && !value)) return section !== undefined;
    stack.lastLine = line.last;
    if (value) stack.rows.replaceLast({ ...last, values: [...last.values, value] });
    return true;
  }

  /** A row without addresses: an author left the columns out, and then of all rows. */
  private bareRow(line: Line): boolean {
    const stack = this.stacks.at(-1);
    const last = stack?.rows.last();
    const several = this.elided && (asksForAll(this.source) || this.stacks.length > 1);
    const columns = last !== undefined && (last.childSp ?? last.ip ?? last.returnAddress) !== null;
    if (this.elsewhere || this.titled || several || columns || (!stack && this.source.command === null)) return false;
    const frame = parseBareFrame(line);
    if (!frame) return false;
    this.current(line).rows.add(frame);
    this.elided = false;
    return true;
  }

  /** True for the last line of a paste without line end. */
  private isLast(line: Line): boolean {
    return this.source.openEnd === true && line === this.source.lines.at(-1);
  }

  /** The same, when it ends in less than an address. */
  private isOpen(line: Line): boolean {
    const [, value] = this.isLast(line) ? (VALUE.exec(line.text) ?? []) : [];
    return value !== undefined && value.length < (this.long ? LONG_DIGITS : SHORT_DIGITS);
  }

  read(line: Line): void {
    lookAt(line);
    const plain = plainWidth(line) > 0;
    if (plain && (this.addLate(line) || this.rows(line))) return;
    const folded = plain ? null : FOLDED.exec(line.text);
    if (folded) {
      for (const part of ["heading", "columns", "rest"] as const) {
        const text = folded.groups?.[part];
        if (text) this.read({ ...line, text });
      }
      return;
    }
    if (this.heading(line) || this.walk(line) || this.rows(line) || this.values(line) || this.rest(line)) return;
    if (this.bareRow(line)) return;
    const stack = this.stacks.at(-1);
    if (isElision(line.text) && stack) {
      stack.cut = this.elided = true;
      this.section = null;
    }
    if (isChatter(line.text) || (stack && REGISTERS.test(line.text))) return;
    this.elsewhere ||= EXCEPTION.test(line.text);
    this.unread.push(line.number);
  }
}

/** A last row that breaks off behind its addresses names nothing. */
function dropCutRow(stacks: readonly OpenStack[], lines: readonly Line[]): number | null {
  const end = lines.findLast((line) => !isChatter(line.text));
  const stack = stacks.at(-1);
  const frame = stack?.rows.last();
  if (!end || !stack || frame?.line !== end.number || frame.transition !== null || frame.method !== null) return null;
  stack.rows.dropLast();
  stack.cut = true;
  return end.number;
}

/** Without the command: every thread in order, as only `~*e` and `-all` print them. */
function looksLikeAll(stacks: readonly ManagedStack[]): boolean {
  return stacks.length > 1 && stacks.every((stack, index) => stack.thread === index);
}

function parse(source: Source): Reading<ManagedStacksReport> {
  const reader = new Reader(source);
  for (const line of source.lines) reader.read(line);
  const { unread } = reader;
  reader.finish();
  const cut = dropCutRow(reader.stacks, source.lines);
  if (cut !== null) unread.push(cut);
  const told = reader.stacks.some((stack) => stack.rows.length > 0 || stack.walk !== "walked");
  const stacks = reader.stacks.map(({ rows, columns: _columns, ...stack }) => withRows(stack, rows));
  if (stacks.length === 0 || (!told && unread.length > 0)) return null;
  for (const stack of stacks) {
    stack.cut ||= unread.some((number) => number > stack.line && number < stack.lastLine);
  }
  const allThreads = asksForAll(source) || (source.command === null && looksLikeAll(stacks));
  return { report: { kind: "managed-stacks", stacks, allThreads }, unread };
}

export const sosClrstack: Parser<ManagedStacksReport> = {
  id: "sos-clrstack",
  name: "!clrstack",
  mode: "user",
  command: /^(?:!?clrstack|!?sos clrstack)\b/,
  bareCommand: /^\s{0,8}(?:sos\s)?clrstack(?:\s-[a-z]{1,4}){0,4}\s{0,4}$/i,
  recognise: [/^\s*Unable to walk the managed stack/i, OS_HEADING, FOLDED, OLD_HEADING, COLUMNS, FRAME_ROW, METHOD_ROW],
  confirm,
  follow: () => isPlainMethodRow,
  keeps: [FRAME_ROW, METHOD_ROW, SECTION, NOT_MANAGED, NO_WALK, FAILED_WALK],
  parse,
};
