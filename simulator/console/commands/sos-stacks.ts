import { canonicalHex } from "@/evidence";
import { type ClrstackDialect, printClrstack } from "../../printers/clrstack";
import { printManagedThreads, printSpecialThreads } from "../../printers/managed-threads";
import { printStackObjects } from "../../printers/stack-objects";
import { printSyncblk, type SyncblkDialect } from "../../printers/syncblk";
import { type PoolDialect, printThreadPool } from "../../printers/thread-pool";
import type { Server } from "../../server";
import { type Answer, type Arguments, type Command, fail, type Situation } from "../command";
import { stackObjectsOf } from "../managed-objects";
import { asPrinted, printed } from "../printed";

const SOS = { extension: "sos", consoles: ["user", "dotnet-dump"] } as const;
const CORE = { versions: ["core"] } as const;

function syncblkDialect({ server, kind, extension }: Situation): SyncblkDialect {
  if (kind === "dotnet-dump") return "dotnet-dump";
  if (server.runtime.version === "1.1") return "sos-1.1";
  return extension?.toLowerCase().includes("psscor") ? "psscor" : "sos-2";
}

function clrstackDialect({ server: { runtime }, kind }: Situation): ClrstackDialect {
  if (kind === "dotnet-dump") return "dotnet-dump";
  if (runtime.version === "1.1") return "sos-1.1";
  if (runtime.version !== "2.0") return "sos-4";
  return runtime.bits === 32 ? "sos-2-x86" : "sos-2-x64";
}

function clrstack(situation: Situation, { flags = "" }: Arguments): readonly string[] {
  const { server, threads, kind } = situation;
  const dialect = clrstackDialect(situation);
  const all = /-all\b/i.test(flags);
  const has = (letter: string): boolean => new RegExp(`-(?:a|${letter})\\b`, "i").test(flags) && dialect !== "sos-1.1";
  const managed = server.threads.filter((thread) => thread.managed !== null);
  return printClrstack(server, {
    dialect,
    threads: all ? managed : threads,
    parameters: has("p"),
    locals: has("l"),
    numbered: !(all && kind === "dotnet-dump"),
  });
}

const THREADS_FORM = { "1.1": "sos-1.1", "2.0": "sos-2", "4.x": "sos-4", core: "sos-5" } as const;

/** `3.1` for a runtime in a folder of that version. */
export function coreVersion({ runtime: { folder } }: Server): number {
  return Number(/(\d{1,3}\.\d{1,3})\.\d{1,9}$/.exec(folder)?.[1] ?? Number.NaN);
}

function poolDialect({ server, kind, extension }: Situation, flags: string): PoolDialect {
  const { version } = server.runtime;
  if (version === "1.1") return "sos-1.1";
  if (version !== "core") return extension?.toLowerCase().includes("psscor") ? "psscor" : "sos-2";
  if (coreVersion(server) < 6) return "sos-2";
  return kind === "dotnet-dump" && /-[wt]i\b/i.test(flags) ? "portable-items" : "portable";
}

function stackObjects({ server, threads, kind, first }: Situation): readonly string[] {
  const { version } = server.runtime;
  const dialect = version === "1.1" ? "sos-1.1" : kind === "dotnet-dump" ? "sos-8" : "sos-2";
  return threads.flatMap((thread) =>
    printStackObjects({ ...server, current: thread, stackObjects: stackObjectsOf(server, thread, first) }, dialect),
  );
}

function exceptions({ server, threads, kind }: Situation, { flags = "", address = "" }: Arguments): Answer | null {
  const [nested, lines] = [/-nested/i.test(flags), /-lines/i.test(flags)];
  const dialects =
    kind === "dotnet-dump"
      ? [nested || lines ? "core-all" : "core"]
      : [lines ? "framework-lines" : nested ? "framework-nested" : "framework-x86", "framework-x86", "framework-x64"];
  const wanted = address === "" ? null : canonicalHex(address);
  const thrown = server.exceptions.filter(({ thread, last }) =>
    wanted === null ? threads.includes(thread) : canonicalHex(last.object) === wanted,
  );
  if (wanted !== null && thrown.length === 0) return fail("Invalid exception object");
  const subjects = thrown.length > 0 ? thrown.map((one) => [one]) : [[]];
  const told = subjects.map((own) =>
    printed({ ...server, exceptions: own, current: threads[0] ?? server.current }, "sos-pe", ...dialects),
  );
  return told.includes(null) ? null : { lines: told.flatMap((output) => output ?? []) };
}

function dumpStack({ server, threads }: Situation, { flags = "" }: Arguments): Answer | null {
  const dialects = /-ee\b/i.test(flags) ? ["managed-only"] : ["thread-x86", "thread-x64"];
  const [thread = server.current] = threads;
  const lines = printed({ ...server, current: thread }, "sos-dumpstack", ...dialects);
  return lines && { lines };
}

function setThread({ server }: Situation, { number = "", hex }: Arguments): Answer {
  const thread = server.threads.find((one) =>
    hex ? canonicalHex(hex) === canonicalHex(one.osThreadId) : one.number === Number(number),
  );
  return thread ? { lines: [], goTo: thread } : fail(`Invalid thread index ${hex ?? number}`);
}

/** dotnet-dump's own list of threads. */
function nativeThreads({ server }: Situation): string[] {
  return server.threads.map(({ number, osThreadId }) => {
    const mark = number === server.current.number ? "*" : " ";
    return `${mark}${number} 0x${osThreadId.toUpperCase().padStart(4, "0")} (${Number.parseInt(osThreadId, 16)})`;
  });
}

/** Commands of SOS that work on threads and locks. */
export const SOS_STACKS: readonly Command[] = [
  {
    ...SOS,
    parser: "sos-syncblk",
    typed: /^syncblk(?:\s+(?:-all|\d{1,6}))?$/i,
    answer: (situation) => printSyncblk(situation.server, syncblkDialect(situation)),
  },
  { ...SOS, parser: "sos-clrstack", typed: /^clrstack(?<flags>(?:\s+-\w+)*)$/i, answer: clrstack },
  { ...SOS, parser: null, consoles: ["dotnet-dump"], typed: /^(?:threads|setthread)$/i, answer: nativeThreads },
  {
    ...SOS,
    parser: "sos-threads",
    typed: /^(?:threads|clrthreads)(?<flags>(?:\s+-\w+)*)$/i,
    answer: ({ server }, { flags = "" }) => [
      ...printManagedThreads(server, THREADS_FORM[server.runtime.version]),
      ...(/-special/i.test(flags) && server.runtime.version === "4.x" ? printSpecialThreads(server) : []),
    ],
  },
  {
    ...SOS,
    parser: "sos-threadpool",
    typed: /^(?:threadpool|tp)(?<flags>(?:\s+-\w+)*)$/i,
    answer: (situation, { flags = "" }) => printThreadPool(situation.server, poolDialect(situation, flags)),
  },
  { ...SOS, parser: "sos-dumpstackobjects", typed: /^(?:dso|dumpstackobjects)(?:\s+-verify)?$/i, answer: stackObjects },
  {
    ...SOS,
    parser: "sos-pe",
    typed: /^(?:pe|printexception)(?<flags>(?:\s+-\w+)*)(?:\s+(?<address>[0-9a-f`x]+))?$/i,
    answer: exceptions,
  },
  { ...SOS, parser: "sos-dumpstack", typed: /^dumpstack(?<flags>(?:\s+-\w+)*)$/i, answer: dumpStack },
  {
    ...SOS,
    parser: "sos-dumpstack",
    typed: /^eestack(?:\s+-\w+)*$/i,
    answer: asPrinted("sos-dumpstack", "all-x86", "all-x64"),
  },
  {
    ...SOS,
    parser: "pstacks",
    typed: /^(?:pstacks|parallelstacks)$/i,
    needs: CORE,
    answer: asPrinted("pstacks", "dotnet-dump", "sos"),
  },
  {
    ...SOS,
    parser: "pstacks",
    typed: /^(?:pstacks|parallelstacks)\s+-a(?:ll)?$/i,
    needs: CORE,
    answer: asPrinted("pstacks", "all-ids"),
  },
  {
    ...SOS,
    parser: null,
    consoles: ["dotnet-dump"],
    typed: /^(?:setthread|threads)\s+(?:-t\s+)?(?:0x(?<hex>[0-9a-f]+)|(?<number>\d+))$/i,
    answer: setThread,
  },
];
