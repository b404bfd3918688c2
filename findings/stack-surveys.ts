import type { Block, Cite, Hex, ParallelStack, ParallelStacksReport } from "@/evidence";
import type { EvidenceSet } from "./evidence-set";
import type { NamedFrame } from "./idle-stacks";
import { kernelViews } from "./kernel-views";
import { cite } from "./rule";
import { count } from "./say";
import { kernelFrames, linuxFrames, mergedFrames, nativeFrames } from "./stack-frames";
import { type StackSurvey, Surveyor } from "./stack-groups";
import { threadViews } from "./thread-views";

function stackCite(block: Block, { line, lastLine }: { line: number; lastLine: number }): Cite {
  return cite(block, line, Math.max(line, lastLine));
}

function processSurvey(evidence: EvidenceSet): StackSurvey {
  const surveyor = new Surveyor(evidence);
  let bare = 0;
  for (const { native, managed, thread, osThreadId } of threadViews(evidence)) {
    const frames = mergedFrames(native?.stack ?? null, managed?.stack ?? null);
    const cites = [native, managed].flatMap((side) => (side ? [stackCite(side.block, side.stack)] : []));
    if (frames.length === 0) bare++;
    else {
      const cut = (native?.stack.cut ?? false) || (managed?.stack.cut ?? false);
      surveyor.add(frames, [surveyor.thread({ thread, osThreadId }, cites)], 1, cut);
    }
  }
  if (bare > 0) surveyor.notes.push(`${count(bare, "thread has", "threads have")} no frame in what was pasted.`);
  if (evidence.of("native-stacks").some(({ block }) => /(?:^|\W)!uniqstack/i.test(block.command)))
    surveyor.notes.push("!uniqstack prints equal stacks once, so these counts are too low; ~*k prints them all.");
  return surveyor.survey("process", "Stacks of the process");
}

/** Threads that end in a run: all of its own less those that went on into other runs. */
function addParallel(surveyor: Surveyor, report: ParallelStacksReport, block: Block): void {
  const into = new Map<number, number>();
  for (const { callers, threads } of report.stacks)
    if (callers !== null) into.set(callers, (into.get(callers) ?? 0) + threads);
  report.stacks.forEach((stack, at) => {
    const own = stack.threads - (into.get(at) ?? 0);
    if (own <= 0) return;
    const frames: NamedFrame[] = [];
    const seen = new Set<ParallelStack>();
    let cut = false;
    for (let run: ParallelStack | undefined = stack; run && !seen.has(run); ) {
      seen.add(run);
      for (const { method } of run.frames) frames.push({ name: method, side: "managed" });
      cut ||= run.cut;
      run = run.callers === null ? undefined : report.stacks[run.callers];
    }
    const last = stack.frames.at(-1)?.line ?? stack.line;
    const place: readonly Cite[] = [cite(block, stack.line, Math.max(stack.line, last))];
    const ids: readonly (Hex | null)[] = stack.osThreadIds.length > 0 ? stack.osThreadIds.slice(0, own) : [null];
    surveyor.add(
      frames,
      ids.map((osThreadId) => surveyor.thread({ osThreadId }, place)),
      own,
      cut,
    );
  });
}

function parallelSurveys(evidence: EvidenceSet): StackSurvey[] {
  return evidence.of("parallel-stacks").map(({ report, block }, at) => {
    const surveyor = new Surveyor(evidence);
    addParallel(surveyor, report, block);
    surveyor.notes.push("Parallel stacks show managed frames only, of threads that run managed code.");
    return surveyor.survey(`parallel ${at}`, "Parallel stacks");
  });
}

/** `!mex.us` has done the grouping; it lists ten threads of each kind. */
function uniqueSurveys(evidence: EvidenceSet): StackSurvey[] {
  return evidence.of("unique-stacks").map(({ report, block }, at) => {
    const surveyor = new Surveyor(evidence);
    for (const stack of report.stacks) {
      const place: readonly Cite[] = [stackCite(block, stack)];
      const inKernel = stack.kernelThreads.length > 0;
      const threads = [
        ...stack.threads.map((thread) => surveyor.thread({ thread }, place)),
        ...stack.kernelThreads.map((kernelAddress) => surveyor.thread({ kernelAddress }, place)),
      ];
      const frames = inKernel
        ? kernelFrames({ frames: stack.frames })
        : nativeFrames(stack.frames.filter(({ inline }) => !inline));
      surveyor.add(frames, threads, stack.count, false);
    }
    if (!report.complete) surveyor.notes.push("The list of unique stacks is not whole.");
    return surveyor.survey(`unique ${at}`, "Unique stacks");
  });
}

function kernelSurvey(evidence: EvidenceSet): StackSurvey {
  const surveyor = new Surveyor(evidence);
  const seen = new Set<Hex>();
  let bare = 0;
  const add = (thread: Parameters<typeof kernelFrames>[0] & { address: Hex; image: string | null }, at: Cite): void => {
    if (seen.has(thread.address)) return;
    seen.add(thread.address);
    if (thread.frames.length === 0) bare++;
    else {
      const root: NamedFrame[] = thread.image === null ? [] : [{ name: thread.image, side: "process" }];
      surveyor.add(
        [...kernelFrames(thread), ...root],
        [surveyor.thread({ kernelAddress: thread.address }, [at])],
        1,
        false,
      );
    }
  };
  for (const { thread, block } of kernelViews(evidence)) add(thread, stackCite(block, thread));
  for (const { report, block } of evidence.of("kernel-stacks")) {
    for (const thread of report.threads) add(thread, stackCite(block, thread));
    if (report.detail === 0) surveyor.notes.push("!stacks 0 leaves out what the debugger takes for idle.");
    if (report.filter !== null) surveyor.notes.push(`Only threads with “${report.filter}” on their stack were listed.`);
  }
  if (bare > 0)
    surveyor.notes.push(`${count(bare, "thread has", "threads have")} no frame here: paged out, or not printed.`);
  return surveyor.survey("kernel", "Stacks in the kernel");
}

function linuxSurvey(evidence: EvidenceSet): StackSurvey {
  const surveyor = new Surveyor(evidence);
  const seen = new Set<number>();
  for (const { report, block } of evidence.of("linux-kernel-stacks")) {
    for (const stack of report.stacks) {
      const { threadId, frames, cut } = stack;
      if (frames.length === 0 || (threadId !== null && seen.has(threadId))) continue;
      if (threadId !== null) seen.add(threadId);
      const osThreadId = threadId === null ? null : threadId.toString(16);
      surveyor.add(linuxFrames(stack), [surveyor.thread({ osThreadId }, [stackCite(block, stack)])], 1, cut);
    }
  }
  return surveyor.survey("linux", "Stacks in the Linux kernel");
}

const BUILT = new WeakMap<EvidenceSet, readonly StackSurvey[]>();

/** The stacks of the evidence by kind, the survey with most threads first. Worked out once for each set of evidence. */
export function stackSurveys(evidence: EvidenceSet): readonly StackSurvey[] {
  const built =
    BUILT.get(evidence) ??
    [
      processSurvey(evidence),
      ...parallelSurveys(evidence),
      ...uniqueSurveys(evidence),
      kernelSurvey(evidence),
      linuxSurvey(evidence),
    ]
      .filter(({ threads }) => threads > 0)
      .sort((a, b) => b.threads - a.threads);
  BUILT.set(evidence, built);
  return built;
}
