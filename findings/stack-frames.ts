import { compareHex, type LinuxKernelStack, type ManagedStack, type NativeFrame, type NativeStack } from "@/evidence";
import { familyOf } from "./frame-families";
import type { NamedFrame } from "./idle-stacks";

/** What compiled code without a name is called. */
export const NO_NAME = "code without a name";

/** A 32-bit module in a 64-bit view carries its base: `ntdll_77280000`. */
const BASE_SUFFIX = /_[0-9a-f]{6,16}$/i;

/** What every walk of native code prints. */
type PlainFrame = Pick<NativeFrame, "module" | "symbol">;

/** `module!symbol`, the module alone where the symbol is not known, or `NO_NAME`. Never an address: those differ from thread to thread. */
export function frameName({ module, symbol }: PlainFrame): string {
  if (module === null) return symbol ?? NO_NAME;
  const bare = module.replace(BASE_SUFFIX, "");
  return symbol === null ? bare : `${bare}!${symbol}`;
}

/** Code that the runtime compiled, or that was compiled for it ahead of time and prints no symbol. */
function isCompiled(frame: PlainFrame): boolean {
  return frame.symbol === null && (frame.module === null || /_ni$|^(?:mscorlib|system)/i.test(frame.module));
}

function native(frame: PlainFrame): NamedFrame {
  return { name: frameName(frame), side: "native" };
}

function managedFrames({ frames }: ManagedStack): { name: string; sp: string | null }[] {
  return frames.flatMap(({ method, childSp }) => (method === null ? [] : [{ name: method, sp: childSp }]));
}

const UPWARDS = (addresses: readonly (string | null)[]): boolean =>
  addresses.every((address, at) => {
    const before = at === 0 ? null : addresses[at - 1];
    return address !== null && (before === null || before === undefined || compareHex(before, address) <= 0);
  });

/** Both walks went down the same stack, so the address of each frame says which stands above which. */
function byAddress(stack: NativeStack, managed: ManagedStack): NamedFrame[] | null {
  const calls = managedFrames(managed);
  const own = stack.frames.filter((frame) => !isCompiled(frame) && !frame.inline);
  if (!UPWARDS(calls.map(({ sp }) => sp)) || !UPWARDS(own.map(({ childSp }) => childSp))) return null;
  const merged: NamedFrame[] = [];
  let next = 0;
  for (const frame of own) {
    for (; next < calls.length; next++) {
      const call = calls[next];
      if (!call?.sp || frame.childSp === null || compareHex(call.sp, frame.childSp) >= 0) break;
      merged.push({ name: call.name, side: "managed" });
    }
    merged.push(native(frame));
  }
  for (const { name } of calls.slice(next)) merged.push({ name, side: "managed" });
  return merged;
}

/** Without addresses the managed frames take the place of the compiled code, or stand below all when there is none. */
function byPlace(stack: NativeStack, managed: ManagedStack): NamedFrame[] {
  const { frames } = stack;
  const at = frames.findIndex(isCompiled);
  const top = at < 0 ? frames : frames.slice(0, at);
  const rest = at < 0 ? [] : frames.slice(at).filter((frame) => !isCompiled(frame));
  const calls = managedFrames(managed).map(({ name }): NamedFrame => ({ name, side: "managed" }));
  return [...top.map(native), ...calls, ...rest.map(native)];
}

/** Native frames by name, top first. */
export function nativeFrames(walked: readonly PlainFrame[]): NamedFrame[] {
  const frames: NamedFrame[] = [];
  for (const frame of walked) {
    const next = native(frame);
    // How many rows compiled code takes up differs with every build; that it is there does not.
    if (isCompiled(frame) && frames.at(-1)?.name === next.name) continue;
    frames.push(next);
  }
  return frames;
}

/** One stack of a thread, top first: managed and native put into each other where both were pasted. */
export function mergedFrames(stack: NativeStack | null, managed: ManagedStack | null): NamedFrame[] {
  const walked = managed?.frames.some(({ method }) => method !== null) ? managed : null;
  if (!stack) return walked ? managedFrames(walked).map(({ name }) => ({ name, side: "managed" })) : [];
  if (!walked) return nativeFrames(stack.frames);
  // The runtime's walk is sure where the debugger only guesses.
  const sure = { ...stack, frames: stack.frames.filter(({ unreliable }) => !unreliable) };
  return byAddress(sure, walked) ?? byPlace(sure, walked);
}

const GATE = /^(?:nt|ntkrnl\w*|ntoskrnl)!Ki(?:FastCallEntry|SystemService\w*|ServiceInternal)/i;

/** Kernel frames above the entry, user-mode frames below it, where a full dump shows both. */
export function kernelFrames({
  frames,
}: {
  frames: readonly (PlainFrame & Pick<NativeFrame, "callSite">)[];
}): NamedFrame[] {
  const gate = frames.findIndex(({ callSite }) => GATE.test(callSite));
  return frames.map((frame, at) => {
    const name = frameName(frame);
    const below = gate >= 0 && at > gate && familyOf(name, "kernel") !== "unnamed";
    return { name, side: below && !/^nt!/i.test(name) ? "native" : "kernel" };
  });
}

/** Frames of `/proc/<pid>/stack`. */
export function linuxFrames({ frames }: Pick<LinuxKernelStack, "frames">): NamedFrame[] {
  return frames.map(({ module, function: name }) => ({
    name: name === null ? (module ?? NO_NAME) : `${module ?? "vmlinux"}!${name}`,
    side: "kernel",
  }));
}

/** Waiting, and how one gets there: true of any thread that waits, so it tells nothing. */
const PLUMBING_NATIVE =
  /^(?:ntdll|kernel32|kernelbase|wow64\w*|win32u|user32|ws2_32|mswsock|mscorwks|mscorsvr|clr|coreclr|libcoreclr|libc|libpthread|sni)(?:!|$)/i;
const PLUMBING_KERNEL =
  /^vmlinux!(?:schedule\w*|__schedule|io_schedule\w*|futex_\w+|do_futex|do_syscall_64|entry_SYSCALL\w*|\w*sys_\w+)$|^(?:nt|ntkrnl\w*|ntoskrnl)!(?:Ki|Kx|Ke|Exp?(?:Wait|Acquire|fAcquire|Release)|Nt(?:Wait|Delay)|Ob(?:p)?Wait|Io[fp]?\w*CallDriver|Iop(?:Synchronous|Xxx))/i;
const PLUMBING_MANAGED =
  /^(?:System\.Threading\.(?:Monitor|WaitHandle|Thread|ManualResetEvent\w*|SpinWait|Lock|SemaphoreSlim|Tasks\.Task(?!Scheduler)|LowLevel\w+)|System\.Runtime|System\.Environment|Interop|Internal)\b/;

/** True for a frame that many different stacks have in common. */
export function isPlumbing({ name, side }: NamedFrame): boolean {
  if (side === "process" || name === NO_NAME) return true;
  if (side === "kernel") return PLUMBING_KERNEL.test(name);
  return (side === "managed" ? PLUMBING_MANAGED : PLUMBING_NATIVE).test(name);
}

/** The type of a method, the module of a symbol. */
function holderOf({ name, side }: NamedFrame): string {
  return side === "managed" ? name.slice(0, Math.max(0, name.lastIndexOf("."))) : (name.split("!", 1)[0] ?? name);
}

/**
 * Indexes of the frames that tell one stack from another: the first that is no mere waiting, and below it the
 * first of somebody's own code, or else the first of another type.
 */
export function tellingFrames(frames: readonly NamedFrame[]): number[] {
  const first = frames.findIndex((frame) => !isPlumbing(frame));
  const top = frames[first];
  if (!top) return frames.length > 0 ? [0] : [];
  const walked = frames.some(({ side }) => side === "managed");
  const isOwn = ({ name, side }: NamedFrame): boolean =>
    (side === "managed" || !walked) && ["application", "driver"].includes(familyOf(name, side));
  const below = frames.slice(first + 1);
  const own = below.findIndex(isOwn);
  const other = below.findIndex(
    (frame) =>
      frame.side === top.side &&
      !isPlumbing(frame) &&
      holderOf(frame) !== holderOf(top) &&
      familyOf(frame.name, frame.side) !== "runtime",
  );
  const second = isOwn(top) || own < 0 ? other : own;
  return second < 0 ? [first] : [first, first + 1 + second];
}
