import { customerQuestions } from "./customer";
import type { Played, PlayedEntry, PlayedQuestion } from "./played";
import type { Playing } from "./playing";
import { remediesFor } from "./remedies";
import { labelOf, openingOf } from "./targets";
import type { Screen } from "./trainees/trainee";
import type { DrillView, QuestionView, TargetView, TerminalEntry } from "./view";

const PLAIN = new WeakMap<PlayedEntry, TerminalEntry>();

/** What a page shows of a line: the same object as long as the line is the same. */
function plainEntry(entry: PlayedEntry): TerminalEntry {
  const { act, target, prompt, line, output, judged, minutes, findings } = entry;
  const plain = PLAIN.get(entry) ?? { act, target, prompt, line, output, judged, minutes, findings };
  PLAIN.set(entry, plain);
  return plain;
}

function questionView({ question, answered }: PlayedQuestion, entries: readonly PlayedEntry[]): QuestionView {
  const { id, text, options, answer, why, about } = question;
  const entry = entries.find(({ file }) => file === about.file);
  const from = Math.max(0, about.lines[0] - 2);
  const to = Math.min(about.lines[1] - 2, (entry?.output.length ?? 0) - 1);
  const tempts = options.find((option) => option.id === answered?.option)?.tempts ?? null;
  return {
    id,
    text,
    options: options.map((option) => ({ id: option.id, text: option.text })),
    about: entry && from <= to ? { act: entry.act, from, to } : null,
    answered: answered && {
      option: answered.option,
      right: answered.right,
      answer,
      why: tempts === null ? why : `${tempts} ${why}`,
    },
  };
}

function targetViews({ targets }: Playing, { opened }: Played): TargetView[] {
  return targets.map((target) => {
    const open = opened.has(target);
    const { minutes, why } = openingOf(target);
    return { target, label: labelOf(target), open, minutes: open ? 0 : minutes, why: open ? null : why };
  });
}

function remedyView({ phase }: Playing, { drill, remedy }: Played): DrillView["remedy"] {
  if (phase !== "remedy" && !remedy) return null;
  const options = remediesFor(drill).map(({ id, text }) => ({ id, text }));
  return { options, chosen: remedy?.option ?? null, right: remedy?.right ?? null };
}

/** A question may tell what the one before it asks, so each waits until that is answered. */
function oneByOne(questions: Played["questions"], { phase }: Playing): Played["questions"] {
  const open = phase === "debrief" ? -1 : questions.findIndex(({ answered }) => answered === null);
  return open < 0 ? questions : questions.slice(0, open + 1);
}

/** What is on the screen, without anything that is worked out beside the best way. */
export function screenOf(playing: Playing, played: Played = playing.played): Screen {
  const { drill, entries, questions, accusations } = played;
  return {
    phase: playing.phase,
    targets: targetViews(playing, played),
    target: playing.target,
    terminal: entries.map(plainEntry),
    questions: oneByOne(questions, playing).map((one) => questionView(one, entries)),
    customer: customerQuestions(played),
    accusations: accusations.map(({ act, cause, verdict, says }) => ({ act, cause, verdict, says })),
    remedy: remedyView(playing, played),
    tool: drill.tool,
  };
}
