import {
  canonicalHex,
  type Line,
  type ScrapedCall,
  type ScrapedFrame,
  type ScrapedStack,
  type ScrapedStacksReport,
} from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { unfold } from "./folded";
import { ADDRESS, group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
import { readRejoined } from "./rejoined";
import { withoutEscapes } from "./type-name";

/**
 * `!dumpstack [-EE]` for the current thread, `!eestack [-short] [-EE]` for all (SOS, psscor): every value on a stack
 * that looks like a return address.
 *
 * ```sample sos-x86
 * 0:012> !dumpstack
 * OS Thread Id: 0x1978 (12)
 * Current frame: ntdll!ZwWaitForSingleObject+0x15
 * ChildEBP RetAddr  Caller, Callee
 * 0618f0d0 739d878c clr!MethodDesc::MakeJitWorker+0x36e, calling clr!UnsafeJitFunction
 * 0618f28c 739a2a0c clr!ThePreStub+0x16, calling clr!PreStubWorker
 * 0618f2bc 0648012f (MethodDesc 06293878 +0x47 Contoso.Orders.Catalog.Get(Int32)), calling 0629c041
 * 0618f2d4 06480099 (MethodDesc 062937e0 +0x49 Contoso.Orders.Program.Main(System.String[])), calling (MethodDesc 06293878 +0 Contoso.Orders.Catalog.Get(Int32))
 * 0618f2f8 73a80aac clr!CallDescrWorkerInternal+0x34
 * ```
 * ```sample eestack
 * 0:000> !eestack -short
 * ---------------------------------------------
 * Thread   3
 * Current frame: ntdll!NtWaitForMultipleObjects+0x14
 * Child-SP         RetAddr          Caller, Callee
 * 000000483858fa40 00007ffb924e29b8 KERNELBASE!WaitForMultipleObjectsEx+0x108, calling ntdll!NtWaitForMultipleObjects
 * 000000483858fb10 00007ffb95772651 (MethodDesc 00007ffb01d3e5a8 +0x2b Contoso.Feed.Load())
 * 000000483858fb40 00007ffb95772a10 clr!RaiseTheExceptionInternalOnly+0x10, calling KERNELBASE!RaiseException ====> Exception Code e0434352 cxr@4838587000 exr@4838587540
 * ---------------------------------------------
 * Thread  11
 * Current frame: ntdll!NtDelayExecution + 0x14
 * Child-SP         RetAddr          Caller, Callee
 * 0000004838c8fa40 00007ffb924d1e4f KERNELBASE!SleepEx + 0xaf [d:\os\synch.c:318], calling ntdll!NtDelayExecution
 * ```
 *
 * Old values stay on a stack until something overwrites them, so a frame here need not be a call that is under way. A
 * callee without a name is a stub or code that was not compiled yet. `-short` shows threads that hold a lock, run a
 * collection or are asked for one. Not read: the source line behind a native call.
 */
const OS_THREAD = rx("^\\s*OS Thread Id:\\s*(?<id>", HEX, ")(?:\\s*\\((?<thread>\\d{1,6})\\))?$");
const THREAD = /^\s*Thread\s+(?<thread>\d{1,6})$/i;
const CURRENT = /^\s*Current frame:\s*(?<site>\S.*)?$/i;
const COLUMNS = /^\s*(?:ChildEBP|Child-SP|Child SP)\s+RetAddr\s+Caller,\s*Callee$/i;
const FRAME = rx("^\\s*(?<sp>", ADDRESS, ")\\s+(?<ret>", ADDRESS, ")\\s+(?<rest>\\S.*)$");
// (MethodDesc 06293878 +0x47 Contoso.Orders.Catalog.Get(Int32))      (MethodDesc 00007ffb01d3e5a8 + 0x2b Contoso.Feed.Load())
const MANAGED = rx(
  "^\\(MethodDesc\\s+(?<methodDesc>",
  HEX,
  ")(?:\\s+\\+\\s?(?<offset>",
  HEX,
  "))?\\s+(?<name>[^\\s+].*)\\)$",
);
// clr!ThePreStub+0x16      mscorlib_ni+0x4d9586      ntdll!RtlFreeHeap
const NATIVE = /^(?<name>[A-Za-z_][\w.$-]{0,120}(?:![^\s,]\S{0,800}(?: [^\n]{0,800})?)?)$/;
// +0x16      + 0x9f
const OFFSET = / ?\+ ?(?<offset>0x[0-9a-f]{1,8})$/i;
// [e:\a\_work\37\s\src\vm\threads.cpp:3780]
const SOURCE = / \[[^[\]]{1,400}[:@] ?\d{1,6}\]$/;
/** The row goes on: with an offset, with what is called. */
const UNFINISHED =
  /(?:\s={1,4}[^=]{0,40}|\+ ?0?x?| \[[^\]]{0,400}|,\s*(?:c|ca|cal|call|calli|callin|calling)?|`(?!\d)[^']{0,400})$/i;
const BARE = rx("^", ADDRESS, "$");
const EXCEPTION = rx("^(?:Code\\s+(?<code>", HEX, ")\\s+)?cxr@(?<context>", HEX, ")(?:\\s+exr@(?<record>", HEX, "))?$");
const CALLING = /,\s*calling\s*/i;
const ARROW = /====>\s*Exception\s/i;
/** Only this output has rows like these. */
const SURE_ROW = rx("^\\s*", ADDRESS, "\\s+", ADDRESS, "\\s+(?:\\(MethodDesc\\s|\\S[^\\n]{0,1000}, calling\\s)");

const DAMAGED_ROW = /^\s*(?:0x)?[0-9a-fxol`]{6,17}\s/i;
const FOLDED_HEAD = rx(
  "^\\s*(?:OS Thread Id:\\s*",
  HEX,
  "(?:\\s*\\(\\d{1,6}\\))?|-{20,}\\s+Thread\\s+\\d{1,6})\\s+Current frame:",
);
const FOLDED = [/\bCurrent frame:\s*\S/i, /\S\s+(?:Current frame:|Child(?:EBP|-SP)\s+RetAddr)/i];
const STARTS = `OS Thread Id:|Thread\\s+\\d{1,6}(?=\\s+Current)|Current frame:|Child(?:EBP|-SP)\\s+RetAddr|-{20,}|${ADDRESS}\\s+${ADDRESS}\\s+(?:\\(MethodDesc|[A-Za-z_][\\w.$-]{0,120}(?:!|\\+0x))`;

type Open = { -readonly [K in keyof ScrapedStack]: ScrapedStack[K] } & { frames: ScrapedFrame[] };

function readCall(text: string): ScrapedCall | null {
  const trimmed = text.trim();
  const managed = MANAGED.exec(trimmed);
  if (managed) {
    // A line break may have taken the blank behind a comma.
    const name = withoutEscapes(group(managed, "name") ?? "").replace(/,(?=[A-Za-z_])/g, ", ");
    return { name, methodDesc: hexGroup(managed, "methodDesc"), offset: hexGroup(managed, "offset"), address: null };
  }
  if (BARE.test(trimmed)) return { name: null, methodDesc: null, offset: null, address: canonicalHex(trimmed) };
  const call = trimmed.replace(SOURCE, "");
  if (UNFINISHED.test(call)) return null;
  const offset = OFFSET.exec(call);
  const name = call.slice(0, offset?.index ?? call.length);
  if (!NATIVE.test(name) || !(offset || name.includes("!"))) return null;
  return { name, methodDesc: null, offset: offset ? hexGroup(offset, "offset") : null, address: null };
}

/** True when the text ends where a number or a name may go on. */
function mayGoOn(text: string): boolean {
  return /[\w!:.]$/.test(text);
}

function readFrame(text: string, line: number, mayBeCut: boolean): ScrapedFrame | null {
  const match = FRAME.exec(text);
  if (!match) return null;
  const [call = "", caught] = (group(match, "rest") ?? "").split(ARROW);
  const [caller = "", callee] = call.split(CALLING);
  const exception = caught === undefined ? null : EXCEPTION.exec(caught.trim());
  if (caught !== undefined && !exception) return null;
  const cut = mayBeCut && mayGoOn(text);
  // A console may have cut an address.
  const digits = group(match, "ret")?.length ?? 0;
  if ([caller, callee ?? ""].some((side) => BARE.test(side.trim()) && side.trim().length < digits)) return null;
  const from = readCall(caller);
  const to = callee === undefined ? null : readCall(callee);
  if (!from || (callee !== undefined && !to)) return null;
  const ends = callee === undefined && caught === undefined;
  if (cut && ends && from.address !== null) return null;
  return {
    line,
    childSp: hexGroup(match, "sp") ?? "0",
    returnAddress: hexGroup(match, "ret") ?? "0",
    caller: cut && ends ? { ...from, offset: null } : from,
    callee: cut && caught === undefined ? null : to,
    exception:
      exception && !cut
        ? {
            code: hexGroup(exception, "code"),
            context: hexGroup(exception, "context") ?? "0",
            record: hexGroup(exception, "record"),
          }
        : null,
  };
}

function standsAlone(text: string): boolean {
  return (
    isChatter(text) || isElision(text) || [OS_THREAD, THREAD, CURRENT, COLUMNS, FRAME].some((head) => head.test(text))
  );
}

class StackReader {
  readonly stacks: Open[] = [];
  readonly unread: number[] = [];
  private open: Open | null = null;

  private readonly lines: readonly Line[];

  constructor(
    private readonly source: Source,
    /** The command is one for a single thread. */
    private readonly single: boolean,
  ) {
    this.lines = unfold(source.lines, FOLDED, STARTS);
    for (let at = 0; at < this.lines.length; ) at += this.take(at);
  }

  private begin(line: number, thread: number | null, osThreadId: string | null): Open {
    this.open = { line, lastLine: line, thread, osThreadId, currentFrame: null, frames: [], cut: false };
    this.stacks.push(this.open);
    return this.open;
  }

  private take(at: number): number {
    const { lines } = this;
    const line = lines[at];
    if (!line) return 1;
    const text = withoutAnnotation(line.text).trimEnd();
    const last = at === lines.length - 1;
    if (this.takeHeading(line, text, last && /\d$/.test(text))) return 1;
    const read = (joined: string): ScrapedFrame | null =>
      readFrame(withoutAnnotation(joined).trimEnd(), line.number, last);
    const found = isChatter(text) ? null : readRejoined(read, lines, at, standsAlone);
    if (found) {
      const stack = this.open ?? this.begin(line.number, this.single ? this.source.thread : null, null);
      stack.frames.push(found.row);
      stack.lastLine = lines[at + found.used - 1]?.last ?? line.last;
      return found.used;
    }
    this.leave(line, text);
    return 1;
  }

  private takeHeading(line: Line, text: string, mayBeCut: boolean): boolean {
    const os = OS_THREAD.exec(text);
    const thread = THREAD.exec(text);
    const current = CURRENT.exec(text);
    if (mayBeCut && (os || thread)) return false;
    if (os) this.begin(line.number, numberGroup(os, "thread"), hexGroup(os, "id"));
    else if (thread) this.begin(line.number, numberGroup(thread, "thread"), null);
    else if (current) {
      const site = group(current, "site");
      const call = site === null ? null : readCall(site);
      if (site !== null && !call) return false;
      const known = this.open && this.open.currentFrame === null && this.open.frames.length === 0 ? this.open : null;
      const stack = known ?? this.begin(line.number, this.single ? this.source.thread : null, null);
      const isLast = this.lines.at(-1) === line;
      stack.currentFrame = isLast ? null : call;
      stack.lastLine = line.last;
    } else return COLUMNS.test(text);
    return true;
  }

  private leave({ number }: Line, text: string): void {
    const gap = isElision(text);
    if (!gap && (isChatter(text) || isAnnotation(text))) return;
    if (!gap) this.unread.push(number);
    if (this.open && (gap || DAMAGED_ROW.test(text))) this.open.cut = true;
    // Another thread may have begun in what was left out.
    if (!this.single && (gap || /thread/i.test(text))) this.open = null;
  }
}

function parse(source: Source): Reading<ScrapedStacksReport> {
  const single = /^!?dumpstack/.test(source.command ?? "");
  const { stacks, unread } = new StackReader(source, single);
  if (!stacks.some(({ frames, currentFrame }) => frames.length > 0 || currentFrame !== null)) return null;
  const managedOnly = source.command === null ? null : /(?:^|\s)-EE\b/i.test(source.args);
  return { report: { kind: "scraped-stacks", stacks, managedOnly }, unread };
}

export const sosDumpstack: Parser<ScrapedStacksReport> = {
  id: "sos-dumpstack",
  name: "!dumpstack",
  mode: "user",
  command: /^!?(?:dumpstack|eestack)(?![a-z])/,
  recognise: [FOLDED_HEAD, CURRENT, COLUMNS, SURE_ROW, OS_THREAD, THREAD],
  confirm(lines, at) {
    const text = lines[at]?.text ?? "";
    if (!OS_THREAD.test(text) && !THREAD.test(text)) return true;
    const next = lines.slice(at + 1, at + 4).find((line) => !isChatter(line.text))?.text ?? "";
    return CURRENT.test(next);
  },
  keeps: [FRAME],
  parse,
};
