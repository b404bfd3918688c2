import { canonicalHex, type Line, type UniqueStack, type UniqueStackFrame, type UniqueStacksReport } from "@/evidence";
import { joinBroken } from "./broken-line";
import { readSite } from "./call-site";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { bitsOf, group, numberGroup } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
import { withoutRemarks } from "./remarks";

/**
 * `!mex.us` (`!us`): every stack once, with the threads that have it; `!mex.running` prints those of threads that run.
 *
 * ```sample x64
 * 0:000> !mex.us
 * 1 thread [stats]: 0
 *     00007ff92bb6f8a4 ntdll!NtWaitForMultipleObjects+0x14
 *     00007ff6bbf12e67 Shop!main+0xe7                           (C:\src\shop\main.cpp @ 146)
 *     (Inline)         Shop!invoke_main+0x22                    (D:\src\startup\exe_common.inl @ 78)
 *     00007ff92bb2aa68 ntdll!RtlUserThreadStart+0x28
 *
 * 12 threads [stats]: 1 2 3 4 5 6 7 8 9 10 ...
 *     00007ff92bb6edd4 ntdll!NtWaitForSingleObject+0x14
 *     000002548e0b1271 0x2548e0b1271
 *
 * 2 stack(s) with 13 threads displayed (13 Total threads)
 * ```
 * ```sample x86
 * 0:000> !us
 * 3 threads [stats]: 7 8 12
 *     7c82ed54 ntdll!KiFastSystemCallRet
 *     77e61c8d kernel32!WaitForSingleObject+0x12
 *
 * 1 stack(s) with 3 threads displayed (3 Total threads)
 * ```
 * In a kernel dump threads are addresses, and a filter changes the last line:
 * ```sample kernel
 * 1: kd> !mex.us -cpu
 * 2 threads: ffffc181ef7ea540 ffffc181f0960040
 *     fffff80149a1c2d0 nt!KxWaitForSpinLockAndAcquire+0x30
 *
 * Threads matching filter: 2 out of 1480
 * ```
 *
 * In front of a frame stands where the thread is in it, not where it returns to. More than ten threads are not all
 * listed. Not read: what authors write behind `-->`.
 */
const HEADING = /^\s*(?<count>\d{1,6}) threads?(?: \[stats\])?:\s(?<ids>[\da-f][\da-fx. ]*)$/i;
const HEADING_START = /^\s*\d{1,6} threads?(?: \[stats\])?:\s+[\da-f]/i;
const MORE_IDS = /^\s*(?:0x)?[\da-f]{1,16}(?:\s(?:0x)?[\da-f]{1,16})*(?:\s\.\.\.)?$/i;
// 00007ff92bb6f8a4 ntdll!NtWaitForMultipleObjects+0x14
const FRAME = /^\s*(?:0x)?(?:(?<address>[0-9a-f]{8}(?:[0-9a-f]{8})?)|(?<inline>\(Inline\)))\s+(?<site>[^\s].*)$/i;
const SOURCE = /\s{1,40}\((?<source>[^()]{1,30}(?:\([^()]{0,30}\)[^()]{0,300})?[^()]{0,300}\s@\s\d{1,7})\)$/;
const STACKS =
  /^\s*(?<stacks>\d{1,6}) stack\(s\) with (?<threads>\d{1,6}) threads? displayed \((?<total>\d{1,6}) Total threads?\)$/i;
const FILTER = /^\s*Threads matching filter: (?<threads>\d{1,6}) out of (?<total>\d{1,6})$/i;
// What `!mex.running` prints above its threads.
const RUNNING = /^\s*Display all threads that are not currently waiting$/i;
const TEB_REMARK =
  /^\s*WARNING: (?:Thread [0-9a-f]{1,8} access failure during dump writing|Teb \d{1,5} pointer is NULL|[0-9a-f`]{8,17} does not appear to be a TEB)/i;
/** Another row that ran into the one at hand. */
const RAN_INTO = /\s@\s\d{1,7}\)\s|\s\S{8,18}\s[^\s!]{1,60}!/;
const AUTHOR = /\s{1,40}-->\s[\s\S]*$/;
// 22[!mex.t 22] 46[!mex.t 46]
const LINKS = /\[!mex\.t \w{1,16}\]/g;
const FOLD =
  /\s{1,40}(?=\d{1,6} threads?(?: \[stats\])?:\s|(?:0x)?[0-9a-f]{8}(?:[0-9a-f]{8})? (?:[^\s!]{1,60}!|0x[0-9a-f]|[^\s!+]{1,60}\+0x)|\(Inline\)\s|\d{1,6} stack\(s\) with |Threads matching filter: )/i;

function unfold(lines: readonly Line[]): readonly Line[] {
  return lines.flatMap((line) => {
    const parts = line.text.length > 150 && HEADING_START.test(line.text) ? line.text.split(FOLD) : [line.text];
    return parts.length > 2 ? parts.map((text) => ({ ...line, text })) : [line];
  });
}

function isQuiet(text: string): boolean {
  return isChatter(text) || RUNNING.test(text) || TEB_REMARK.test(text);
}

function standsAlone(text: string): boolean {
  return (
    isQuiet(text) ||
    isElision(text) ||
    HEADING_START.test(text) ||
    FRAME.test(text) ||
    STACKS.test(text) ||
    FILTER.test(text)
  );
}

function readFrame(text: string, line: number): UniqueStackFrame | null {
  const match = FRAME.exec(text);
  const printed = (match ? (group(match, "site") ?? "") : "").trimEnd();
  if (!match || RAN_INTO.test(printed)) return null;
  const source = SOURCE.exec(printed);
  const site = readSite((source ? printed.slice(0, source.index) : printed).trim());
  if (!site || site.notes.length > 0) return null;
  const address = group(match, "address");
  return {
    line,
    address: address === null ? null : canonicalHex(address),
    module: site.module,
    symbol: site.symbol,
    offset: site.offset,
    callSite: site.callSite,
    inline: address === null,
    source: source?.groups?.source ?? site.source,
  };
}

type Open = { -readonly [K in keyof UniqueStack]: UniqueStack[K] } & { frames: UniqueStackFrame[]; listed: string[] };

/** Numbers of a user-mode debugger are short; addresses are not. */
function isAddress(id: string): boolean {
  return id.length >= 8;
}

class StackReader {
  readonly stacks: Open[] = [];
  readonly unread: number[] = [];
  counts: { stacks: number | null; threads: number; total: number } | null = null;
  /** Line of the counts. */
  end = 0;
  bits: 32 | 64 | null = null;
  elided = false;
  /** The stack that rows belong to; null before the first and behind a gap. */
  private open: Open | null = null;

  read(line: Line): void {
    const text = line.text.replace(LINKS, "").replace(AUTHOR, "");
    if (isElision(text)) {
      this.elided ||= this.counts === null;
      this.open = null;
    } else if (!isQuiet(text) && !this.takeHeading(line, text) && !this.takeRow(line, text)) {
      this.unread.push(line.number);
    }
  }

  private takeHeading(line: Line, text: string): boolean {
    const heading = HEADING.exec(text);
    const count = heading && numberGroup(heading, "count");
    if (heading && count !== null) {
      this.closeList();
      this.open = {
        line: line.number,
        lastLine: line.last,
        count,
        threads: [],
        kernelThreads: [],
        frames: [],
        listed: [],
      };
      this.stacks.push(this.open);
      this.list(group(heading, "ids") ?? "");
      return true;
    }
    const { open } = this;
    if (!open || open.frames.length > 0 || open.listed.length >= open.count || !MORE_IDS.test(text)) return false;
    this.list(text);
    return true;
  }

  private list(ids: string): void {
    this.open?.listed.push(...ids.trim().split(/\s+/));
  }

  /** A list that has fewer ids than it counts ends in dots, or was cut. */
  private closeList(): void {
    const { open } = this;
    if (!open) return;
    const dots = open.listed.at(-1) === "...";
    const ids = dots ? open.listed.slice(0, -1) : open.listed;
    if (ids.length > open.count || (ids.length < open.count && !dots)) this.unread.push(open.line);
    else if (ids.every(isAddress)) open.kernelThreads = ids.map(canonicalHex);
    else if (ids.every((id) => /^\d{1,5}$/.test(id))) open.threads = ids.map(Number);
    else this.unread.push(open.line);
    this.open = null;
  }

  private takeRow(line: Line, text: string): boolean {
    const counts = STACKS.exec(text) ?? FILTER.exec(text);
    if (counts) {
      this.closeList();
      this.end = line.number;
      const [threads, total] = [numberGroup(counts, "threads") ?? 0, numberGroup(counts, "total") ?? 0];
      this.counts = { stacks: counts.groups?.stacks ? Number(counts.groups.stacks) : null, threads, total };
      return true;
    }
    const frame = this.open && readFrame(text, line.number);
    if (!frame || !this.open) return false;
    this.open.frames.push(frame);
    this.open.lastLine = line.last;
    this.bits ??= bitsOf(FRAME.exec(text)?.groups?.address ?? "");
    return true;
  }

  finish(): UniqueStack[] {
    this.closeList();
    return this.stacks.map(({ listed: _listed, ...stack }) => stack);
  }
}

function parse(source: Source): Reading<UniqueStacksReport> {
  const last = source.lines.at(-1);
  const lines = joinBroken(withoutRemarks(unfold(source.lines)), standsAlone);
  // A paste that ends inside a line may end inside a name.
  const end = last && last.text.trim() !== "" ? lines.at(-1) : undefined;
  const cut = end !== undefined && !STACKS.test(end.text) && !FILTER.test(end.text);
  const reader = new StackReader();
  for (const line of cut ? lines.slice(0, -1) : lines) reader.read(line);
  const stacks = reader.finish();
  if (stacks.length === 0) return null;
  const { counts, elided, end: counted } = reader;
  const unread = cut ? [...reader.unread, end.number] : reader.unread;
  const displayed = stacks.reduce((sum, { count }) => sum + count, 0);
  const all = counts !== null && counts.threads === displayed && (counts.stacks ?? stacks.length) === stacks.length;
  return {
    report: {
      kind: "unique-stacks",
      stacks,
      stackCount: counts?.stacks ?? null,
      threadsDisplayed: counts?.threads ?? null,
      threadsTotal: counts?.total ?? null,
      bits: reader.bits,
      // What stands below the counts is no stack: an author's text, as a rule.
      complete: all && !elided && unread.every((number) => number > counted),
    },
    unread,
    mode: stacks.some(({ kernelThreads }) => kernelThreads.length > 0) ? "kernel" : "user",
  };
}

function confirm(lines: readonly Line[], at: number): boolean {
  const text = lines[at]?.text ?? "";
  if (!HEADING_START.test(text)) return true;
  const below = lines.slice(at + 1, at + 6).find((line) => !isChatter(line.text));
  return text.length > 150 || (below !== undefined && (readFrame(below.text, 0) !== null || MORE_IDS.test(below.text)));
}

export const mexUs: Parser<UniqueStacksReport> = {
  id: "mex-us",
  name: "!mex.us",
  mode: "user",
  command: /^!(?:us|uniquestacks)\b/,
  recognise: [HEADING_START, STACKS, FILTER, RUNNING],
  confirm,
  parse,
};
