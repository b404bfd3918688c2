import { formOf } from "./forms";
import type { Playbook } from "./playbook";
import type { Situation } from "./situation";
import { type Walk, walk } from "./walk";

/** A step that was gone past, because nothing of it can be done here. */
export interface PassedOver {
  step: string;
  /** Why, in the words of the commands that it lacks. */
  reason: string;
}

/** Why nothing of a step can be done with this tool on this system; null when something can. */
export function nothingToDo(playbook: Playbook, stepId: string, situation: Situation): string | null {
  const ask = playbook.steps[stepId]?.ask;
  if (!ask || ask.questions.length > 0 || ask.commands.length === 0) return null;
  const others = ask.alternatives.filter(({ only }) => only === undefined || only === situation.system);
  const forms = ask.commands.map((each) => formOf(each, situation));
  const ways = [...forms, ...others.flatMap(({ commands }) => commands.map((each) => formOf(each, situation)))];
  if (ways.some((form) => form && "form" in form)) return null;
  // Without a debugger a dump can still be saved, for somebody who has one.
  const ofSystem = situation.system === "linux" && ask.commands.every(({ onLinux }) => onLinux !== undefined);
  if (situation.tool === "none" && !ofSystem) return null;
  const reasons = forms.flatMap((form) => (form && "lack" in form ? [form.lack.lacks] : []));
  return [...new Set(reasons)].join(" ");
}

/** Walks a playbook past the steps that cannot be done here; each is given up as an engineer would, with its reason. */
export function walkHere(
  playbook: Playbook,
  facts: Iterable<string>,
  skipped: readonly string[],
  situation: Situation,
): Walk & { passedOver: readonly PassedOver[] } {
  const known = [...facts];
  const passedOver: PassedOver[] = [];
  for (;;) {
    const at = walk(playbook, known, [...skipped, ...passedOver.map(({ step }) => step)]);
    const reason = at.end ? null : nothingToDo(playbook, at.step, situation);
    if (reason === null || passedOver.some(({ step }) => step === at.step)) return { ...at, passedOver };
    passedOver.push({ step: at.step, reason });
  }
}
