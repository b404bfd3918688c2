import { canonicalHex, type Hex, type Line, type RunningProcessor, type RunningThreadsReport } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { isElision } from "./elision";
import { ADDRESS, group, hexGroup, numberGroup, rx } from "./grammar";
import { KernelStackReader } from "./kernel-stack";
import { linesLeft } from "./lines-left";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!running [-i] [-t]`: what runs on each processor; `-i` with the idle ones, `-t` with their stacks.
 *
 * Newer debuggers give priorities and the idle threads:
 * ```sample priorities
 * 0: kd> !running -it
 *
 * System Processors:  (0000000000000003)
 *   Idle Processors:  (0000000000000002)
 *
 *        Prcbs             Current         (pri) Next            (pri) Idle
 *   0    fffff8012ad61180  ffffa50f6c2d1080 ( 8) ffffa50f6d0b7040 (14) fffff8012bd15c00  ................
 *
 *  # Child-SP          RetAddr               Call Site
 * 00 fffff90e`6b1c2630 fffff801`3b5512ac     nt!KeWaitForSingleObject+0x377
 * 01 fffff90e`6b1c2640 fffff801`2d0a4b1c     AcmeBkp+0x12ac
 *
 *   1    ffffa50f5f7a1180  ffffa50f5f7b0340 ( 0)                       ffffa50f5f7b0340  ................
 * ```
 * Older ones:
 * ```sample affinity-mask
 * 0: kd> !running
 *
 * System Processors f (affinity mask)
 *   Idle Processors e
 *
 *      Prcb      Current   Next
 *   0  ffdff120  88e889a0  88e8a020  .O..............
 * ```
 *
 * Prcb: the processor's control block. Current: the thread that runs; Next: the one chosen to follow, often
 * none. Masks: one bit for each processor, hex. The sixteen signs at the end are queued spin locks: `.` not
 * in use, `O` held by this processor, `W` waited for. Without `-i`, processors that idle are not listed.
 */
const MASK =
  "(?:\\(\\s*(?<groups>[0-9a-f]{1,16}(?:\\)\\s*\\([0-9a-f]{1,16})*)\\)|(?<mask>[0-9a-f]{1,16})\\b(?: \\(affinity mask\\))?)";
const OPEN_MASK = /[0-9a-f]$/i;
const SYSTEM = rx("^\\s*System Processors:?\\s+", MASK);
const IDLE = rx("^\\s*Idle Processors:?\\s+", MASK);
const ALL_IDLE = /^\s*All processors idle\.?$/i;
const HEADING = /^\s*Prcbs?\s+Current\s+(?:\(pri\)\s+)?Next(?:\s+\(pri\))?(?:\s+Idle)?$/i;
const LOCKS = "[.OW]{16}";
// 0    fffff8012ad61180  ffffa50f6c2d1080 ( 8) ffffa50f6d0b7040 (14) fffff8012bd15c00  ................
const ROW = new RegExp(
  `^\\s*(?<processor>\\d{1,4})\\s+(?<prcb>${ADDRESS})\\s+(?<current>${ADDRESS})(?:\\s*\\(\\s*(?<priority>\\d{1,2})\\))?` +
    `(?:\\s+(?<next>${ADDRESS})\\s*\\(\\s*(?<nextPriority>\\d{1,2})\\))?(?:\\s+(?<last>${ADDRESS}))?(?:\\s+(?<locks>${LOCKS}))?$`,
  "i",
);

// fffff8012bd15c00  ................      where a mail broke a row behind the thread that runs
const REST = rx("^\\s*(?<last>", ADDRESS, ")\\s+(?<locks>", LOCKS, ")$");

type Draft = RunningProcessor;

class RunningReader {
  readonly processors: { draft: Draft; stack: KernelStackReader }[] = [];
  systemProcessors: Hex | null = null;
  idleProcessors: Hex | null = null;
  allIdle = false;
  started = false;
  /** A row whose end stands on the next line. */
  private wrapped: Draft | null = null;
  private readonly cutRows: number[] = [];
  /** The row that frames below belong to. */
  private open: { draft: Draft; stack: KernelStackReader } | null = null;

  take(line: Line): boolean {
    const text = withoutAnnotation(line.text).trimEnd();
    if (isElision(text)) {
      this.lose();
      return this.started;
    }
    if (this.wrapped) return this.rest(line, text);
    const taken = this.mask(text) || this.row(line, text) || this.frame(line);
    this.started ||= taken;
    return taken;
  }

  private mask(text: string): boolean {
    const system = SYSTEM.exec(text);
    const idle = IDLE.exec(text);
    if (system) this.systemProcessors = maskOf(system);
    if (idle) this.idleProcessors = maskOf(idle);
    const allIdle = ALL_IDLE.test(text);
    this.allIdle ||= allIdle;
    return system !== null || idle !== null || allIdle || HEADING.test(text);
  }

  private row(line: Line, text: string): boolean {
    const match = ROW.exec(text);
    const priority = match && numberGroup(match, "priority");
    const locks = match && group(match, "locks");
    // Without either it could be the front of a stack row.
    if (!match || (priority === null && locks === null) || !isEven(match)) return false;
    const last = hexGroup(match, "last");
    const stack = new KernelStackReader();
    const draft: Draft = {
      line: line.number,
      lastLine: line.last,
      processor: numberGroup(match, "processor") ?? 0,
      prcb: hexGroup(match, "prcb") ?? "0",
      current: hexGroup(match, "current") ?? "0",
      currentPriority: priority,
      next: hexGroup(match, "next") ?? (priority === null ? last : null),
      nextPriority: numberGroup(match, "nextPriority"),
      idle: priority === null ? null : last,
      queuedLocks: locks?.toUpperCase() ?? null,
      frames: [],
    };
    this.open = { draft, stack };
    if (priority !== null && last === null) this.wrapped = draft;
    else this.processors.push(this.open);
    return true;
  }

  /** Takes what is left of a row. Without it the row is none. */
  private rest(line: Line, text: string): boolean {
    const row = this.wrapped;
    const match = row && REST.exec(text);
    this.wrapped = null;
    if (row && match && this.open) {
      row.idle = hexGroup(match, "last");
      row.queuedLocks = group(match, "locks")?.toUpperCase() ?? null;
      row.lastLine = line.last;
      this.processors.push(this.open);
      return true;
    }
    if (row) this.cutRows.push(row.line);
    this.open = null;
    return this.take(line);
  }

  /** What stands below need not belong to the row above. */
  lose(): void {
    this.open = null;
  }

  /** The lines that nobody took, once the last one is there. */
  get unread(): number[] {
    const cut = this.wrapped ? [...this.cutRows, this.wrapped.line] : this.cutRows;
    return [...cut, ...this.processors.flatMap(({ stack }) => stack.unread)];
  }

  private frame(line: Line): boolean {
    const processor = this.open;
    if (!processor?.stack.take(line)) return false;
    processor.draft.lastLine = line.last;
    return true;
  }
}

/** False for a row that breaks off inside an address: all have the same width. */
function isEven({ groups }: RegExpExecArray): boolean {
  const widths = [groups?.prcb, groups?.current, groups?.next, groups?.last]
    .filter((address) => address !== undefined)
    .map((address) => address.replace(/^0x|[`'´]/gi, "").length);
  return new Set(widths).size === 1;
}

/** Groups of processors stand behind each other, the first group's mask first. */
function maskOf(match: RegExpExecArray): Hex {
  const groups = group(match, "groups");
  if (groups === null) return hexGroup(match, "mask") ?? "0";
  return canonicalHex(
    groups
      .split(/\)\s*\(/)
      .reverse()
      .join(""),
  );
}

function parse(source: Source): Reading<RunningThreadsReport> {
  const reader = new RunningReader();
  const unread = linesLeft(reader, source.lines);
  if (!reader.started) return null;
  const end = source.openEnd ? (source.lines.at(-1)?.text ?? "") : "";
  // A mask that the paste breaks off in may have had more digits.
  if (OPEN_MASK.test(end) && IDLE.test(end)) reader.idleProcessors = null;
  if (OPEN_MASK.test(end) && SYSTEM.test(end)) reader.systemProcessors = null;
  const { systemProcessors, idleProcessors, allIdle } = reader;
  const processors = reader.processors.map(({ draft, stack }) => ({ ...draft, frames: stack.rows.all() }));
  return {
    report: { kind: "running-threads", systemProcessors, idleProcessors, allIdle, processors },
    unread: [...unread, ...reader.unread],
  };
}

export const kdRunning: Parser<RunningThreadsReport> = {
  id: "kd-running",
  name: "!running",
  mode: "kernel",
  command: /^!running\b/,
  recognise: [
    SYSTEM,
    HEADING,
    rx("^\\s*\\d{1,4}\\s+", ADDRESS, "(?:\\s+", ADDRESS, "(?:\\s*\\(\\s?\\d{1,2}\\))?){1,3}\\s+", LOCKS, "$"),
  ],
  follow: () => {
    const reader = new RunningReader();
    return (line) => reader.take(line);
  },
  restarts: SYSTEM,
  parse,
};
