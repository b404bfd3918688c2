import { causeById } from "@/findings/causes/list";
import { count } from "@/findings/say";
import { writtenDrill } from "@/training/drills/list";
import { DEDUCTIONS, PARTS, type Part } from "@/training/rubric";
import { LEVEL_NAMES, TOPIC_NAMES } from "@/training/topics";
import type { DrillView, HintView, QuestionView, WayStep } from "@/training/view";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const PART_NAMES = Object.keys(PARTS) as Part[];

/** What is printed before the first line. */
export function brief({ code, written, topic, level, complaint, targets }: DrillView): string[] {
  const title = written === null ? TOPIC_NAMES[topic] : (writtenDrill(written)?.title ?? written);
  return [
    `${title}  (${code}, level ${level}: ${LEVEL_NAMES[level]})`,
    "",
    `Customer: ${complaint}`,
    "",
    "At hand:",
    ...targets.map(targetLine),
    "",
    `Points: ${PART_NAMES.map((part) => `${PARTS[part].title.toLowerCase()} ${PARTS[part].points}`).join(", ")}.`,
    "Words with a colon are for the drill: :help lists them. All else goes to the console at hand.",
    "",
  ];
}

function targetLine({ target, label, open, minutes }: DrillView["targets"][number]): string {
  const cost = open ? "open" : minutes > 0 ? `costs the customer ${minutes} min` : "";
  return `  ${target.padEnd(20)} ${label}${cost ? ` (${cost})` : ""}`;
}

export function targetLines({ targets }: DrillView): string[] {
  return targets.map(targetLine);
}

export function questionLines({ text, options, answered }: QuestionView, number: number): string[] {
  const option = options.findIndex(({ id }) => id === answered?.option);
  const answer = options.findIndex(({ id }) => id === answered?.answer);
  return [
    `Question ${number}: ${text}`,
    ...options.map((each, at) => `  ${LETTERS[at]}) ${each.text}`),
    ...(answered
      ? [
          `  Your answer ${LETTERS[option]} is ${answered.right ? "right" : `wrong; it is ${LETTERS[answer]}`}. ${answered.why}`,
        ]
      : [`  :answer ${number} LETTER`]),
  ];
}

export function hintLine({ text, points }: HintView): string {
  return `Hint (-${points}): ${text}`;
}

export function scoreLines({ score, spent, hints }: DrillView): string[] {
  return [
    ...PART_NAMES.map((part) => `  ${PARTS[part].title.padEnd(14)} ${score.parts[part]} of ${PARTS[part].points}`),
    ...score.deductions.map(({ of, points }) => `  ${DEDUCTIONS[of].says}: -${points}`),
    `  ${score.total} of 100 points; ${spent.minutes} min of the customer, ${count(spent.commands, "line")}, ${count(hints.length, "hint")}`,
  ];
}

function wayLine({ command, target, why, acts }: WayStep): string {
  return `  ${acts.length > 0 ? "done  " : "missed"} ${target ? `${target}: ` : "customer: "}${command}  (${why})`;
}

/** What is printed at the end. */
export function debrief(view: DrillView): string[] {
  const { debrief: told, accusations } = view;
  if (!told) return [];
  const cause = causeById(told.cause);
  const solved = accusations.some(({ verdict }) => verdict === "right");
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length > 0 ? ["", title, ...lines] : [];
  return [
    "",
    `${solved ? "Solved" : "Not solved"}: ${cause?.title ?? told.cause}`,
    ...(cause ? [`  ${cause.says}`, ...cause.remedy.map((remedy) => `  - ${remedy}`)] : []),
    ...section("Points", scoreLines(view)),
    ...section("The best way", told.best.map(wayLine)),
    ...section(
      "What cost points",
      told.mistakes.map(
        ({ title, points, tempts, page }) => `  ${title} (-${Math.abs(points)}): ${tempts} See ${page}`,
      ),
    ),
    "",
    `The same with other numbers: ${told.again}`,
  ];
}
