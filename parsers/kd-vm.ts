import { canonicalHex, type KernelMemoryReport, type Line, type MemoryAmount } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isCacheNote } from "./debugger-cache";
import { isElision } from "./elision";
import { unfold } from "./folded";
import { group } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!vm [flags]`: how much memory there is, what uses it, and whether the system has run short of it.
 *
 * Windows 8 and later; `!vm` without `1` adds the processes:
 * ```sample windows-10
 * 1: kd> !vm
 * Page File: \??\C:\pagefile.sys
 *   Current:   4194304 Kb  Free Space:   2101248 Kb
 *   Minimum:   4194304 Kb  Maximum:     12582912 Kb
 * No Name for Paging File
 *   Current:  27724744 Kb  Free Space:  27170296 Kb
 *   Minimum:  27724744 Kb  Maximum:     27724744 Kb
 *
 * Physical Memory:          4194160 (   16776640 Kb)
 * Available Pages:            11520 (      46080 Kb)
 * ResAvail Pages:           3801220 (   15204880 Kb)
 *
 * ******* 12 kernel stack PTE allocations have failed ******
 *
 * NonPagedPoolNx Usage:       36623 (     146492 Kb)
 * PagedPool  0:               27632 (     110528 Kb)
 * PagedPool Usage:            68600 (     274400 Kb)
 * Misc/Transient Commit:       2124 (       8496 Kb)
 * Committed pages:          5190112 (   20760448 Kb)
 * Commit limit:             5242736 (   20970944 Kb)
 *
 *   Pid ImageName                        Commit   SharedCommit        Debt
 *
 *  1c38 w3wp.exe                    14112764 Kb        7400 Kb        0 Kb
 * ```
 * Older ones:
 * ```sample windows-2003
 * kd> !vm
 *
 * *** Virtual Memory Usage ***
 *       Physical Memory:      523983   (   2095932 Kb)
 *       Page File: \??\C:\pagefile.sys
 *          Current:   2095104Kb Free Space:   1990432Kb
 *          Minimum:   2095104Kb Maximum:      4190208Kb
 *       Available Pages:      301412   (   1205648 Kb)
 *       PagedPool 0 Usage:      7290   (     29160 Kb)
 *       Committed pages:      244012   (    976048 Kb)
 *       Commit limit:        1013450   (   4053800 Kb)
 *
 *          0d6c w3wp.exe        58002 (    232008 Kb)
 *          0004 System             29 (       116 Kb)
 * ```
 *
 * Everything stands in pages and in kilobytes of 1024. Pid: hex. Lines between stars are warnings. A number
 * above what memory can hold is a negative one that was printed unsigned, and is left out. Not kept: the
 * sessions of flag 4 and the logs of the other flags.
 */
const BANNER = /^\s*\*{3} Virtual Memory Usage \*{3}$/i;
// NonPagedPool Usage:           268 (       1072 Kb)
const AMOUNT = /^\s*(?<name>[A-Z][\w/. -]{2,60}?)\s?:\s*(?<pages>\d{1,20})\s*\(\s*(?<kb>\d{1,20})\s?Kb\s?\)$/i;
const PAGE_FILE = /^\s*(?:Page File:\s*(?<path>\S.{0,200})|No Name for Paging File)$/i;
const FILE_SIZE = /\b(?<name>Current|Free Space|Minimum|Maximum)\s?:\s*(?<kb>\d{1,20})\s?Kb\b/gi;
const FILE_SIZES = /^\s*(?:(?:Current|Free Space|Minimum|Maximum)\s?:\s*\d{1,20}\s?Kb(?:\s+|$)){1,4}$/i;
// ******* 351175 kernel stack PTE allocations have failed ******
const WARNING = /^\s*\*{5,}\s*(?<text>[^*\s].{2,200}?)\s*\**$/;
const PROCESS_HEAD = /^\s*Pid\s+ImageName\s+Commit(?:\s+SharedCommit)?(?:\s+Debt)?$/i;
// 81c MsMpEng.exe                   112764 Kb        7400 Kb        0 Kb
const PROCESS =
  /^\s*(?<pid>[0-9a-f]{1,8})\s+(?<image>\S.{0,40}?)\s+(?<commit>\d{1,20})\s?Kb(?:\s+(?<shared>\d{1,20})\s?Kb)?(?:\s+(?<debt>\d{1,20})\s?Kb)?$/i;
// 0d6c w3wp.exe        58002 (    232008 Kb)
const OLD_PROCESS =
  /^\s*(?<pid>[0-9a-f]{1,8})\s+(?<image>[^\s:][^:]{0,40}?)\s+\d{1,20}\s*\(\s*(?<commit>\d{1,20})\s?Kb\s?\)$/i;
// What flag 4 adds, session by session: `Session ID 1 @ 9a881000:`      `Paged Pool Usage: 14120K`
const SESSION =
  /^\s*(?:Terminal Server Memory Usage|Session (?:ID )?\d|[A-Z][A-Za-z ]{2,40} Usage:?\s*\d{1,20}\s?Kb?\b)/i;
const FOLDED = [/\bPhysical Memory\s?:\s*\d{1,20}\s*\(\s*\d{1,20}\s?Kb\s?\)\s+\S/i, /\bCommit limit\s?:/i];
const STARTS =
  "(?<=Kb\\) )\\S|(?<=[a-z?] \\*{5,12} )[A-Z]|\\*{5,12}(?= [A-Z\\d])|Page File:|No Name for Paging|Current:|Physical Memory\\s?:|Pid ImageName";

/** More memory than a machine can have: a negative number. */
const MOST_KB = 2 ** 43;

const NAMES = {
  physicalmemory: "physicalMemory",
  availablepages: "available",
  resavailpages: "resAvail",
  modifiedpages: "modified",
  committedpages: "committed",
  commitlimit: "commitLimit",
  nonpagedpoolusage: "nonPagedPoolUsage",
  nonpagedpoolnxusage: "nonPagedPoolNxUsage",
  nonpagedpoolmax: "nonPagedPoolMax",
  nonpagedpoolmaximum: "nonPagedPoolMax",
  pagedpoolusage: "pagedPoolUsage",
  pagedpoolmaximum: "pagedPoolMaximum",
  pagedpoolmax: "pagedPoolMaximum",
  freesystemptes: "freeSystemPtes",
  kernelstacks: "kernelStacks",
} as const;
type Named = (typeof NAMES)[keyof typeof NAMES];

function bytesOf(kb: string | undefined): number | null {
  const value = kb === undefined ? Number.NaN : Number(kb);
  return value <= MOST_KB ? value * 1024 : null;
}

type PageFile = KernelMemoryReport["pageFiles"][number];

class MemoryReader {
  readonly amounts: MemoryAmount[] = [];
  readonly pageFiles: PageFile[] = [];
  readonly warnings: KernelMemoryReport["warnings"][number][] = [];
  readonly processes: KernelMemoryReport["processes"][number][] = [];
  started = false;
  cut = false;
  private inList = false;

  take(line: Line): boolean {
    const text = withoutAnnotation(line.text).trimEnd();
    const taken =
      this.amount(line, text) || this.pageFile(line, text) || this.warning(line, text) || this.process(line, text);
    this.started ||= taken;
    return taken;
  }

  private amount(line: Line, text: string): boolean {
    const match = AMOUNT.exec(text);
    if (!match) return BANNER.test(text) || (this.started && SESSION.test(text));
    const bytes = bytesOf(match.groups?.kb);
    const pages = Number(match.groups?.pages);
    const name = (group(match, "name") ?? "").trim().replace(/\s+/g, " ");
    this.amounts.push({ line: line.number, name, pages: bytes === null ? null : pages, bytes });
    this.inList = false;
    return true;
  }

  private pageFile(line: Line, text: string): boolean {
    const match = PAGE_FILE.exec(text);
    if (match) {
      const path =
        group(match, "path")
          ?.trim()
          .replace(/\\{2,4}(?=[^?\\]|$)/g, "\\")
          .replace(/^\\{2,4}\?/, "\\?") ?? null;
      const sizes = { currentBytes: null, freeSpaceBytes: null, minimumBytes: null, maximumBytes: null };
      this.pageFiles.push({ line: line.number, path, ...sizes });
      return true;
    }
    const file = this.pageFiles.at(-1);
    if (!file || !FILE_SIZES.test(text)) return false;
    for (const { groups } of text.matchAll(FILE_SIZE)) {
      const bytes = bytesOf(groups?.kb);
      const name = groups?.name?.toLowerCase() ?? "";
      if (name === "current") file.currentBytes = bytes;
      else if (name === "free space") file.freeSpaceBytes = bytes;
      else if (name === "minimum") file.minimumBytes = bytes;
      else file.maximumBytes = bytes;
    }
    return true;
  }

  private warning(line: Line, text: string): boolean {
    const match = WARNING.exec(text);
    if (match) this.warnings.push({ line: line.number, text: (group(match, "text") ?? "").trim() });
    return match !== null;
  }

  private process(line: Line, text: string): boolean {
    const head = PROCESS_HEAD.test(text);
    this.inList ||= head;
    if (this.inList && isElision(text)) {
      this.cut = true;
      return true;
    }
    const match = PROCESS.exec(text) ?? (this.started ? OLD_PROCESS.exec(text) : null);
    if (!match) return head;
    this.inList = true;
    this.processes.push({
      line: line.number,
      processId: canonicalHex(group(match, "pid") ?? ""),
      image: (group(match, "image") ?? "").trim(),
      commitBytes: bytesOf(match.groups?.commit),
      sharedCommitBytes: bytesOf(match.groups?.shared),
      debtBytes: bytesOf(match.groups?.debt),
    });
    return true;
  }

  named(): Record<Named, MemoryAmount | null> {
    const found: Partial<Record<Named, MemoryAmount>> = {};
    for (const amount of this.amounts) {
      const key = NAMES[amount.name.replace(/\s/g, "").toLowerCase() as keyof typeof NAMES];
      if (key) found[key] ??= amount;
    }
    const all = Object.values(NAMES).map((key) => [key, found[key] ?? null] as const);
    return Object.fromEntries(all) as Record<Named, MemoryAmount | null>;
  }
}

function parse(source: Source): Reading<KernelMemoryReport> {
  const reader = new MemoryReader();
  const unread: number[] = [];
  for (const line of unfold(source.lines, FOLDED, STARTS)) {
    if (line.text.trim() === "" || reader.take(line)) continue;
    if (!isChatter(line.text) && !isCacheNote(line.text) && !isAnnotation(line.text)) unread.push(line.number);
  }
  const { amounts, pageFiles, warnings, processes } = reader;
  if (amounts.length === 0 && pageFiles.length === 0) return null;
  const processesComplete = processes.length > 0 && !reader.cut;
  const lists = { amounts, pageFiles, warnings, processes, processesComplete };
  return { report: { kind: "kernel-memory", ...reader.named(), ...lists }, unread };
}

export const kdVm: Parser<KernelMemoryReport> = {
  id: "kd-vm",
  name: "!vm",
  mode: "kernel",
  command: /^!vm\b/,
  recognise: [
    BANNER,
    /^\s*(?:Physical Memory|Available Pages|ResAvail Pages|Committed pages|Commit limit|(?:Non)?PagedPool(?:Nx)? (?:Usage|Max|Maximum)|Free System PTEs)\s?:\s*\d{1,20}\s*\(\s*\d{1,20}\s?Kb/i,
    /^\s*Page File:\s*\\{1,4}\?\?\\/i,
  ],
  follow: () => {
    const reader = new MemoryReader();
    return (line) => reader.take(line);
  },
  restarts: BANNER,
  parse,
};
