import type { Hex, KernelThread } from "@/evidence";
import type { EvidenceSet } from "./evidence-set";
import { kernelViews } from "./kernel-views";

/** A thread as an output names it: by any of its numbers. */
export interface ThreadName {
  /** Debugger thread number. */
  thread: number | null;
  osThreadId: Hex | null;
  /** ETHREAD. */
  kernelAddress: Hex | null;
}

/** Numbers of one kind on the left, of another on the right; a number that stands for two things stands for none. */
class Pairs<A, B> {
  private readonly known = new Map<A, B | null>();

  add(a: A | null, b: B | null): void {
    // Threads that have ended stand with an id of 0.
    if (a === null || b === null || a === "0" || b === "0") return;
    const before = this.known.get(a);
    this.known.set(a, before === undefined || before === b ? b : null);
  }

  get(a: A | null): B | null {
    return a === null ? null : (this.known.get(a) ?? null);
  }
}

/** Which numbers mean the same thread, as far as the outputs tell it. */
export class ThreadIdentity {
  private readonly osOfThread = new Pairs<number, Hex>();
  private readonly threadOfOs = new Pairs<Hex, number>();
  private readonly osOfManaged = new Pairs<number, Hex>();
  private readonly threadOfManaged = new Pairs<number, number>();
  private readonly osOfObject = new Pairs<Hex, Hex>();
  private readonly osOfKernel = new Pairs<Hex, Hex>();
  private readonly kernelOfOs = new Pairs<Hex, Hex>();
  private readonly processes = new Set<Hex>();

  constructor(evidence: EvidenceSet) {
    for (const { report, block } of evidence.of("native-stacks")) {
      if (block.mode === "kernel") continue;
      for (const { thread, osThreadId, processId } of report.stacks) this.pair(thread, osThreadId, processId);
    }
    for (const { report } of evidence.of("managed-stacks"))
      for (const { thread, osThreadId } of report.stacks) this.pair(thread, osThreadId, null);
    for (const { report } of evidence.of("thread-list"))
      for (const { thread, osThreadId, processId } of report.threads) this.pair(thread, osThreadId, processId);
    for (const { report } of evidence.of("sync-blocks"))
      for (const { thread, osThreadId } of report.rows) this.pair(thread, osThreadId, null);
    for (const { report } of evidence.of("managed-threads")) {
      for (const { thread, osThreadId, managedThreadId, threadObject } of report.threads) {
        this.pair(thread, osThreadId, null);
        this.osOfManaged.add(managedThreadId, osThreadId);
        this.threadOfManaged.add(managedThreadId, thread);
        this.osOfObject.add(threadObject, osThreadId);
      }
    }
    for (const { report } of evidence.of("thread-locks")) {
      for (const { thread, osThreadId, clrThread } of report.rows) {
        this.pair(thread, osThreadId, null);
        const managed = clrThread === null ? null : Number.parseInt(clrThread, 16);
        this.osOfManaged.add(managed, osThreadId);
        this.threadOfManaged.add(managed, thread);
      }
    }
    for (const { thread } of kernelViews(evidence)) this.pairKernel(thread);
  }

  private pair(thread: number | null, osThreadId: Hex | null, processId: Hex | null): void {
    this.osOfThread.add(thread, osThreadId);
    this.threadOfOs.add(osThreadId, thread);
    if (processId !== null) this.processes.add(processId);
  }

  /** Process ids come first: those of user-mode outputs say whose threads the numbers are. */
  private pairKernel({ address, osThreadId, processId }: KernelThread): void {
    const foreign = processId !== null && this.processes.size > 0 && !this.processes.has(processId);
    if (foreign) return;
    this.osOfKernel.add(address, osThreadId);
    this.kernelOfOs.add(osThreadId, address);
  }

  /** The thread with all the numbers that are known of it. */
  complete({ thread = null, osThreadId = null, kernelAddress = null }: Partial<ThreadName>): ThreadName {
    const os = osThreadId ?? this.osOfThread.get(thread) ?? this.osOfKernel.get(kernelAddress);
    return {
      thread: thread ?? this.threadOfOs.get(os),
      osThreadId: os,
      kernelAddress: kernelAddress ?? this.kernelOfOs.get(os),
    };
  }

  /** The thread with that number of the runtime's own counting. */
  managed(id: number): ThreadName {
    return this.complete({ thread: this.threadOfManaged.get(id), osThreadId: this.osOfManaged.get(id) });
  }

  /** The thread with that record of the runtime. */
  threadObject(address: Hex): ThreadName {
    return this.complete({ osThreadId: this.osOfObject.get(address) });
  }
}

const BUILT = new WeakMap<EvidenceSet, ThreadIdentity>();

/** Which numbers mean the same thread. Worked out once for each set of evidence. */
export function threadIdentity(evidence: EvidenceSet): ThreadIdentity {
  const built = BUILT.get(evidence) ?? new ThreadIdentity(evidence);
  BUILT.set(evidence, built);
  return built;
}

/** The same text for the same thread; null for one that has no number at all. */
export function threadKey({ thread, osThreadId, kernelAddress }: ThreadName): string | null {
  if (osThreadId !== null) return `os ${osThreadId}`;
  if (thread !== null) return `thread ${thread}`;
  return kernelAddress === null ? null : `kernel ${kernelAddress}`;
}

/** `thread 39`, `OS thread 1a2c`, `kernel thread 88e889a0`, in the words of whichever is known. */
export function threadLabel({ thread, osThreadId, kernelAddress }: ThreadName): string {
  if (thread !== null) return `thread ${thread}`;
  if (osThreadId !== null) return `OS thread ${osThreadId}`;
  return kernelAddress === null ? "a thread" : `kernel thread ${kernelAddress}`;
}
