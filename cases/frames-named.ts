import { evidenceSet } from "@/findings/evidence-set";
import { type FrameFamily, type FrameSide, familyOf } from "@/findings/frame-families";
import { idleOf, type NamedFrame } from "@/findings/idle-stacks";
import { isPlumbing } from "@/findings/stack-frames";
import { type ShownSignature, type StackGroup, type StackSurvey, shownSignatures } from "@/findings/stack-groups";
import { stackSurveys } from "@/findings/stack-surveys";
import { read } from "./diagnose";

/** One frame of a stack, and what it tells by itself. */
export interface ReadFrame extends NamedFrame {
  family: FrameFamily;
  /** Signatures that this frame shows, the weightiest first. */
  signatures: readonly string[];
  /** True of any thread that waits: look further down. */
  plumbing: boolean;
}

/** A stack, or a single symbol, and what its thread is doing. */
export interface ReadStack {
  /** Threads that have it; null for symbols that were typed. */
  threads: number | null;
  /** `thread 39`, as far as told. */
  names: readonly string[];
  frames: readonly ReadFrame[];
  /** Signatures of the whole stack, the weightiest first. */
  signatures: readonly string[];
  /** Kind of idle thread, or null. */
  idle: string | null;
  /** Some of its rows were cut out. */
  cut: boolean;
}

export interface FramesNamed {
  stacks: readonly ReadStack[];
  /** Commands whose output was recognised. */
  commands: readonly string[];
  /** Stacks beyond the number that is shown. */
  further: number;
}

const MOST_STACKS = 60;
const MOST_FRAMES = 120;
const MOST_NAMES = 12;
const MOST_TYPED_LINES = 400;

/** ntdll!ZwQueryDirectoryFile+0xc */
const NATIVE = /(?<![\w!])([A-Za-z_][\w.]{0,80})!([^\s(+]{1,300})/;
/** System.Threading.Monitor.Enter(System.Object) */
const MANAGED = /(?<![\w.])([A-Za-z_][\w`+<>]{0,120}(?:\.[\w`+<>[\],]{1,120}){1,20})/;
const IN_KERNEL = /^(?:nt|ntkrnl\w*|ntoskrnl|fltmgr|ntfs|refs|vmlinux|win32k\w*)$/i;

function typedFrame(row: string): NamedFrame | null {
  const native = NATIVE.exec(row);
  if (native) {
    const [, module = "", symbol = ""] = native;
    // dotnet-stack and dotnet-trace write the assembly in front of the method.
    if (/^[A-Za-z_]\w*(?:\.[\w`+<>]+)+$/.test(symbol)) return { name: symbol, side: "managed" };
    const side: FrameSide = IN_KERNEL.test(module) ? "kernel" : "native";
    return { name: `${module}!${symbol}`, side };
  }
  const [, method] = MANAGED.exec(row) ?? [];
  return method && !/\.(?:sys|dll|exe|txt|log|cs|dmp)$/i.test(method) ? { name: method, side: "managed" } : null;
}

/** Which of the signatures stands on which frame. */
function readFrames(frames: readonly NamedFrame[], shown: readonly ShownSignature[]): ReadFrame[] {
  return frames.slice(0, MOST_FRAMES).map((frame) => ({
    ...frame,
    family: familyOf(frame.name, frame.side),
    signatures: shown.filter((hit) => hit.frame === frame).map(({ signature }) => signature.id),
    plumbing: isPlumbing(frame),
  }));
}

function readStack(frames: readonly NamedFrame[], group: Pick<StackGroup, "cut" | "idle"> | null): ReadStack {
  const shown = [...shownSignatures(frames)];
  const idle = group ? (group.idle?.id ?? null) : (idleOf(frames)?.kind.id ?? null);
  return {
    threads: null,
    names: [],
    frames: readFrames(frames, shown),
    signatures: shown.map(({ signature }) => signature.id),
    idle,
    cut: group?.cut ?? false,
  };
}

function stacksOf({ frames, groups }: StackSurvey): ReadStack[] {
  return groups.map((group) => ({
    ...readStack(
      group.frames.flatMap((at) => frames[at] ?? []),
      group,
    ),
    threads: group.count,
    names: group.threads.slice(0, MOST_NAMES).map(({ thread, osThreadId }) => `${thread ?? osThreadId ?? "?"}`),
  }));
}

/** Every stack in a text with what its thread is doing; where it holds none, every symbol. */
export function framesNamed(text: string): FramesNamed {
  const { blocks } = read({ name: "", text }, 0);
  const surveys = stackSurveys(evidenceSet(blocks));
  const stacks = surveys.flatMap(stacksOf);
  if (stacks.length === 0 && blocks.every(({ report }) => report === null)) {
    const rows = text.split(/\r\n|\r|\n/, MOST_TYPED_LINES);
    const frames = rows.flatMap((row) => typedFrame(row) ?? []);
    if (frames.length > 0) stacks.push(readStack(frames, null));
  }
  return {
    stacks: stacks.slice(0, MOST_STACKS),
    commands: [...new Set(blocks.filter(({ report }) => report !== null).map(({ command }) => command))],
    further: Math.max(0, stacks.length - MOST_STACKS),
  };
}
