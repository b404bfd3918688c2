import type { Block, KernelThread, NativeFrame } from "@/evidence";
import { isPlatformModule } from "./driver-facts";
import type { EvidenceSet } from "./evidence-set";

/** A kernel thread and where it was read. */
export interface KernelView {
  thread: KernelThread;
  block: Block;
}

/** A run of frames of one driver on the way from the entry to the wait. */
export interface Sighting {
  driver: string;
  /** Frames of this run, the call first made first. */
  frames: readonly NativeFrame[];
  /** Called straight from the I/O manager instead of from the filter manager. */
  calledByIoManager: boolean;
}

const WEB_IMAGES = /^(?:w3wp|aspnet_wp|iisexpress|dotnet|dllhost|inetinfo)\.exe$/i;

/** True for the processes that run web applications. */
export function isWebImage(image: string | null): boolean {
  return image !== null && WEB_IMAGES.test(image);
}

const SYSTEM_IMAGES =
  /^(?:System|Registry|Memory Compression|smss\.exe|csrss\.exe|wininit\.exe|winlogon\.exe|services\.exe|lsass\.exe|svchost\.exe)$/i;

/** True for processes of Windows itself: what their threads do is not what a request does. */
export function isSystemImage(image: string | null): boolean {
  return image !== null && SYSTEM_IMAGES.test(image);
}

/** Every kernel thread that was pasted, web processes first, then those whose stack is longest. */
export function kernelViews(evidence: EvidenceSet): KernelView[] {
  const single = evidence
    .of("kernel-threads")
    .flatMap(({ report, block }) => report.threads.map((thread) => ({ thread, block })));
  const listed = evidence.of("processes").flatMap(({ report, block }) =>
    report.processes.flatMap((process) =>
      process.threads.map((thread) => ({
        thread: { ...thread, image: thread.image ?? process.image, process: thread.process ?? process.address },
        block,
      })),
    ),
  );
  const holders = evidence
    .of("resource-locks")
    .flatMap(({ report, block }) => report.threads.map((thread) => ({ thread, block })));
  const seen = new Set<string>();
  return [...single, ...listed, ...holders]
    .filter(({ thread }) => thread.frames.length > 0 || thread.waitReason !== null || thread.state !== null)
    .filter(({ thread }) => !seen.has(thread.address) && seen.add(thread.address))
    .sort((a, b) => Number(isWebImage(b.thread.image)) - Number(isWebImage(a.thread.image)));
}

/** Module of a frame in the spelling used for look-ups. */
function moduleOf(frame: NativeFrame | undefined): string | null {
  return frame?.module ?? null;
}

/** Frames from the entry into the kernel upwards to the wait. */
export function inCallOrder(thread: KernelThread): NativeFrame[] {
  return [...thread.frames].reverse();
}

/** Modules on the path in the order the call meets them, repeats only when something stood between. */
export function modulesInOrder(thread: KernelThread): string[] {
  const modules: string[] = [];
  for (const frame of inCallOrder(thread)) {
    const name = moduleOf(frame);
    if (name && modules.at(-1)?.toLowerCase() !== name.toLowerCase()) modules.push(name);
  }
  return modules;
}

/** Runs of frames that belong to no part of Windows' own I/O path, in call order. */
export function thirdPartySightings(thread: KernelThread): Sighting[] {
  const frames = inCallOrder(thread);
  const sightings: (Sighting & { frames: NativeFrame[] })[] = [];
  let caller: NativeFrame | null = null;
  for (const frame of frames) {
    const name = moduleOf(frame);
    const open = sightings.at(-1);
    if (name && isKernelDriver(frame, name)) {
      if (open && open.frames.at(-1) === caller && open.driver.toLowerCase() === name.toLowerCase())
        open.frames.push(frame);
      else
        sightings.push({
          driver: name,
          frames: [frame],
          calledByIoManager:
            /!(?:IofCallDriver|IopfCallDriver|IoCallDriver|IopParseDevice|IopSynchronousServiceTail|IopXxxControlFile)/.test(
              caller?.callSite ?? "",
            ),
        });
    }
    caller = frame;
  }
  return sightings;
}

/** User-mode frames can follow below the entry in a full dump; they are no drivers. */
function isKernelDriver(frame: NativeFrame, module: string): boolean {
  if (isPlatformModule(module)) return false;
  const address = frame.returnAddress ?? frame.childSp;
  if (!address) return true;
  return address.length > 8 ? address.startsWith("ffff") : address.length === 8 && address >= "80000000";
}

/** The service the thread called: `NtQueryDirectoryFile`; null when its stack shows no entry. */
export function entryOf(thread: KernelThread): { name: string; frame: NativeFrame } | null {
  const frames = inCallOrder(thread);
  const gate = frames.findIndex((frame) =>
    /!(?:KiFastCallEntry|KiSystemServiceCopyEnd|KiSystemService\w*|KiServiceInternal)/.test(frame.callSite),
  );
  const after = gate >= 0 ? frames.slice(gate + 1) : frames;
  const frame = after.find((candidate) => /^nt!Nt[A-Z]\w+$/.test(`${candidate.module}!${candidate.symbol}`));
  return frame?.symbol ? { name: frame.symbol, frame } : null;
}

/** The deepest frame that is not the kernel's own waiting. */
export function innermostOutsideKernel(thread: KernelThread): NativeFrame | null {
  return (
    thread.frames.find((frame) => frame.module !== null && !/^(?:nt|ntkrnl\w*|ntoskrnl|hal)$/i.test(frame.module)) ??
    null
  );
}
