import type { StackGroup, StackSurvey } from "@/findings/stack-groups";

/** What the reader is looking for: part of a frame's name, or the number of a thread. */
export interface StackFilter {
  /** Indexes of the frames that match. */
  frames: ReadonlySet<number>;
  keeps(group: StackGroup): boolean;
}

const EVERYTHING: StackFilter = { frames: new Set(), keeps: () => true };

/** Groups with that text in a frame, or with the thread of that number, decimal as debuggers count or the OS id in hex. */
export function stackFilter(survey: StackSurvey, words: string): StackFilter {
  const wanted = words.trim().toLowerCase();
  if (wanted === "") return EVERYTHING;
  const frames = new Set<number>();
  survey.frames.forEach(({ name }, at) => {
    if (name.toLowerCase().includes(wanted)) frames.add(at);
  });
  const id = /^(?:thread |0x)?([0-9a-f]+)$/.exec(wanted)?.[1] ?? null;
  const isThread = ({ threads }: StackGroup): boolean =>
    id !== null &&
    threads.some(
      ({ thread, osThreadId, kernelAddress }) => String(thread) === id || osThreadId === id || kernelAddress === id,
    );
  return { frames, keeps: (group) => group.frames.some((at) => frames.has(at)) || isThread(group) };
}
