import { canonicalHex, type Line, type ParallelFrame, type ParallelStack, type ParallelStacksReport } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { numberGroup } from "./grammar";
import { wholeCall } from "./open-call";
import type { Parser, Reading, Source } from "./parser";

/**
 * `pstacks` / `parallelstacks` (dotnet-dump, SOS): the managed stacks of all threads, equal ones merged.
 *
 * ```sample dotnet-dump
 * > pstacks
 * ________________________________________________
 *  ~~~~ 5a10
 *     1 System.Threading.Thread.Sleep(Int32)
 *     1 Contoso.Orders.Program.Main(String[])
 *
 *
 * ________________________________________________
 *       ~~~~ 5a2c
 *          1 System.IO.FileStream.Read(Byte[], Int32, Int32)
 *          1 Contoso.Orders.Catalog.Load()
 *       ~~~~ 5a30,5a38,5a44,5a48...
 *          6 System.Threading.Monitor.Enter(Object, Boolean ByRef)
 *     7 Contoso.Orders.Catalog.Get(Int32)
 *     7 System.Threading.Thread.StartCallback()
 *
 *
 * ==> 8 threads with 2 roots
 * ```
 *
 * A run of frames opens with `~~~~` and the OS ids (hex) of the threads that end in it; the number before a
 * frame is how many threads are in it. A line with a higher count is the caller of all runs above that add up to it.
 * Indentation is not relied on. Not read: the ids behind `...`, which are not printed.
 */
// ~~~~ 5a30,5a38,5a44,5a48...
const IDS = /^\s*~{4}\s+(?<ids>(?:[0-9a-f]{1,8},)*[0-9a-f]{1,8}),?(?<more>\.{3,})?\s*$/i;
const MORE_IDS = /^\s*(?<ids>(?:[0-9a-f]{1,8},)*[0-9a-f]{1,8}),?(?<more>\.{3,})?\s*$/i;
// 6 System.Threading.Monitor.Enter(Object, Boolean ByRef)
const FRAME = /^\s*(?<threads>\d{1,6})\s+(?<site>[A-Za-z_<(][^\s(]*(?:\s[^\s(]+){0,3}\(.*)$/;
// ==> 8 threads with 2 roots
const TRAILER = /^\s*(?:=?=?>\s*)?(?<threads>\d{1,7}) threads? with (?<roots>\d{1,7}) roots?\s*$/i;
/** Rows were cut out: so many threads above and below them are the same ones. */
const SURELY_THE_SAME = 10;
// 6 System.Threading.Monitor.Enter(Object,      the front of one
const FRAME_START = /^\s*\d{1,6}\s+[A-Za-z_<(]\S*[^\s\d]/;
// Two frames that ran together
const RUN_TOGETHER = /\)\s+\d/;
const SECTION = /^\s*_{10,}\s*$/;

interface Draft extends Omit<ParallelStack, "osThreadIds" | "frames"> {
  osThreadIds: string[];
  frames: ParallelFrame[];
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

function standsAlone(text: string): boolean {
  return isChatter(text) || IDS.test(text) || FRAME_START.test(text) || TRAILER.test(text) || isElision(text);
}

function toFrame(line: number, threads: number, site: string): ParallelFrame {
  // `(dynamicClass).IL_STUB_PInvoke(IntPtr)`: the first parenthesis is a name.
  const open = site.indexOf("(", site.startsWith("(") ? 1 : 0);
  if (open < 0) return { line, threads, method: site, parameters: null };
  const closed = site.endsWith(")") ? site.slice(open + 1, -1) : site.slice(open + 1);
  return { line, threads, method: site.slice(0, open), parameters: closed };
}

class Tree {
  readonly stacks: Draft[] = [];
  readonly unread: number[] = [];
  totalThreads: number | null = null;
  roots: number | null = null;
  elided = false;
  /** Indexes of the runs that no caller was found for yet. */
  private open: number[] = [];
  /** Of the last frame: what is cut out at that depth is cut out of its run. */
  private indent = 0;
  /** Ids were read and no frame yet. */
  private inIds = false;

  constructor(private readonly lines: readonly Line[]) {
    for (let at = 0; at < lines.length; ) at += this.take(at);
  }

  private get last(): Draft | undefined {
    return this.stacks[this.open.at(-1) ?? -1];
  }

  /** Returns how many lines it took. */
  private take(at: number): number {
    const line = this.lines[at];
    if (!line) return 1;
    const ids = IDS.exec(line.text) ?? (this.inIds ? MORE_IDS.exec(line.text) : null);
    if (ids) {
      this.takeIds(ids, line);
      return 1;
    }
    const whole = FRAME_START.test(line.text) ? wholeCall(this.lines, at, standsAlone, true) : null;
    const frame = FRAME.exec(whole?.text ?? line.text);
    const trailer = TRAILER.exec(line.text);
    if (trailer) {
      this.totalThreads = numberGroup(trailer, "threads");
      this.roots = numberGroup(trailer, "roots");
      this.open = [];
    } else if (frame) this.takeFrame(frame, line, whole !== null);
    else if (SECTION.test(line.text)) this.open = [];
    else if (isElision(line.text)) this.markCut(indentOf(line.text));
    else if (!isChatter(line.text) && !isAnnotation(line.text)) this.unread.push(line.number);
    this.inIds = false;
    return whole?.used ?? 1;
  }

  private markCut(indent: number): void {
    const { last } = this;
    if (last) last.cut = true;
    this.elided = true;
    const inside = this.indent > 0 && indent >= this.indent;
    if (!inside && (last?.threads ?? 0) < SURELY_THE_SAME) this.open = [];
  }

  private takeIds(match: RegExpExecArray, line: Line): void {
    const ids = (match.groups?.ids ?? "").split(",").map(canonicalHex);
    const more = match.groups?.more !== undefined;
    if (this.inIds && this.last && !IDS.test(line.text)) {
      this.last.osThreadIds.push(...ids);
      this.last.moreThreads ||= more;
    } else {
      this.push({ line: line.number, threads: 0, osThreadIds: ids, moreThreads: more });
    }
    this.inIds = true;
  }

  private push(head: Pick<Draft, "line" | "threads" | "osThreadIds" | "moreThreads">): void {
    this.open.push(this.stacks.length);
    this.stacks.push({ ...head, frames: [], callers: null, cut: false });
  }

  private takeFrame(match: RegExpExecArray, line: Line, whole: boolean): void {
    const threads = numberGroup(match, "threads") ?? 0;
    const site = (match.groups?.site ?? "").trimEnd();
    this.inIds = false;
    this.indent = indentOf(line.text);
    if (!whole) this.unread.push(line.number);
    if (RUN_TOGETHER.test(site)) return;
    const { last } = this;
    if (last && last.frames.length === 0) last.threads = threads;
    else if (!last || last.threads !== threads) this.join(threads, line.number);
    const frame = toFrame(line.number, threads, site);
    this.last?.frames.push(whole ? frame : { ...frame, parameters: null });
  }

  /** Begins the run that the open ones above came from, if they add up to it. */
  private join(threads: number, line: number): void {
    let sum = 0;
    let from = this.open.length;
    while (from > 0 && sum < threads) sum += this.stacks[this.open[--from] ?? -1]?.threads ?? 0;
    const called = sum === threads ? this.open.splice(from) : this.open.splice(0);
    this.push({ line, threads, osThreadIds: [], moreThreads: false });
    if (sum !== threads) return;
    for (const index of called) {
      const stack = this.stacks[index];
      if (stack) stack.callers = this.stacks.length - 1;
    }
  }
}

function parse(source: Source): Reading<ParallelStacksReport> {
  const tree = new Tree(source.lines);
  if (tree.totalThreads === null && !tree.stacks.some((stack) => stack.osThreadIds.length > 0)) return null;
  const unread = [...tree.unread];
  for (const stack of tree.stacks) {
    if (stack.frames.length > 0) continue;
    unread.push(stack.line);
    if (!stack.moreThreads) stack.threads = stack.osThreadIds.length;
  }
  // A paste that ends in a list of ids may end inside one.
  const stacks = tree.stacks.at(-1)?.frames.length === 0 ? tree.stacks.slice(0, -1) : tree.stacks;
  const complete = tree.totalThreads !== null && !tree.elided && unread.length === 0;
  return {
    report: { kind: "parallel-stacks", stacks, totalThreads: tree.totalThreads, roots: tree.roots, complete },
    unread,
  };
}

export const pstacks: Parser<ParallelStacksReport> = {
  id: "pstacks",
  name: "pstacks",
  mode: "user",
  command: /^!?(?:pstacks|parallelstacks)\b/,
  recognise: [IDS, TRAILER],
  keeps: [FRAME, SECTION],
  parse,
};
