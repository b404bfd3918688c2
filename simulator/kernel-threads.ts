import { addHex, type Hex } from "@/evidence";
import type { AddressSpace } from "./addresses";
import type { Random } from "./random";
import type { Runtime } from "./runtime";
import { KERNEL_MODE, type NativeCall, StackMaker } from "./stacks";

export type WaitReason = "Executive" | "UserRequest" | "WrResource" | "WrPageIn" | "WrLpcReply" | "Suspended";

export interface WaitObject {
  address: Hex;
  type: "NotificationEvent" | "SynchronizationEvent" | "Mutant" | "Semaphore" | "Thread";
  /** For a mutant: who owns it. */
  owner: Hex | null;
}

export interface KernelThreadState {
  address: Hex;
  processId: Hex;
  osThreadId: Hex;
  teb: Hex;
  win32Thread: Hex;
  state:
    | { kind: "wait"; reason: WaitReason; mode: "KernelMode" | "UserMode"; alertable: boolean }
    | { kind: "running"; processor: number }
    | { kind: "ready" };
  waitObjects: readonly WaitObject[];
  irps: readonly { address: Hex; flags: Hex }[];
  impersonating: boolean;
  deviceMap: Hex;
  process: Hex;
  image: string;
  waitStart: number;
  ticks: number;
  contextSwitches: number;
  idealProcessor: number;
  userTime: number;
  kernelTime: number;
  win32Start: Hex;
  start: Hex;
  stack: { init: Hex; current: Hex; base: Hex; limit: Hex };
  priority: number;
  basePriority: number;
  frames: readonly NativeCall[];
}

export const SWAP = ["nt!KiSwapContext", "nt!KiSwapThread", "nt!KeWaitForSingleObject"];
const FILE_SYSTEM = ["nt!IofCallDriver", "fltmgr!FltpDispatch", "nt!IofCallDriver"];
const DIRECTORY = ["nt!IopSynchronousServiceTail", "nt!NtQueryDirectoryFile", "ENTRY"];

/** What a thread waits for in the kernel, and how it got there. */
export interface KernelStory {
  reason: WaitReason;
  type: WaitObject["type"];
  /** How many requests it may have under way. */
  irps: number;
  /** Call sites, top of stack first; `ENTRY` stands for the way in from user mode. */
  sites: readonly string[];
}

/** Waits for a kernel lock that somebody else has; `callers`: who wants it, top of stack first. */
export function waitsForResource(callers: readonly string[]): KernelStory {
  return {
    reason: "WrResource",
    type: "SynchronizationEvent",
    irps: 0,
    sites: [...SWAP, "nt!ExpWaitForResource", "nt!ExAcquireResourceExclusiveLite", ...callers],
  };
}

const STORIES: readonly KernelStory[] = [
  {
    reason: "Executive",
    type: "NotificationEvent",
    irps: 3,
    sites: [
      ...SWAP,
      "Ntfs!NtfsWaitSync",
      "Ntfs!NtfsNonCachedIo",
      "Ntfs!NtfsCommonRead",
      "Ntfs!NtfsFsdRead",
      ...FILE_SYSTEM,
      "AcmeBkp!OsrFilterDeregister",
      "nt!IofCallDriver",
      "nt!IoPageRead",
      "nt!MiDispatchFault",
      "nt!MmAccessFault",
      "nt!CcMapData",
      "Ntfs!NtfsMapStream",
      "Ntfs!NtfsRetrieveOtherFileName",
      "Ntfs!NtfsFsdDirectoryControl",
      ...FILE_SYSTEM,
      "AcmeBkp+",
      "nt!IofCallDriver",
      ...DIRECTORY,
    ],
  },
  {
    reason: "Executive",
    type: "NotificationEvent",
    irps: 1,
    sites: [...SWAP, "AcmeBkp+", ...FILE_SYSTEM, ...DIRECTORY],
  },
  waitsForResource(["Ntfs!NtfsAcquireExclusiveScb", "ENTRY"]),
  { reason: "UserRequest", type: "Mutant", irps: 0, sites: [...SWAP, "nt!NtWaitForSingleObject", "ENTRY"] },
  { reason: "UserRequest", type: "Semaphore", irps: 0, sites: [...SWAP, "nt!ObWaitForSingleObject", "ENTRY"] },
];

export interface KernelThreadPlan {
  processId: Hex;
  osThreadId: Hex;
  process: Hex;
  image: string;
  teb: Hex;
}

export class KernelThreadMaker {
  private readonly stacks: StackMaker;

  constructor(
    private readonly runtime: Runtime,
    private readonly addresses: AddressSpace,
    private readonly random: Random,
  ) {
    this.stacks = new StackMaker(runtime, addresses, random, KERNEL_MODE);
  }

  /** The frames, with the object waited for as the first argument of the call that waits. */
  private frames(sites: readonly string[], top: Hex, waitedFor: Hex | null): NativeCall[] {
    const entry = this.runtime.bits === 32 ? "nt!KiFastCallEntry" : "nt!KiSystemServiceCopyEnd";
    const named = sites.map((site) => (site === "ENTRY" ? entry : site));
    return this.stacks.native(named, top).map((frame) => {
      if (frame.symbol !== "KeWaitForSingleObject" || waitedFor === null) return frame;
      return { ...frame, args: [waitedFor, ...frame.args.slice(1)] };
    });
  }

  /** `told`: what it waits for, where that is not to be drawn. */
  make(plan: KernelThreadPlan, told?: KernelStory): KernelThreadState {
    const { random, addresses } = this;
    const story = told ?? random.pick(STORIES);
    const awake = told === undefined && random.chance(0.15);
    const limit = addresses.take("kernel-stack");
    const base = addHex(limit, 0x6000);
    const current = addHex(limit, 0x800);
    const object = awake ? null : story.type === "Mutant" ? addresses.take("pool") : addHex(current, 0x240);
    const sites = awake ? ["nt!KeQueryPerformanceCounter", "AcmeBkp+", ...FILE_SYSTEM, ...DIRECTORY] : story.sites;
    return {
      ...plan,
      address: addresses.take("pool"),
      win32Thread: random.chance(0.3) ? addresses.take("kernel-handle-table") : "0",
      state: awake
        ? random.pick([{ kind: "running", processor: random.int(0, 15) }, { kind: "ready" }] as const)
        : {
            kind: "wait",
            reason: story.reason,
            mode: story.reason === "UserRequest" ? "UserMode" : "KernelMode",
            alertable: random.chance(0.1),
          },
      waitObjects:
        object === null
          ? []
          : [{ address: object, type: story.type, owner: story.type === "Mutant" ? addresses.take("pool") : null }],
      irps: random.times(story.irps === 0 ? 0 : random.int(1, story.irps), () => ({
        address: addresses.take("pool"),
        flags: random.pick(["884", "0", "900", "43"]),
      })),
      impersonating: random.chance(0.1),
      deviceMap: addresses.take("kernel-handle-table"),
      waitStart: random.int(2000, 9_000_000),
      ticks: random.pick([0, 1, random.int(2, 90), random.int(90, 40_000)]),
      contextSwitches: random.int(1, 90_000),
      idealProcessor: random.int(0, 15),
      userTime: random.int(0, 90_000),
      kernelTime: random.int(0, 900_000),
      win32Start: addresses.take("jitted"),
      start: addresses.take("jitted"),
      stack: { init: base, current, base, limit },
      priority: random.int(8, 12),
      basePriority: 8,
      frames: this.frames(sites, current, object),
    };
  }
}
