import { causeById } from "@/findings/causes/list";
import type { Act } from "@/training/attempt";
import type { DrillView, Judgement } from "@/training/view";

/** One thing that the trainee did, as the debrief lists it. */
export interface OwnStep {
  act: number;
  /** As typed, or in words. */
  says: string;
  isCommand: boolean;
  judged: Judgement | null;
  minutes: number;
}

export const JUDGEMENTS: Readonly<Record<Judgement, string>> = {
  asked: "the procedure asks for it",
  useful: "showed something that counts",
  detour: "a detour: showed nothing new",
  error: "the tool refused it",
  refused: "cannot be had here",
  preparing: "prepares",
  harmful: "did harm",
};

function wordsOf(act: Act, index: number, view: DrillView): string | null {
  switch (act.do) {
    case "open":
      return `Went to: ${view.targets.find(({ target }) => target === act.target)?.label ?? act.target}`;
    case "ask-customer":
      return `Asked the customer: ${view.customer.find(({ id }) => id === act.question)?.text ?? act.question}`;
    case "hint":
      return `Took a hint: ${view.hints.find((hint) => hint.act === index)?.text ?? ""}`;
    case "accuse":
      return `Named: ${causeById(act.cause)?.title ?? act.cause}`;
    case "give-up":
      return "Gave up";
    default:
      return null;
  }
}

/** All that was done, in order; answers and the remedy have places of their own. */
export function ownWay(view: DrillView, acts: readonly { act: Act }[]): OwnStep[] {
  return acts.flatMap(({ act }, index): OwnStep[] => {
    const entry = act.do === "type" ? view.terminal.find((one) => one.act === index) : undefined;
    if (entry) {
      const { line, judged, minutes } = entry;
      return [{ act: index, says: line, isCommand: true, judged, minutes }];
    }
    const says = wordsOf(act, index, view);
    return says === null ? [] : [{ act: index, says, isCommand: false, judged: null, minutes: 0 }];
  });
}
