import type { ManagedThreadRow, ManagedThreadsReport } from "@/evidence";
import type { Facts } from "../facts";
import type { Server } from "../server";
import type { RuntimeThread, Thread } from "../threads";
import { capital, pointer } from "./pointers";
import type { Printer } from "./printer";

/** `sos-5` numbers the debugger's column and no longer counts locks. */
export type ManagedThreadsDialect = "sos-1.1" | "sos-2" | "sos-4" | "sos-5";

interface Listed {
  runtime: RuntimeThread;
  /** Null for a thread that has ended. */
  thread: Thread | null;
}

function listed({ threads, deadThreads }: Server): Listed[] {
  const alive = threads.flatMap((thread) => (thread.runtime ? [{ runtime: thread.runtime, thread }] : []));
  return [...alive, ...deadThreads.map((runtime) => ({ runtime, thread: null }))];
}

function collectorMode({ cooperative }: RuntimeThread, dialect: ManagedThreadsDialect): string {
  if (dialect === "sos-1.1" || dialect === "sos-2") return cooperative ? "Disabled" : "Enabled";
  return cooperative ? "Cooperative" : "Preemptive";
}

function exceptionText({ exception }: RuntimeThread, dialect: ManagedThreadsDialect, server: Server): string {
  if (!exception) return "";
  const address = pointer(exception.object, server.runtime.bits);
  if (dialect === "sos-1.1") return exception.type;
  return dialect === "sos-2" ? `${exception.type} (${address})` : `${exception.type} ${address}`;
}

function remarks(runtime: RuntimeThread, dialect: ManagedThreadsDialect, server: Server): string {
  return [runtime.kind === null ? "" : `(${runtime.kind})`, exceptionText(runtime, dialect, server)]
    .filter((part) => part !== "")
    .join(" ");
}

function printOldRow({ runtime, thread }: Listed, server: Server): string {
  const wide = (address: string): string => `0x${pointer(address, 32)}`;
  const [from, to] = runtime.allocation;
  const number = thread ? String(thread.number).padStart(3) : "XXX";
  const id = thread ? `0x${thread.osThreadId}` : "0";
  const start = `${number} ${id.padStart(6)} ${wide(runtime.object)} ${`0x${runtime.state}`.padStart(11)}`;
  const mode = collectorMode(runtime, "sos-1.1").padEnd(8);
  return `${start} ${mode} ${wide(from)}:${wide(to)} ${wide(runtime.domain)} ${String(runtime.lockCount).padStart(5)} ${runtime.apartment} ${remarks(runtime, "sos-1.1", server)}`;
}

function printRow({ runtime, thread }: Listed, server: Server, dialect: ManagedThreadsDialect): string {
  const { bits } = server.runtime;
  const show = dialect === "sos-5" ? capital : pointer;
  const number = thread ? String(thread.number).padStart(4) : "XXXX";
  const id = dialect === "sos-2" ? runtime.id.toString(16) : String(runtime.id);
  const os = (thread?.osThreadId ?? "0").padStart(dialect === "sos-5" ? 8 : 4);
  const [from, to] = runtime.allocation;
  const start = `${number} ${id.padStart(4)} ${os} ${show(runtime.object, bits)} ${runtime.state.padStart(9)}`;
  const mode = collectorMode(runtime, dialect).padEnd(dialect === "sos-2" ? 8 : 11);
  const count =
    dialect === "sos-5"
      ? "-00001"
      : dialect === "sos-2"
        ? String(runtime.lockCount).padStart(5)
        : String(runtime.lockCount).padEnd(5);
  const context = `${capital(from, bits)}:${capital(to, bits)}`;
  return `${start} ${mode} ${context} ${show(runtime.domain, bits)} ${count} ${runtime.apartment} ${remarks(runtime, dialect, server)}`;
}

function headings(dialect: ManagedThreadsDialect, { runtime: { bits } }: Server): string[] {
  const gap = bits === 64 ? "       " : "";
  switch (dialect) {
    case "sos-1.1":
      return [
        "                                  PreEmptive   GC Alloc                     Lock     ",
        "        ID  ThreadOBJ       State     GC       Context           Domain     Count APT Exception",
      ];
    case "sos-2":
      return bits === 32
        ? [
            "                                      PreEmptive   GC Alloc           Lock",
            "       ID OSID ThreadOBJ    State     GC       Context       Domain   Count APT Exception",
          ]
        : [
            "                                              PreEmptive                                                Lock",
            "       ID OSID        ThreadOBJ     State   GC     GC Alloc Context                  Domain           Count APT Exception",
          ];
    default: {
      const first = dialect === "sos-5" ? " DBG   ID     OSID" : "       ID OSID";
      const wide = bits === 64 ? "                " : "";
      const last = `GC Alloc Context  ${wide}Domain   ${wide.slice(8)}Count Apt Exception`;
      return [`${" ".repeat(bits === 64 ? 104 : 73)}Lock  `, `${first} ThreadOBJ ${gap}   State GC Mode     ${last}`];
    }
  }
}

/** `!threads`: the threads that ran managed code, those that ended among them. */
export function printManagedThreads(server: Server, dialect: ManagedThreadsDialect): string[] {
  const rows = listed(server);
  const padded = dialect !== "sos-1.1";
  const count = (label: string, value: number | string): string => `${padded ? label.padEnd(17) : label} ${value}`;
  return [
    count("ThreadCount:", rows.length),
    count("UnstartedThread:", 0),
    count("BackgroundThread:", rows.length - 1),
    count("PendingThread:", 0),
    count("DeadThread:", server.deadThreads.length),
    ...(padded ? [count("Hosted Runtime:", "no")] : []),
    ...headings(dialect, server),
    ...rows.map((row) => (dialect === "sos-1.1" ? printOldRow(row, server) : printRow(row, server, dialect))),
  ];
}

/** `-special` adds the runtime's own helpers. */
export function printSpecialThreads({ threads }: Server): string[] {
  return [
    "",
    "       OSID Special thread type",
    ...specials(threads).map(
      ({ thread, type }) => `${String(thread.number).padStart(5)} ${thread.osThreadId.padStart(5)} ${type} `,
    ),
  ];
}

function specials(threads: readonly Thread[]): { thread: Thread; type: string }[] {
  const types = {
    finalizer: "Finalizer",
    "debugger-helper": "DbgHelper",
    timer: "Timer",
    "idle-worker": "ThreadpoolWorker",
  };
  return threads.flatMap((thread) => {
    const type = Object.entries(types).find(([role]) => role === thread.role)?.[1];
    return type ? [{ thread, type }] : [];
  });
}

function rowFacts(
  { runtime, thread }: Listed,
  dialect: ManagedThreadsDialect,
  server: Server,
): Facts<ManagedThreadRow> {
  return {
    thread: thread?.number ?? null,
    managedThreadId: dialect === "sos-1.1" ? null : runtime.id,
    osThreadId: thread?.osThreadId ?? null,
    threadObject: runtime.object,
    state: runtime.state,
    gcMode: runtime.cooperative ? "cooperative" : "preemptive",
    domain: runtime.domain,
    lockCount: dialect === "sos-5" ? null : runtime.lockCount,
    apartment: runtime.apartment,
    roles: runtime.kind === null ? [] : [runtime.kind],
    exception: exceptionText(runtime, dialect, server) || null,
  };
}

function facts(server: Server, dialect: ManagedThreadsDialect, special: boolean): Facts<ManagedThreadsReport> {
  const rows = listed(server);
  return {
    kind: "managed-threads",
    threadCount: rows.length,
    unstartedThread: 0,
    backgroundThread: rows.length - 1,
    pendingThread: 0,
    deadThread: server.deadThreads.length,
    hostedRuntime: dialect === "sos-1.1" ? null : "no",
    threads: rows.map((row) => rowFacts(row, dialect, server)),
    specialThreads: special
      ? specials(server.threads).map(({ thread, type }) => ({
          thread: thread.number,
          osThreadId: thread.osThreadId,
          type,
        }))
      : [],
    complete: true,
  };
}

function printer(
  form: ManagedThreadsDialect,
  more: Pick<Printer, "dialect" | "needs"> & Partial<Printer>,
  special = false,
): Printer<ManagedThreadsReport> {
  return {
    parser: "sos-threads",
    prompt: "user",
    command: () => "!threads",
    ...more,
    print: (server) => [...printManagedThreads(server, form), ...(special ? printSpecialThreads(server) : [])],
    expected: (server) => facts(server, form, special),
  };
}

export const MANAGED_THREADS: readonly Printer<ManagedThreadsReport>[] = [
  printer("sos-1.1", { dialect: "sos-1.1", needs: { versions: ["1.1"] } }),
  printer("sos-2", { dialect: "sos-2-x86", needs: { versions: ["2.0"], bits: 32 } }),
  printer("sos-2", { dialect: "sos-2-x64", needs: { versions: ["2.0"], bits: 64 } }),
  printer("sos-4", { dialect: "sos-4-x86", needs: { versions: ["4.x"], bits: 32 } }),
  printer("sos-4", { dialect: "sos-4-x64", needs: { versions: ["4.x"], bits: 64 } }),
  printer(
    "sos-4",
    { dialect: "sos-4-special", needs: { versions: ["4.x"] }, command: () => "!threads -special" },
    true,
  ),
  printer("sos-5", { dialect: "sos-5", needs: { versions: ["core"], bits: 64 }, command: () => "!clrthreads" }),
  printer("sos-5", {
    dialect: "dotnet-dump",
    needs: { versions: ["core"], bits: 64, systems: ["2019", "linux"] },
    prompt: "dotnet-dump",
    command: () => "clrthreads",
  }),
];
