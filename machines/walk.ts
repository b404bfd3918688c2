import { type AnyMachineSnapshot, getInitialSnapshot, getMicrosteps } from "xstate";
import type { Playbook, PlaybookEvent } from "./playbook";

/** Where a playbook stands, and the way it went. */
export interface Walk {
  /** Steps passed, in order. */
  path: readonly string[];
  /** The step it rests at. */
  step: string;
  /** True when the step is an end: a verdict, or a proper "not enough". */
  end: boolean;
}

/** Walks a playbook from its start with all that is known. The same knowledge gives the same walk, whatever its order. */
export function walk(playbook: Playbook, facts: Iterable<string>, skipped: Iterable<string> = []): Walk {
  const { machine } = playbook;
  let snapshot: AnyMachineSnapshot = getInitialSnapshot(machine);
  let way: string[] = [String(snapshot.value)];
  const events: PlaybookEvent[] = [...[...skipped].sort().map((step) => ({ type: "step.skipped" as const, step }))];
  const known = [...new Set(facts)].sort();
  if (known.length > 0) events.push({ type: "evidence.filed", facts: known });
  for (const event of events) {
    const microsteps = getMicrosteps(machine, snapshot, event);
    const states = microsteps.map(([state]) => state);
    way = states.map((state) => String(state.value));
    snapshot = states.at(-1) ?? snapshot;
  }
  return { path: way.slice(0, -1), step: way.at(-1) ?? String(snapshot.value), end: snapshot.hasTag("end") };
}
