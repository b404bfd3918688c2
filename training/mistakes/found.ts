import { canonicalHex, type Hex } from "@/evidence";
import type { Played, PlayedAccusation, PlayedEntry, PlayedQuestion } from "../played";
import { remediesFor } from "../remedies";
import { DEDUCTIONS, PARTS } from "../rubric";
import { DETOUR, ERROR } from "../score";
import { kindOf, openingOf } from "../targets";
import type { Mistake } from "../view";
import { isMistake, MISTAKES, type MistakeId, OF_ACCUSATION, OF_FAMILY, OF_HARM } from "./kinds";

interface Made {
  act: number;
  points: number;
  minutes?: number;
  /** Where this one tells more than its kind. */
  tempts?: string;
  page?: string;
}

function mistake(id: MistakeId, { act, points, minutes = 0, tempts, page }: Made): Mistake {
  const kind = MISTAKES[id];
  return {
    id,
    act,
    title: kind.title,
    points: Math.round(10 * points) / 10,
    minutes,
    tempts: tempts ?? kind.tempts,
    page: page ?? kind.page,
  };
}

function pageOf(parser: string | null): { page: string } | Record<string, never> {
  return parser === null ? {} : { page: `/commands/${parser}` };
}

/** A wrong answer costs what the right one would have brought, and what is taken off for guessing. */
function answeredWrongly({ questions, entries }: Played, best: Played): Mistake[] {
  const each = best.questions.length === 0 ? 0 : PARTS.reading.points / best.questions.length;
  return questions.flatMap(({ question, answered }: PlayedQuestion): Mistake[] => {
    if (!answered || answered.right) return [];
    const { family, options, about } = question;
    const chosen = options.find(({ id }) => id === answered.option);
    const own = chosen?.mistake ?? "";
    const id = isMistake(own) ? own : (OF_FAMILY[family] ?? "output-misread");
    const made = {
      act: answered.act,
      points: each + each / (options.length - 1),
      ...(chosen?.tempts ? { tempts: chosen.tempts } : {}),
    };
    const parser = entries.find(({ file }) => file === about.file)?.parser ?? null;
    return [mistake(id, id === "output-misread" ? { ...made, ...pageOf(parser) } : made)];
  });
}

function accused({ act, cause, verdict, says }: PlayedAccusation): Mistake[] {
  if (verdict === "unproven") return [mistake("accused-unproven", { act, points: DEDUCTIONS.unproven.points })];
  if (verdict !== "wrong") return [];
  const known = OF_ACCUSATION[cause];
  const points = DEDUCTIONS.wrongAccusation.points;
  return [
    known
      ? mistake(known, { act, points })
      : mistake("accused-wrongly", {
          act,
          points,
          tempts: `${MISTAKES["accused-wrongly"].tempts} ${says}`,
          page: `/causes/${cause}`,
        }),
  ];
}

// ~2cf8s   ~0x2cf8e !clrstack   ~~[11]s
const BY_NUMBER = /^\s*~(?:~\[(?<bracketed>[0-9a-fx]{1,18})\]|(?<plain>[0-9a-fx]{1,18}))\s*[sek]/i;

/** Whether a line names a thread by a number that means another one, or none. */
function mistakesThread({ line, target }: PlayedEntry, { drill }: Played): boolean {
  if (kindOf(target) !== "user") return false;
  const { threads } = drill.hang.server;
  const { bracketed, plain } = BY_NUMBER.exec(line)?.groups ?? {};
  if (bracketed !== undefined) return threads.some(({ number }) => String(number) === bracketed);
  const hex: Hex | null = plain === undefined ? null : canonicalHex(plain);
  if (hex !== null) return threads.some(({ osThreadId, runtime }) => osThreadId === hex || runtime?.object === hex);
  return /^\s*!thread\s+\S/i.test(line);
}

const SHELLS: ReadonlySet<string> = new Set(["cmd", "powershell", "unix"]);
const CHANGES_SETTINGS =
  /\bappcmd(?:\.exe)?\s+(?:set|configure|add|delete|reset)\b|\bweb\.config\b|\bapplicationhost\.config\b|\bset-webconfiguration/i;
const LOCKS = /^\s*!locks\b/i;

/** Whether the other command of that name was wanted. */
function confusesLocks({ line, target, before }: PlayedEntry): boolean {
  const other = kindOf(target) === "user" ? "kernel" : "user";
  return LOCKS.test(line) && before.wanted.some((one) => kindOf(one.target) === other && LOCKS.test(one.next.command));
}

/** A stack of one that waits, while nobody has looked at the owner's. */
function looksAtWaiter({ parser, tried, before }: PlayedEntry): boolean {
  const thread = Number(tried.command.thread ?? tried.at ?? Number.NaN);
  const { findings } = before.known;
  const waiters = findings.find(({ id }) => id === "monitor-waiters")?.values.threads;
  const isStack = parser === "windbg-stack" || parser === "sos-clrstack";
  return isStack && Array.isArray(waiters) && (waiters as readonly unknown[]).includes(thread);
}

/** Points of the way that a line has cost. */
const COST: Readonly<Partial<Record<PlayedEntry["judged"], number>>> = { error: ERROR, detour: DETOUR };

function typed(entry: PlayedEntry, played: Played): Mistake[] {
  const { act, judged, minutes, harm, line, parser, target, tried } = entry;
  if (harm) return [mistake(OF_HARM[harm] ?? "restarted-first", { act, points: DEDUCTIONS.harm.points, minutes })];
  const points = COST[judged] ?? 0;
  const made = { act, points, minutes };
  if (SHELLS.has(kindOf(target)) && CHANGES_SETTINGS.test(line)) return [mistake("settings-changed", made)];
  if (judged === "error" && mistakesThread(entry, played)) return [mistake("wrong-thread-number", made)];
  if (judged === "error" && tried.withoutSos) return [mistake("sos-not-loaded", made)];
  if (judged === "error") return [mistake("debugger-error", { ...made, ...pageOf(parser) })];
  if (judged !== "detour") return [];
  if (confusesLocks(entry)) return [mistake("locks-confused", made)];
  if (looksAtWaiter(entry)) return [mistake("stopped-at-waiters", made)];
  return [mistake("detour", { ...made, ...pageOf(parser) })];
}

function kernelForNothing({ opened }: Played, best: Played): Mistake[] {
  const kernel = opened.get("kernel");
  if (!kernel || kernel.asked || best.opened.has("kernel")) return [];
  const { minutes } = openingOf("kernel");
  return [mistake("needless-kernel-dump", { act: kernel.act, points: DEDUCTIONS.harm.points, minutes })];
}

function chosenRemedy({ drill, remedy }: Played): Mistake[] {
  const chosen = remediesFor(drill).find(({ id }) => id === remedy?.option);
  if (!remedy || !chosen || chosen.right) return [];
  const id = chosen.mistake ?? "wrong-remedy";
  const made = { act: remedy.act, points: PARTS.remedy.points, tempts: chosen.tempts ?? "" };
  return [mistake(id, id === "wrong-remedy" ? { ...made, page: `/causes/${drill.hang.cause}` } : made)];
}

/** What went wrong in an attempt, in the order it happened: what each cost, why it tempts, and where it is explained. */
export function mistakesOf(played: Played, best: Played): Mistake[] {
  return [
    ...answeredWrongly(played, best),
    ...played.accusations.flatMap(accused),
    ...played.entries.flatMap((entry) => typed(entry, played)),
    ...kernelForNothing(played, best),
    ...chosenRemedy(played),
  ].sort((a, b) => (a.act ?? 0) - (b.act ?? 0));
}
