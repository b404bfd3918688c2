import { call, type Method } from "../methods";
import type { Thread } from "../threads";
import { lock } from "./locks";
import type { Stage, Story } from "./stage";
import { inRequestAt, waitsForMonitor } from "./stories";

type Range = readonly [least: number, most: number];

/** Goes through the files of a folder. */
export const LISTS_FOLDER: Story = inRequestAt(
  ["NtQueryDirectoryFile", "BASE!FindNextFileW"],
  [call("System.IO.Directory.InternalGetFileDirectoryNames", { isStatic: true })],
);

/** How threads stand behind the owner of a lock. */
export interface Queue {
  /** What the owner does. */
  owner: Story;
  /** Type of the object that is locked. */
  on: string;
  waiters: Range;
  /** The calls that want the lock, top first. */
  wanting?: readonly Method[];
  /** How long their requests have been running, in milliseconds. */
  age: Range;
}

/** Threads that wait for a lock whose owner is busy with its own request; gives the owner. */
export function behindOwner(stage: Stage, { owner: story, on, waiters: count, wanting, age }: Queue): Thread {
  const { random } = stage;
  const owner = stage.serves(stage.thread(story));
  const waiters = stage.threads(random.int(...count), waitsForMonitor(wanting));
  lock(stage, on, { kind: "thread", thread: owner }, waiters);
  stage.requests(waiters.length + 1, random.int(...age));
  stage.requestAge(random.int(...age));
  return owner;
}
