import { canonicalHex, type Line, type ParallelFrame, type ParallelStack, type ParallelStacksReport } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { numberGroup } from "./grammar";
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
const SECTION = /^\s*_{10,}\s*$/;
const CUT = /^\s*\[?\.{3,}\]?\s*$/;
/** How many lines a wrapped parameter list may go on for. */
const MOST_WRAPPED = 4;

interface Draft extends Omit<ParallelStack, "osThreadIds" | "frames"> {
  osThreadIds: string[];
  frames: ParallelFrame[];
}

function standsAlone(text: string): boolean {
  return isChatter(text) || IDS.test(text) || FRAME.test(text) || TRAILER.test(text);
}

function isOpen(site: string): boolean {
  let depth = 0;
  for (const char of site) depth += char === "(" ? 1 : char === ")" ? -1 : 0;
  return depth > 0;
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
  /** Indexes of the runs that no caller was found for yet. */
  private open: number[] = [];
  /** Ids were read and no frame yet. */
  private inIds = false;

  constructor(private readonly lines: readonly Line[]) {
    for (let at = 0; at < lines.length; ) at += this.take(at);
  }

  private get last(): Draft | undefined {
    return this.stacks[this.open.at(-1) ?? -1];
  }

  private take(at: number): number {
    const line = this.lines[at];
    if (!line) return 1;
    const ids = IDS.exec(line.text) ?? (this.inIds ? MORE_IDS.exec(line.text) : null);
    if (ids) return this.takeIds(ids, line);
    const frame = FRAME.exec(line.text);
    const trailer = TRAILER.exec(line.text);
    if (trailer) {
      this.totalThreads = numberGroup(trailer, "threads");
      this.roots = numberGroup(trailer, "roots");
      this.open = [];
    } else if (frame) return this.takeFrame(frame, line, at);
    else if (SECTION.test(line.text)) this.open = [];
    else if (CUT.test(line.text)) this.markCut();
    else if (!isChatter(line.text) && !isAnnotation(line.text)) this.unread.push(line.number);
    this.inIds = false;
    return 1;
  }

  private markCut(): void {
    const { last } = this;
    if (last) last.cut = true;
  }

  private takeIds(match: RegExpExecArray, line: Line): number {
    const ids = (match.groups?.ids ?? "").split(",").map(canonicalHex);
    const more = match.groups?.more !== undefined;
    if (this.inIds && this.last && !IDS.test(line.text)) {
      this.last.osThreadIds.push(...ids);
      this.last.moreThreads ||= more;
    } else {
      this.push({ line: line.number, threads: 0, osThreadIds: ids, moreThreads: more });
    }
    this.inIds = true;
    return 1;
  }

  private push(head: Pick<Draft, "line" | "threads" | "osThreadIds" | "moreThreads">): void {
    this.open.push(this.stacks.length);
    this.stacks.push({ ...head, frames: [], callers: null, cut: false });
  }

  private takeFrame(match: RegExpExecArray, line: Line, at: number): number {
    const threads = numberGroup(match, "threads") ?? 0;
    let site = match.groups?.site ?? "";
    let used = 1;
    while (used <= MOST_WRAPPED && isOpen(site)) {
      const next = this.lines[at + used]?.text ?? "";
      if (standsAlone(next)) break;
      site = `${site} ${next.trim()}`;
      used++;
    }
    this.inIds = false;
    const { last } = this;
    if (last && last.frames.length === 0) last.threads = threads;
    else if (!last || last.threads !== threads) this.join(threads, line.number);
    this.last?.frames.push(toFrame(line.number, threads, site.trimEnd()));
    return used;
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
  const complete = tree.totalThreads !== null;
  if (!complete && !tree.stacks.some((stack) => stack.osThreadIds.length > 0)) return null;
  const unread = [...tree.unread];
  for (const stack of tree.stacks) {
    if (stack.frames.length > 0) continue;
    unread.push(stack.line);
    if (!stack.moreThreads) stack.threads = stack.osThreadIds.length;
  }
  // A paste that ends in a list of ids may end inside one.
  const stacks = tree.stacks.at(-1)?.frames.length === 0 ? tree.stacks.slice(0, -1) : tree.stacks;
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
