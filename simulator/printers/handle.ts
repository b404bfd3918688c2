import type { HandleReport } from "@/evidence";
import type { Facts } from "../facts";
import type { Handle, HandleDetail } from "../handles";
import type { Server } from "../server";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

function detailLines(detail: HandleDetail): string[] {
  switch (detail.type) {
    case "Mutant": {
      const { owner, abandoned } = detail;
      return [
        ...(abandoned ? ["    Mutex is Abandoned"] : []),
        owner ? "    Mutex is Owned" : "    Mutex is Free",
        ...(owner ? [`    Mutant Owner ${owner.processId}.${owner.osThreadId}`] : []),
      ];
    }
    case "Event":
      return [`    Event Type ${detail.reset}`, `    Event is ${detail.set ? "Set" : "Waiting"}`];
    case "Semaphore":
      return [`    Semaphore Count ${detail.count}`, `    Semaphore Limit ${detail.limit}`];
    case "Thread":
      return [`    Thread Id   ${detail.processId}.${detail.osThreadId}`, "    Priority    10", "    Base Priority 0"];
    case "Process":
      return [
        `    Process Id  ${Number.parseInt(detail.processId, 16)}`,
        "    Parent Process  712",
        "    Base Priority 8",
      ];
    default:
      return ["    No object specific information available"];
  }
}

/** `!handle X f`: everything about one handle. */
export function printHandle({ handle, name, handleCount, pointerCount, detail }: Handle, modern: boolean): string[] {
  return [
    `Handle ${modern ? pointer(handle, 64) : handle}`,
    `  Type         \t${detail.type}`,
    "  Attributes   \t0",
    "  GrantedAccess\t0x1f0003:",
    "         Delete,ReadControl,WriteDac,WriteOwner,Synch",
    "         QueryState,ModifyState",
    `  HandleCount  \t${handleCount}`,
    `  PointerCount \t${pointerCount}`,
    `  Name         \t${name ?? "<none>"}`,
    `  Object ${modern ? "specific information" : "Specific Information"}`,
    ...detailLines(detail),
  ];
}

function countsOf(handles: readonly Handle[]): [type: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { detail } of handles) counts.set(detail.type, (counts.get(detail.type) ?? 0) + 1);
  return [...counts];
}

/** `!handle 0 0`: how many handles of each type. */
export function printHandleSummary({ handles }: Server): string[] {
  return [
    `${handles.length} Handles`,
    "Type           \tCount",
    ...countsOf(handles).map(([type, count]) => `${type.padEnd(15)}\t${count}`),
  ];
}

const NOTHING: Facts<HandleReport> = {
  kind: "handle",
  handle: null,
  type: null,
  name: null,
  handleCount: null,
  mutant: null,
  target: null,
  event: null,
  semaphore: null,
  totalHandles: null,
  counts: [],
};

function facts({ handle, name, handleCount, detail }: Handle): Facts<HandleReport> {
  const more: Facts<HandleReport> = { ...NOTHING, handle, type: detail.type, name, handleCount };
  switch (detail.type) {
    case "Mutant":
      return {
        ...more,
        mutant: { state: detail.owner ? "owned" : "free", owner: detail.owner, abandoned: detail.abandoned },
      };
    case "Event":
      return { ...more, event: { type: detail.reset, set: detail.set } };
    case "Semaphore":
      return { ...more, semaphore: { count: detail.count, limit: detail.limit } };
    case "Thread":
      return { ...more, target: { processId: detail.processId, osThreadId: detail.osThreadId } };
    case "Process":
      return { ...more, target: { processId: detail.processId, osThreadId: null } };
    default:
      return more;
  }
}

function first({ handles, seed }: Server): Handle {
  const handle = handles[seed % handles.length];
  if (!handle) throw new RangeError("A server has at least one handle.");
  return handle;
}

function one(dialect: string, needs: Printer["needs"], modern: boolean): Printer<HandleReport> {
  return {
    parser: "windbg-handle",
    dialect,
    needs,
    prompt: "user",
    command: (server) => `!handle ${first(server).handle} f`,
    print: (server) => printHandle(first(server), modern),
    expected: (server) => facts(first(server)),
  };
}

export const HANDLE: readonly Printer<HandleReport>[] = [
  one("details", { systems: ["2003", "2008-r2"] }, false),
  one("details-new", { systems: ["2019"] }, true),
  {
    parser: "windbg-handle",
    dialect: "summary",
    needs: {},
    prompt: "user",
    command: () => "!handle 0 0",
    print: printHandleSummary,
    expected: ({ handles }) => ({
      ...NOTHING,
      totalHandles: handles.length,
      counts: countsOf(handles).map(([type, count]) => ({ type, count })),
    }),
  },
];
