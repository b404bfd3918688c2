import type { Act } from "../attempt";
import type { DrillView } from "../view";

/** What of a drill's page a trainee needs to go on. */
export type Screen = Pick<
  DrillView,
  "phase" | "targets" | "target" | "terminal" | "questions" | "customer" | "accusations" | "remedy" | "tool"
>;

/** Somebody who plays drills, by what the screen shows and by nothing else. */
export interface Trainee {
  next(screen: Screen): Act;
}

/** Acts of a drill that nobody needs. */
const MOST_ACTS = 400;

/** What a drill is played on. */
export interface Playable {
  screen(): Screen;
  take(act: Act): void;
}

/** Plays to the debrief; whoever does not get there gives up. */
export function playOut(drill: Playable, trainee: Trainee): Act[] {
  const acts: Act[] = [];
  for (let screen = drill.screen(); screen.phase !== "debrief"; screen = drill.screen()) {
    const act: Act = acts.length < MOST_ACTS ? trainee.next(screen) : { do: "give-up" };
    acts.push(act);
    drill.take(act);
  }
  return acts;
}
