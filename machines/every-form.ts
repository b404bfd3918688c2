import { type CommandAsk, DEBUGGERS, SYSTEMS } from "./ask";
import { formOf } from "./forms";
import { type NextCommand, resolveCommand } from "./resolve";
import { plainSituation } from "./situation";

/** A form of an ask, or what is said where there is none, with those it is for. */
export interface EveryForm {
  /** Null where there is only something to say. */
  next: NextCommand | null;
  lacks: string | null;
  /** Tools, and Linux where it has a form of its own; all of them are named. */
  for: readonly string[];
}

/** Every form that an ask has, in the order of the tools; values that only a case can give stand in brackets. */
export function everyForm(ask: CommandAsk): EveryForm[] {
  const forms = new Map<string, EveryForm & { for: string[] }>();
  for (const { value: system, label: systemLabel } of SYSTEMS) {
    for (const { value: tool, label } of DEBUGGERS) {
      const situation = plainSituation(tool, system);
      const found = formOf(ask, situation);
      if (!found) continue;
      const next = resolveCommand(ask, [], situation);
      const lacks = "lack" in found ? found.lack.lacks : null;
      const key = next?.command ?? lacks ?? "";
      const known = forms.get(key);
      const name = system === "windows" ? label : systemLabel;
      if (!known) forms.set(key, { next, lacks, for: [name] });
      else if (!known.for.includes(name) && !(system === "linux" && known.for.includes(label))) known.for.push(name);
    }
  }
  return [...forms.values()];
}
