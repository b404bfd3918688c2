import type { Hex, SyncBlockRow, SyncBlocksReport } from "@/evidence";
import type { Facts } from "../facts";
import { type Monitor, monitorHeld } from "../locks";
import type { Server } from "../server";
import { capital, pointer } from "./pointers";
import type { Printer } from "./printer";

export type SyncblkDialect = "sos-1.1" | "sos-2" | "psscor" | "dotnet-dump";

function ownerIds({ owner }: Monitor): { object: Hex; osThreadId: Hex | null; thread: number | null } {
  switch (owner.kind) {
    case "thread":
      return {
        object: owner.thread.runtime?.object ?? "0",
        osThreadId: owner.thread.osThreadId,
        thread: owner.thread.number,
      };
    case "gone":
      return { object: owner.object, osThreadId: owner.osThreadId, thread: null };
    default:
      return { object: "0", osThreadId: null, thread: null };
  }
}

function printOwner(monitor: Monitor): string {
  const { osThreadId, thread } = ownerIds(monitor);
  if (monitor.owner.kind === "none" || monitor.owner.kind === "orphaned") return monitor.owner.kind.padStart(9);
  return `${osThreadId?.padStart(5)} ${thread === null ? "XXX" : String(thread).padStart(3)}`;
}

function printOldRow(monitor: Monitor, { runtime }: Server): string {
  const { object, osThreadId, thread } = ownerIds(monitor);
  const owner =
    osThreadId === null
      ? printOwner(monitor)
      : `0x${osThreadId} ${thread === null ? "XXX" : String(thread).padStart(3)}`;
  return [
    String(monitor.index).padStart(5),
    `0x${pointer(monitor.syncBlock, runtime.bits)}`,
    String(monitorHeld(monitor)).padStart(10),
    String(monitor.recursion).padStart(9),
    `0x${object}`.padStart(10),
    owner,
    `0x${pointer(monitor.object, runtime.bits)}`,
    monitor.type,
  ].join(" ");
}

function printRow(monitor: Monitor, { runtime: { bits } }: Server, upper: boolean): string {
  const held = `${String(monitorHeld(monitor)).padStart(11)} ${String(monitor.recursion).padStart(9)}`;
  const holder = monitor.owner.kind === "orphaned" ? "f".repeat(bits / 4) : pointer(ownerIds(monitor).object, bits);
  const syncBlock = upper ? capital(monitor.syncBlock, bits) : pointer(monitor.syncBlock, bits);
  const object = pointer(monitor.object, bits);
  return `${String(monitor.index).padStart(5)} ${syncBlock}  ${held} ${holder} ${printOwner(monitor)}   ${object} ${monitor.type}`;
}

function waitingLine({ waiters }: Monitor): string {
  return `Waiting threads:${waiters.map(({ number }) => ` ${number}`).join("")}`;
}

/** `!syncblk`: the managed locks. */
export function printSyncblk(server: Server, dialect: SyncblkDialect): string[] {
  const { monitors, total, ccw, rcw, comClassFactory, free } = server.monitors;
  if (dialect === "sos-1.1") {
    return [
      "Index SyncBlock  MonitorHeld Recursion   Thread  ThreadID     Object Waiting",
      ...monitors.flatMap((monitor) => [printOldRow(monitor, server), `   ${waitingLine(monitor)}`]),
      `Total ${total}`,
      `ComCallWrapper ${ccw}`,
      `ComPlusWrapper ${rcw}`,
      `ComClassFactory ${comClassFactory}`,
      `Free ${free}`,
    ];
  }
  const gap = " ".repeat(server.runtime.bits === 64 ? 8 : 0);
  const counts = [
    `Total           ${total}`,
    `CCW             ${ccw}`,
    `RCW             ${rcw}`,
    `ComClassFactory ${comClassFactory}`,
  ];
  return [
    `Index ${gap}SyncBlock MonitorHeld Recursion Owning Thread Info  ${gap}SyncBlock Owner`,
    ...monitors.flatMap((monitor) => [
      printRow(monitor, server, dialect === "dotnet-dump"),
      ...(dialect === "psscor" ? [`\t${waitingLine(monitor)}`] : []),
    ]),
    "-----------------------------",
    ...(dialect === "dotnet-dump" && server.runtime.system === "linux" ? counts.slice(0, 1) : counts),
    `Free            ${free}`,
  ];
}

function rowFacts(monitor: Monitor, dialect: SyncblkDialect): Facts<SyncBlockRow> {
  const { object, osThreadId, thread } = ownerIds(monitor);
  const lists = dialect === "sos-1.1" || dialect === "psscor";
  return {
    index: monitor.index,
    syncBlock: monitor.syncBlock,
    monitorHeld: monitorHeld(monitor),
    recursion: monitor.recursion,
    owningThread: object === "0" ? null : object,
    osThreadId,
    thread,
    owner: monitor.owner.kind === "gone" ? "not-in-debugger" : monitor.owner.kind,
    object: monitor.object,
    type: monitor.type,
    waitingThreads: lists ? monitor.waiters.map(({ number }) => number) : null,
  };
}

function expected(server: Server, dialect: SyncblkDialect): Facts<SyncBlocksReport> {
  const { monitors, total, ccw, rcw, comClassFactory, free } = server.monitors;
  const withoutCom = dialect === "dotnet-dump" && server.runtime.system === "linux";
  return {
    kind: "sync-blocks",
    rows: monitors.map((monitor) => rowFacts(monitor, dialect)),
    total,
    ccw: withoutCom ? null : ccw,
    rcw: withoutCom ? null : rcw,
    comClassFactory: withoutCom ? null : comClassFactory,
    free,
    invalid: [],
    complete: true,
    dialect: dialect === "dotnet-dump" ? "sos-2" : dialect,
  };
}

const base = { parser: "sos-syncblk", prompt: "user", command: () => "!syncblk" } as const;

function printer(
  dialect: SyncblkDialect,
  more: Pick<Printer, "dialect" | "needs"> & Partial<Printer>,
): Printer<SyncBlocksReport> {
  return {
    ...base,
    print: (server) => printSyncblk(server, dialect),
    ...more,
    expected: (server) => expected(server, dialect),
  };
}

export const SYNCBLK: readonly Printer<SyncBlocksReport>[] = [
  printer("sos-1.1", { dialect: "sos-1.1", needs: { versions: ["1.1"] } }),
  printer("sos-2", { dialect: "sos-2-x86", needs: { versions: ["2.0", "4.x", "core"], bits: 32 } }),
  printer("sos-2", { dialect: "sos-2-x64", needs: { versions: ["2.0", "4.x", "core"], bits: 64 } }),
  printer("psscor", { dialect: "psscor", needs: { versions: ["2.0", "4.x"] }, command: () => "!psscor2.syncblk" }),
  printer("dotnet-dump", {
    dialect: "dotnet-dump",
    needs: { versions: ["core"], systems: ["2019", "linux"] },
    prompt: "dotnet-dump",
    command: () => "syncblk",
  }),
];
