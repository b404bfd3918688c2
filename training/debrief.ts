import { questionById } from "@/findings/questions";
import { Random } from "@/simulator/random";
import { codeOf, formatCode, SEEDS } from "./code";
import { CUSTOMER_MINUTES } from "./customer";
import { mistakesOf } from "./mistakes/found";
import type { Played, PlayedEntry, Said } from "./played";
import { openingOf } from "./targets";
import { asksSame } from "./typed-command";
import type { Debrief, WayStep } from "./view";

function commandStep(
  { act, target, line, minutes, before, tried }: PlayedEntry,
  best: Played,
  played: Played,
): WayStep {
  const same = played.entries.filter((entry) => asksSame(entry.tried.command, tried.command, entry.tried.at));
  // Typed once more after SOS was loaded, it is wanted for what it was wanted for at first.
  const first = best.entries.find((entry) => entry.target === target && entry.line === line)?.before ?? before;
  const asked = [...first.wanted, ...first.instead].find(({ next }) => next.command === line);
  const isFirst = best.entries.find((entry) => entry.target === target)?.act === act;
  const opened = isFirst && (best.opened.get(target)?.act ?? -1) >= 0;
  return {
    title: first.known.step.title,
    target,
    command: line,
    why: asked?.next.why ?? first.known.step.why,
    minutes: minutes + (opened ? openingOf(target).minutes : 0),
    acts: same.map((entry) => entry.act),
  };
}

function questionStep({ question }: Said, played: Played): WayStep {
  const known = questionById(question);
  return {
    title: "Ask the customer",
    target: null,
    command: known?.ask ?? question,
    why: known?.why ?? "",
    minutes: CUSTOMER_MINUTES,
    acts: played.said.filter((one) => one.question === question).map(({ act }) => act),
  };
}

/** The better way, beside what the trainee did. What only failed on it is no part of it. */
export function wayOf(best: Played, played: Played): WayStep[] {
  const worked = best.entries.filter(({ kind }) => kind !== "error");
  const typed = worked.map((entry) => ({ act: entry.act, step: commandStep(entry, best, played) }));
  const said = best.said.map((one) => ({ act: one.act, step: questionStep(one, played) }));
  return [...typed, ...said].sort((a, b) => a.act - b.act).map(({ step }) => step);
}

/** The code of the same drill with other numbers. */
export function againCode(code: string): string {
  const parsed = codeOf(code);
  return formatCode({ ...parsed, seed: new Random(parsed.seed).fork("again").int(0, SEEDS - 1) });
}

/** What was behind it all, and what would have been a better way. */
export function debriefOf(played: Played, best: Played): Debrief {
  const { hang, contributing, code } = played.drill;
  const mistakes = mistakesOf(played, best);
  return { cause: hang.cause, contributing, best: wayOf(best, played), mistakes, again: againCode(code) };
}
