import { canonicalHex, type ExceptionsReport, type Line, type ManagedException, type ManagedFrame } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { unfold } from "./folded";
import { ADDRESS, group, hexGroup, rx } from "./grammar";
import { continueManagedRow, type ManagedRow, parseManagedRows, readSourceLine } from "./managed-frame";
import type { Parser, Reading, Source } from "./parser";
import { withoutEscapes } from "./type-name";

/**
 * `!pe`, `!printexception` (SOS, psscor) and `pe` (dotnet-dump): the exception that the thread threw last, or
 * the one at an address.
 *
 * ```sample framework
 * 0:014> !pe
 * Exception object: 02a71c84
 * Exception type:   Contoso.Orders.StockException
 * Message:          Item 4711 could not be reserved.
 * InnerException:   System.TimeoutException, Use !PrintException 02a71a20 to see more.
 * StackTrace (generated):
 *     SP       IP       Function
 *     0021EC40 002C0F3E Contoso_Orders!Contoso.Orders.Stock.Reserve(Int32, System.String)+0x9e
 *     0021ECB8 002C05D1 Contoso_Orders!Contoso.Orders.Basket.Close()+0x41
 *
 * StackTraceString: <none>
 * HResult: 80131500
 * There are nested exceptions on this thread. Run with -nested for details
 * ```
 * `-lines` adds places in the source, `-nested` the exceptions that were being handled:
 * ```sample core
 * > pe -lines -nested
 * Exception object: 00007f2b1c0a3d88
 * Exception type:   System.AggregateException
 * Message:          One or more errors occurred.
 * (Two of them.)
 * InnerException:   System.IO.IOException, Use printexception 00007F2B1C0A39F0 to see more.
 * StackTrace (generated):
 *     SP               IP               Function
 *     00007FFE8A1D0C20 0000000000000000 System.Private.CoreLib.dll!System.Threading.Tasks.Task.Wait()
 *     00007FFE8A1D0D90 00007F2BB30C41D7 Shop.dll!Contoso.Shop.Program.Main(System.String[])+0x57 [/src/Program.cs @ 31]
 *
 * StackTraceString: <none>
 * HResult: 80131500
 *
 * Nested exception -------------------------------------------------------------
 * Exception object: 00007f2b1c0a3120
 * Exception type:   System.IO.IOException
 * Message:          The disk is away.
 * InnerException:   <none>
 * StackTrace (generated):
 * <none>
 * StackTraceString: <none>
 * HResult: 80131620
 * ```
 * ```sample none
 * 0:000> !pe
 * There is no current managed exception on this thread
 * ```
 *
 * The stack is that of the throw: from the method that threw up to the one that caught, not down to the
 * thread's start. An exception without a stack was made and not thrown, or never made anew: the runtime
 * keeps OutOfMemory, StackOverflow, ThreadAbort and ExecutionEngine ready from the start. HResult: hex.
 */
const OBJECT = rx("^\\s*Exception object\\s?:\\s*(?<object>", ADDRESS, ")$");
const TYPE = /^\s*Exception type\s?:\s*(?<type>\S.*)?$/i;
const MESSAGE = /^\s*Message\s?:\s*(?<text>\S.*)?$/i;
const INNER = /^\s*InnerException\s?:\s*(?<text>\S.*)?$/i;
// What is broken off it
const INNER_END = /^\s*(?:(?:to )?see )?more\.?$/i;
// System.TimeoutException, Use !PrintException 02a71a20 to see more.
const INNER_OBJECT = rx("^(?<type>\\S.{0,400}?),? use !?PrintException (?<object>", ADDRESS, ")(?: to see more\\.?)?$");
const TRACE = /^\s*StackTrace \(generated\)\s?:/i;
const COLUMNS = /^\s*SP\s+IP\s+Function$/i;
const TRACE_STRING = /^\s*StackTraceString\s?:\s*(?<text>\S.*)?$/i;
const HRESULT = /^\s*HResult\s?:\s*(?<code>(?:0x)?[0-9a-f]{8})$/i;
const NESTED = /^\s*Nested exception -{3,}/i;
const MORE_NESTED = /^\s*There are nested exceptions on this thread\b/i;
const NO_EXCEPTION = /^\s*There is no current managed exception on this thread/i;
const UNMANAGED = /^\s*The current thread is unmanaged\.?$/i;
const INVALID = /^\s*(?:Invalid exception object|Not a valid exception object|Invalid CCW pointer)\b/i;
// A row of some stack, below a gap
const STACK_ROW = /^\s*[0-9a-f]{8,16} [0-9a-f]{8,16} \S/i;
// `<none>` with the next line behind it
const RUN_TOGETHER = /^<none>\s/i;
const NONE = /^<?none>?$/i;
// `<none>` in which the paste breaks off
const CUT_NONE = /^<(?:n(?:one?)?)?$/i;
const FOLDED = [/\bException object\s?:/i, /\bException type\s?:/i];
const STARTS =
  "Exception (?:object|type)\\s?:|Message\\s?:|InnerException\\s?:|StackTrace \\(generated\\)|StackTraceString\\s?:|HResult\\s?:|Nested exception -|There are nested";
/** A message with more lines than this is something else. */
const MOST_TEXT_LINES = 60;

type Part = "message" | "trace" | "trace-string" | null;
type Open = { -readonly [K in keyof ManagedException]: ManagedException[K] } & { frames: ManagedFrame[] };

function textOf(text: string | null | undefined): string | null {
  const bare = (text ?? "").trim();
  return bare === "" || NONE.test(bare) || CUT_NONE.test(bare) ? null : bare;
}

class ExceptionReader {
  readonly exceptions: Open[] = [];
  none: ExceptionsReport["none"] = null;
  moreNested = false;
  /** What the latest line gave, to be taken back when the paste ends inside it. */
  private latest: { line: number; forget: () => void } | null = null;
  private part: Part = null;
  lost = false;
  private cut = false;

  /** `single`: nested exceptions were not asked for. */
  constructor(private readonly single: boolean) {}

  private partLines = 0;
  private nested = false;
  private row: ManagedRow | null = null;

  take(line: Line): boolean {
    const text = withoutAnnotation(line.text).trimEnd();
    if (this.exceptions.length > 0 && isElision(text)) {
      // What is below may be of the next exception, where there may be one.
      this.lost = !this.single;
      this.cut = true;
      if (this.lost || this.part !== "trace") this.start(null);
      return true;
    }
    if (this.takeHeading(line, text)) return true;
    if (isChatter(text) || this.lost) return false;
    const taken = this.takeField(line, text) || this.takePart(line, text);
    const open = this.exceptions.at(-1);
    if (taken && open) open.lastLine = line.last;
    return taken;
  }

  private takeHeading(line: Line, text: string): boolean {
    const object = OBJECT.exec(text);
    if (object) {
      this.lost = false;
      this.cut = false;
      const fields = { type: null, message: null, innerExceptionType: null, innerException: null, frames: [] };
      const rest = { stackTraceString: null, hResult: null, nested: this.nested, complete: false };
      const address = hexGroup(object, "object") ?? "0";
      this.exceptions.push({ line: line.number, lastLine: line.last, object: address, ...fields, ...rest });
      this.remember(line, () => this.exceptions.pop());
      this.part = null;
      return true;
    }
    if (NESTED.test(text)) {
      this.part = null;
      this.nested = true;
      return true;
    }
    if (MORE_NESTED.test(text)) this.moreNested = true;
    else if (NO_EXCEPTION.test(text)) this.none = "no-exception";
    else if (UNMANAGED.test(text)) this.none ??= "unmanaged-thread";
    else return false;
    this.part = null;
    return true;
  }

  private takeField(line: Line, text: string): boolean {
    const open = this.exceptions.at(-1);
    if (!open || (this.part === "message" && TYPE.test(text))) return false;
    if (this.part === null && open.innerException !== null && INNER_END.test(text)) return true;
    const [type, message, inner] = [TYPE.exec(text), MESSAGE.exec(text), INNER.exec(text)];
    const [trace, hresult] = [TRACE_STRING.exec(text), HRESULT.exec(text)];
    if (type && open.type === null) {
      open.type = withoutEscapes(group(type, "type")?.trim() ?? "") || null;
      this.remember(line, () => {
        open.type = null;
      });
    } else if (message && this.part === null && open.message === null) {
      open.message = textOf(group(message, "text"));
      this.remember(line, () => {
        open.message = null;
      });
      this.start("message");
    } else if (inner) {
      const named = textOf(group(inner, "text"));
      const match = named === null ? null : INNER_OBJECT.exec(named);
      open.innerExceptionType = match ? group(match, "type") : null;
      open.innerException = match ? hexGroup(match, "object") : null;
      // A line that breaks off inside the address names another object.
      this.remember(line, () => {
        open.innerException = null;
      });
      this.start(null);
      return named === null || match !== null;
    } else if (TRACE.test(text)) this.start("trace");
    else if (trace && RUN_TOGETHER.test(trace.groups?.text ?? "")) return false;
    else if (trace) {
      open.stackTraceString = textOf(group(trace, "text"));
      this.start("trace-string");
    } else if (hresult) {
      open.hResult = canonicalHex(group(hresult, "code") ?? "");
      open.complete = !this.cut;
      this.start(null);
    } else return false;
    return true;
  }

  private start(part: Part): void {
    this.part = part;
    this.partLines = 0;
    this.row = null;
  }

  private remember(line: Line, forget: () => unknown): void {
    this.latest = { line: line.number, forget: () => void forget() };
  }

  private takePart(line: Line, text: string): boolean {
    const open = this.exceptions.at(-1);
    if (!open || this.part === null || text.trim() === "" || ++this.partLines > MOST_TEXT_LINES * 100) return false;
    if (this.part === "trace") return this.takeTrace(open, line, text);
    if (this.partLines > MOST_TEXT_LINES) return false;
    const field = this.part === "message" ? "message" : "stackTraceString";
    open[field] = [open[field], text.trim()].filter((piece) => piece !== null).join("\n");
    this.remember(line, () => {
      open[field] = null;
    });
    return true;
  }

  private takeTrace(open: Open, line: Line, text: string): boolean {
    if (COLUMNS.test(text) || NONE.test(text.trim())) return true;
    const rows = parseManagedRows({ ...line, text });
    for (const row of rows) open.frames.push(row.frame);
    const last = rows.at(-1);
    if (last) {
      this.row = last.wants === "nothing" ? null : last;
      if (last.wants !== "nothing" || last.frame.parameters === null) this.remember(line, () => open.frames.pop());
      return true;
    }
    const place = readSourceLine(text);
    const above = open.frames.at(-1);
    const more = this.row ? continueManagedRow(this.row, text) : null;
    if (more) {
      open.frames[open.frames.length - 1] = more.frame;
      this.row = more.wants === "nothing" ? null : more;
    } else if (place !== null && above) open.frames[open.frames.length - 1] = { ...above, source: place };
    else return false;
    return true;
  }

  /** Takes back what the last line gave when the paste ends inside it. Returns that line. */
  dropCutEnd(lines: readonly Line[]): number | null {
    const end = lines.at(-1);
    if (!end || end.text.trim() === "" || this.latest?.line !== end.number) return null;
    this.latest.forget();
    return end.number;
  }
}

function parse(source: Source): Reading<ExceptionsReport> {
  const reader = new ExceptionReader(source.command !== null && !/-nested\b/i.test(source.args));
  const unread: number[] = [];
  const lines = unfold(source.lines, FOLDED, STARTS);
  for (const line of lines) {
    if (line.text.trim() === "" || reader.take(line)) continue;
    if (!isChatter(line.text) && !isAnnotation(line.text)) unread.push(line.number);
  }
  const cut = reader.dropCutEnd(lines);
  if (cut !== null && !unread.includes(cut)) unread.push(cut);
  const { exceptions, none, moreNested } = reader;
  if (exceptions.length === 0 && (none === null || source.lines.some(({ text }) => INVALID.test(text)))) return null;
  return { report: { kind: "exceptions", exceptions, none: exceptions.length > 0 ? null : none, moreNested }, unread };
}

export const sosPe: Parser<ExceptionsReport> = {
  id: "sos-pe",
  name: "!pe",
  mode: "user",
  command: /^!?(?:pe|printexception)(?:\s|$)/,
  recognise: [
    OBJECT,
    TYPE,
    NO_EXCEPTION,
    UNMANAGED,
    NESTED,
    MORE_NESTED,
    /^\s*Exception object\s?:\s*\S{5,30}\s+Exception type\s?:/i,
  ],
  confirm: (lines, at) => {
    const text = lines[at]?.text ?? "";
    // Other tools print a type as well; here the object stands above it.
    return !TYPE.test(text) || OBJECT.test(lines[at - 1]?.text.trimEnd() ?? "");
  },
  follow: () => {
    const reader = new ExceptionReader(false);
    return (line) => reader.take(line) || (reader.lost && STACK_ROW.test(line.text));
  },
  errors: [
    {
      // Invalid exception object 0x1234
      line: INVALID,
      problem: {
        code: "NOT_AN_EXCEPTION",
        what: "At that address there is no exception.",
        fix: "Take the address from the list of threads or from the objects on the stack; without one the command shows the thread's own exception.",
        commands: ["!threads", "!dumpstackobjects"],
      },
    },
  ],
  parse,
};
