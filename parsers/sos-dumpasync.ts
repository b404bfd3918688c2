import { type AsyncFrame, type AsyncStack, type AsyncStacksReport, type AsyncTypeRow, canonicalHex } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { ADDRESS, COUNT, hexGroup, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `dumpasync` (dotnet-dump) and `!dumpasync` (SOS): async methods that have not ended, with what continues after each.
 *
 * dotnet-dump, and SOS since .NET 7:
 * ```sample stacks
 * > dumpasync
 * STACK 1
 * << Awaiting: 0000023a1c0f5d18 00007ffc5d2e1b40 System.Runtime.CompilerServices.TaskAwaiter >>
 *   0000023a1c0f5c60 00007ffc5d3a9e10 (0) Contoso.Orders.Catalog+<LoadAsync>d__4 @ 7ffc5d2a81f0
 *     0000023a1c0f5e08 00007ffc5d3aa2c8 (2) Contoso.Orders.Program+<RunAsync>d__1 @ 7ffc5d2a8b60
 *       0000023a1c0f6010 00007ffc5d3ab550 (WaitingForActivation) System.Threading.Tasks.Task
 * ```
 * ```sample coalesced
 * > dumpasync --coalesce
 * STACKS 1
 * [38] 00007ffc5d3a9e10 (0) Contoso.Orders.Catalog+<LoadAsync>d__4
 *   [38] 00007ffc5d3aa2c8 (2) Contoso.Orders.Program+<RunAsync>d__1
 * ```
 * ```sample stats
 * > dumpasync --stats
 * MT               Count    Type
 * 00007ffc5d3a9e10 1,038    Contoso.Orders.Catalog+<LoadAsync>d__4
 * ```
 * SOS of .NET Core 3:
 * ```sample sos-3
 * 0:000> !dumpasync -stacks -roots
 * Statistics:
 *               MT    Count    TotalSize Class Name
 * 00007ffc5d3a9e10        1           96 System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1[[Contoso.Orders.Catalog+<LoadAsync>d__4, Contoso.Orders]]
 * Total 1 objects
 * In 1 chains.
 *          Address               MT     Size      State Description
 * 0000023a1c0f5c60 00007ffc5d3a9e10       96          0 Contoso.Orders.Catalog+<LoadAsync>d__4
 * Async "stack":
 * .0000023a1c0f5e08 System.Threading.Tasks.Task+SetOnInvokeMres
 * GC roots:
 *     Thread 4f2c:
 *         000000c91d57e8c0 00007ffcbb580a29 System.Threading.Tasks.Task.Wait() [/_/src/Task.cs @ 2939]
 *             rbp+10: 000000c91d57e930
 *                 ->  0000023a1c0f5c60 System.Object
 *
 * Found 1 unique roots (run '!gcroot -all' to see all roots).
 * ```
 *
 * SosThreadingTools, for programs of any runtime; each dot is one step further from what waits:
 * ```sample threading-tools
 * 0:000> !dumpasync
 * 1c0f5c60 <0> Contoso.Orders.Catalog+<LoadAsync>d__4
 * .1c0f5e08 <2> Contoso.Orders.Program+<RunAsync>d__1
 * ..1c0f6010 <0> Contoso.Orders.Program+<Main>d__0
 * ```
 *
 * A chain shows what waits, never who would complete it. Not read: the values of fields (`--fields`), and of
 * the roots all but threads and how many frames.
 */
const HEAD = /^\s*STACKS? \d{1,7}\s*$/;
const FRAME = rx(
  "^\\s*(?:\\.{0,200}\\s?)(?<address>",
  ADDRESS,
  ")\\s+(?<mt>",
  ADDRESS,
  ") \\((?<state>[^()\\n]{0,80})\\) (?<type>\\S.*)$",
);
const MERGED = rx(
  "^\\s*\\[(?<count>",
  COUNT,
  ")\\]\\s+(?<mt>",
  ADDRESS,
  ") (?:\\((?<state>[^()\\n]{0,80})\\) )?(?<type>[A-Za-z_<].*)$",
);
const AWAITING = rx("^\\s*<?<?\\s?Awaiting: ", ADDRESS, "\\s+", ADDRESS, "\\s*(?<type>\\S.*)$");
// @ 25bdb41      what a narrow console breaks off a row
const CODE_ALONE = /^\s*@ (?:0x)?[0-9a-f]{1,16}$/i;
// What a paste breaks off in may be shorter.
const CODE = /(?: @ (?:0x)?[0-9a-f]{1,16}| @)$/i;
const STATS_HEAD = /^\s*MT\s+Count\s+(?:Type|TotalSize\s+Class Name)\s*$/i;
// Blanks part the columns, so they part no thousands here.
const PLAIN_COUNT = "\\d{1,3}(?:[.,'’]\\d{3})+|\\d+";
const STATS_ROW = rx(
  "^\\s*(?<mt>",
  ADDRESS,
  ")\\s+(?<count>",
  PLAIN_COUNT,
  ")\\s+(?:(?<size>",
  PLAIN_COUNT,
  ")\\s+)?(?<type>[A-Za-z_<(].*)$",
);
const TOTAL = rx("^\\s*Total (?<count>", COUNT, ") objects\\s*$");
const RUN_TOGETHER = /\s\.{0,400}(?:0x)?[0-9a-f]{8,16}(?:\s|$)|\s{2}|\]\][a-z]/i;
const CHAINS = rx("^\\s*In (?<count>", COUNT, ") chains?\\.?\\s*$");
const OLD_HEAD = /^\s*Address\s+MT\s+Size\s+State\s+Description\s*$/i;
const OLD_ROW = rx(
  "^\\s*(?<address>",
  ADDRESS,
  ")\\s+(?<mt>",
  ADDRESS,
  ")\\s+\\d{1,9}\\s+(?<state>-?\\d{1,5}) (?<type>\\S.*)$",
);
// .0000023a1c0f5e08 System.Threading.Tasks.Task+SetOnInvokeMres
const OLD_CALLER = rx(
  "^\\s*\\.{1,400}(?<address>",
  ADDRESS,
  ") (?:\\((?<state>-?\\d{1,5})\\) )?(?!<-?\\d)(?<type>[A-Za-z_<].*)$",
);
// ..1c0f6010 <0> Contoso.Orders.Program+<Main>d__0
const DOTTED = rx(
  "^\\s*(?<dots>\\.{0,400})(?<address>",
  ADDRESS,
  ")\\s+<(?<state>-?\\d{1,5})>\\s+(?<type>[A-Za-z_<].*)$",
);
const ROOT_THREAD = /^\s*Thread (?<id>[0-9a-f]{1,8}):\s*$/i;
const ROOT_FRAME = rx("^\\s*", ADDRESS, "\\s+", ADDRESS, "\\s+[A-Za-z_<\\[]");
const ROOT_REST = rx(
  "^\\s*(?:(?:[er]?[a-z]{2}|r\\d{1,2}[d]?)(?:[+-][0-9a-f]{1,6})?:(?:\\s|$)|->\\s+",
  ADDRESS,
  '|Found \\d+ unique roots|GC roots:|Async "stack":|HandleTable:|Finalizer Queue:)',
);
const QUIET = /^\s*(?:Statistics:|Windows symbol path parsing FAILED|No async state machines|Caching GC roots)/i;
// 0000000000000000 00007f82b21345e8 ...Threading.Tasks.TaskScheduler             null m_taskScheduler
const FIELD = rx("^\\s*", ADDRESS, "\\s+", ADDRESS, "\\s+(?:\\.{3})?[A-Za-z_<\\[]");
const FIELDS_HEAD = /^\s*Address\s+MT\s+Type\s+Value\s+Name\s*$/i;
/** The chains are counted below the statistics. */
const LOOK_AHEAD = 200;

interface Draft extends Omit<AsyncStack, "frames" | "rootThreads"> {
  frames: AsyncFrame[];
  rootThreads: string[];
}

/** Two rows that ran together: an address stands among the words of a type. */
function isRunTogether(match: RegExpExecArray | null): boolean {
  return RUN_TOGETHER.test((match?.groups?.type ?? "").replace(CODE, ""));
}

function frameOf(match: RegExpExecArray, line: number): AsyncFrame {
  const state = match.groups?.state;
  const isNumber = state !== undefined && /^-?\d+$/.test(state.trim());
  return {
    line,
    address: hexGroup(match, "address"),
    methodTable: hexGroup(match, "mt"),
    state: isNumber ? Number(state) : null,
    status: state === undefined || isNumber ? null : state.trim() || null,
    description: (match.groups?.type ?? "").replace(CODE, ""),
    count: numberGroup(match, "count") ?? 1,
  };
}

class Listing {
  readonly stacks: Draft[] = [];
  readonly types: AsyncTypeRow[] = [];
  readonly unread: number[] = [];
  totalObjects: number | null = null;
  chains: number | null = null;
  known = false;
  private inFields = false;
  /** Lines were left out: what follows need not be of the last chain. */
  private lost = false;

  constructor(source: Source) {
    for (const { number, text } of source.lines) {
      if (isElision(text) && !OLD_CALLER.test(text) && !DOTTED.test(text)) {
        this.lost = true;
        continue;
      }
      const taken = this.takeStack(text, number) || this.takeDotted(text, number) || this.takeOld(text, number);
      if (!taken && !this.takeRest(text)) this.unread.push(number);
    }
  }

  private open(line: number): Draft {
    this.lost = false;
    const stack: Draft = { line, frames: [], awaiting: null, rootThreads: [], rootFrames: 0 };
    this.stacks.push(stack);
    return stack;
  }

  private takeStack(text: string, line: number): boolean {
    const awaiting = AWAITING.exec(text);
    const frame = FRAME.exec(text) ?? MERGED.exec(text);
    if (isRunTogether(frame)) return false;
    if (HEAD.test(text)) this.open(line);
    else if (this.lost) return false;
    else if (awaiting) {
      const stack = this.stacks.at(-1) ?? this.open(line);
      stack.awaiting = (awaiting.groups?.type ?? "").replace(/ >>$/, "");
    } else if (frame) (this.stacks.at(-1) ?? this.open(line)).frames.push(frameOf(frame, line));
    else return false;
    this.inFields = false;
    return true;
  }

  private takeDotted(text: string, line: number): boolean {
    const row = DOTTED.exec(text);
    if (!row || isRunTogether(row)) return false;
    const steps = row.groups?.dots?.length ?? 0;
    const stack = steps === 0 ? this.open(line) : this.lost ? undefined : this.stacks.at(-1);
    // The rows between were left out.
    if (stack?.frames.length !== steps) return false;
    stack.frames.push(frameOf(row, line));
    return true;
  }

  private takeOld(text: string, line: number): boolean {
    const row = OLD_ROW.exec(text);
    const caller = OLD_CALLER.exec(text);
    const type = STATS_ROW.exec(text);
    if (isRunTogether(type) || isRunTogether(caller)) return false;
    const thread = ROOT_THREAD.exec(text);
    const stack = this.lost ? undefined : this.stacks.at(-1);
    if (row) this.open(line).frames.push(frameOf(row, line));
    else if (caller && stack) stack.frames.push(frameOf(caller, line));
    else if (thread && stack) stack.rootThreads.push(canonicalHex(thread.groups?.id ?? ""));
    else if (type && this.stacks.length === 0) {
      this.types.push({
        line,
        methodTable: hexGroup(type, "mt") ?? "0",
        count: numberGroup(type, "count") ?? 0,
        totalSize: numberGroup(type, "size"),
        type: type.groups?.type ?? "",
      });
    } else if (stack && !this.inFields && ROOT_FRAME.test(text)) stack.rootFrames++;
    else return false;
    return true;
  }

  private takeRest(text: string): boolean {
    const total = TOTAL.exec(text);
    const chains = CHAINS.exec(text);
    const heading = STATS_HEAD.test(text) || OLD_HEAD.test(text);
    if (total) this.totalObjects = numberGroup(total, "count");
    if (chains) this.chains = numberGroup(chains, "count");
    if (FIELDS_HEAD.test(text)) this.inFields = true;
    this.known ||= heading || chains !== null || /No async state machines/i.test(text);
    if (total || chains || heading || FIELDS_HEAD.test(text)) return true;
    return (
      ROOT_REST.test(text) ||
      CODE_ALONE.test(text) ||
      QUIET.test(text) ||
      isChatter(text) ||
      isAnnotation(text) ||
      this.isField(text)
    );
  }

  private isField(text: string): boolean {
    return this.inFields && FIELD.test(text);
  }
}

function parse(source: Source): Reading<AsyncStacksReport> {
  const { stacks, types, unread, totalObjects, chains, known } = new Listing(source);
  if (!known && !stacks.some((stack) => stack.frames.length > 0)) return null;
  for (const { line, frames } of stacks) if (frames.length === 0) unread.push(line);
  const filled = stacks.filter((stack) => stack.frames.length > 0);
  return { report: { kind: "async-stacks", stacks: filled, types, totalObjects, chains }, unread };
}

export const sosDumpasync: Parser<AsyncStacksReport> = {
  id: "sos-dumpasync",
  name: "dumpasync",
  mode: "user",
  command: /^!?dumpasync\b/,
  recognise: [HEAD, DOTTED, /^\s*MT\s+Count\s+Type\s*$/i, CHAINS, OLD_HEAD, STATS_HEAD, /^\s*Statistics:\s*$/i],
  confirm(lines, at) {
    const text = lines[at]?.text ?? "";
    const next = lines[at + 1]?.text ?? "";
    if (HEAD.test(text)) return FRAME.test(next) || MERGED.test(next) || AWAITING.test(next);
    if (CHAINS.test(text) || OLD_HEAD.test(text) || DOTTED.test(text)) return true;
    if (/Type\s*$/i.test(text)) return STATS_ROW.test(next);
    return lines.slice(at, at + LOOK_AHEAD).some((line) => CHAINS.test(line.text));
  },
  keeps: [
    DOTTED,
    FRAME,
    MERGED,
    AWAITING,
    STATS_ROW,
    OLD_ROW,
    OLD_CALLER,
    ROOT_THREAD,
    ROOT_FRAME,
    ROOT_REST,
    TOTAL,
    FIELDS_HEAD,
  ],
  parse,
};
