import { addHex, canonicalHex } from "@/evidence";
import type { CriticalSection } from "../../critical-sections";
import { printDecoded, printMemory } from "../../printers/critical-section";
import { printCriticalSections } from "../../printers/critical-sections";
import { printHandle, printHandleSummary } from "../../printers/handle";
import { printNativeStack, printNativeStacks, stackForm } from "../../printers/native-stack";
import { printProcesses, printSystems } from "../../printers/target";
import { printThreadDetails, printThreadRows } from "../../printers/thread-rows";
import { printThreadSwitch } from "../../printers/thread-switch";
import type { Server } from "../../server";
import { type Answer, type Arguments, type Command, fail, type Situation } from "../command";
import { asPrinted, printed } from "../printed";

const USER = { consoles: ["user"] } as const;
const EXT = { ...USER, extension: "debugger" } as const;

function nativeStacks({ server, threads, every }: Situation, { letters = "", frames = "" }: Arguments): string[] {
  const form = stackForm(letters, server.runtime);
  const depth = frames === "" ? Number.POSITIVE_INFINITY : Number.parseInt(frames, 16);
  const cut = threads.map((thread) => ({ ...thread, native: thread.native.slice(0, depth) }));
  const current = cut.find(({ number }) => number === server.current.number) ?? server.current;
  if (every) return printNativeStacks(cut, { ...server, current }, form);
  return cut.flatMap((thread) => printNativeStack(thread, server, form));
}

function goTo({ server, threads: [thread] }: Situation): Answer | null {
  if (!thread) return null;
  return { lines: printThreadSwitch(thread, server, server.runtime.system !== "2019"), goTo: thread };
}

/** The debuggers of that time print the raw lock count of 32-bit systems. */
function isRaw({ server: { runtime } }: Situation): boolean {
  return runtime.system === "2003" && runtime.bits === 32;
}

/** Every process has these, whether somebody holds them or not. */
const ALWAYS = ["ntdll!LdrpLoaderLock", "ntdll!FastPebLock"];

/** One of those that every process has, and that nobody holds. */
function freeSection({ criticalSections, modules }: Server, wanted: string): CriticalSection | undefined {
  const at = ALWAYS.findIndex((name) => name.toLowerCase() === wanted);
  const model = criticalSections.find(({ owner }) => owner === null);
  const home = modules[0]?.start ?? model?.address ?? "0";
  return at < 0 ? undefined : model && { ...model, name: `${ALWAYS[at]}+0`, address: addHex(home, 0x1000 * (at + 1)) };
}

function sectionOf({ server }: Situation, typed: string): CriticalSection | undefined {
  const name = typed.replace(/\+0(?:x0)?$/, "").toLowerCase();
  const known = server.criticalSections.find(
    (section) =>
      canonicalHex(section.address) === canonicalHex(typed) || section.name?.replace(/\+0$/, "").toLowerCase() === name,
  );
  return known ?? freeSection(server, name);
}

function criticalSection(situation: Situation, { section: typed = "" }: Arguments): Answer | readonly string[] {
  const { server } = situation;
  const dialect = isRaw(situation) ? "raw" : "decoded";
  if (typed === "" || /^-/.test(typed)) {
    const wanted = server.criticalSections.filter(({ owner }) => !typed.includes("l") || owner !== null);
    return wanted.flatMap((section) => printDecoded(section, server, dialect, true));
  }
  const section = sectionOf(situation, typed);
  return section ? printDecoded(section, server, dialect, false) : fail(...noSection(typed));
}

function noSection(typed: string): string[] {
  return [`Cannot read structure field value at 0x${canonicalHex(typed)}, error 0`, "Failed to read critical section"];
}

function sectionMemory(situation: Situation, { section: typed = "" }: Arguments): Answer | readonly string[] {
  const section = sectionOf(situation, typed);
  return section ? printMemory(section, situation.server) : fail(...noSection(typed));
}

function handle({ server }: Situation, { handle: typed = "0" }: Arguments): Answer | readonly string[] {
  const number = canonicalHex(typed);
  if (number === "0") return printHandleSummary(server);
  const found = server.handles.find((one) => canonicalHex(one.handle) === number);
  return found
    ? printHandle(found, server.runtime.system === "2019")
    : fail(`Could not duplicate handle ${number}, error 6`);
}

function times({ server }: Situation, { flags = "" }: Arguments): readonly string[] | null {
  const all = Number.parseInt(flags || "1", 16) > 1;
  const dialects = all ? ["names-all", "days-all"] : ["names", "no-days", "days"];
  return printed(server, "windbg-runaway", ...dialects);
}

/** Commands of the debugger itself at a process dump. */
export const PROCESS_COMMANDS: readonly Command[] = [
  {
    ...USER,
    parser: "windbg-stack",
    typed: /^k(?<letters>[bpPvnfL]*)(?:\s+(?:0x|L)?(?<frames>[0-9a-f]{1,6}))?$/,
    answer: nativeStacks,
  },
  { ...USER, parser: "windbg-thread-switch", typed: /^~s$/, answer: goTo },
  { ...USER, parser: null, typed: /^~[funm]$/, answer: () => [] },
  {
    ...USER,
    parser: "windbg-threads",
    typed: /^~$/,
    answer: ({ server }) => printThreadRows(server, { detailed: false }),
  },
  {
    ...USER,
    parser: "windbg-threads",
    typed: /^~[*.\d]$/,
    answer: ({ server, threads }) => threads.flatMap((thread) => printThreadDetails(thread, server)),
  },
  { ...USER, parser: "windbg-target", typed: /^\|$/, answer: ({ server }) => printProcesses(server) },
  { ...USER, parser: "windbg-target", typed: /^\|\|$/, answer: ({ server }) => printSystems(server) },
  { ...EXT, parser: "windbg-runaway", typed: /^runaway(?:\s+(?<flags>[0-9a-f]))?$/i, answer: times },
  {
    ...EXT,
    parser: "ntsdexts-locks",
    typed: /^locks(?:\s+-v)?$/i,
    answer: (situation) => printCriticalSections(situation.server, !isRaw(situation)),
  },
  { ...EXT, parser: "windbg-cs", typed: /^cs(?:\s+-[so])*(?:\s+(?<section>-l|[\w!+`]+))?$/i, answer: criticalSection },
  {
    ...USER,
    parser: "windbg-cs",
    typed: /^dt\s+(?:ntdll!)?_?RTL_CRITICAL_SECTION\s+(?<section>[\w!+`]+)$/i,
    answer: sectionMemory,
  },
  {
    ...EXT,
    parser: "windbg-handle",
    typed: /^handle(?:\s+(?<handle>(?:0x)?[0-9a-f]+))?(?:\s+[0-9a-f]+)?$/i,
    answer: handle,
  },
  {
    ...EXT,
    parser: "windbg-peb",
    typed: /^peb$/i,
    answer: asPrinted("windbg-peb", "x86", "x64", "x86-new", "x64-new"),
  },
  {
    ...EXT,
    parser: "windbg-address",
    typed: /^address\s+-summary$/i,
    answer: asPrinted("windbg-address", "kb-x86", "kB-x64"),
  },
];
