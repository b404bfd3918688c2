import { type CauseId, WaitchainError } from "@/evidence";
import type { Hang } from "@/simulator/hangs/hang";
import { HERRING_NAMES } from "@/simulator/hangs/herrings";
import { HANGS } from "@/simulator/hangs/list";
import { serverWith } from "@/simulator/hangs/simulate";
import { PRINTERS } from "@/simulator/printers/list";
import { Random } from "@/simulator/random";
import { bestPlay } from "./best-play";
import { codeOf, type DrillCode, formatCode, SEEDS } from "./code";
import { complaintOf } from "./complaints";
import type { Drill } from "./drill";
import { writtenDrill } from "./drills/list";
import { hangOf, type WrittenDrill } from "./drills/written-drill";
import { Memory } from "./memory";
import type { Played } from "./played";
import { scoreOf } from "./score";
import { usualTool } from "./simulated-world";
import { type Level, TOPIC_OF } from "./topics";

/** A drill with the best way through it. */
export interface MadeDrill {
  drill: Drill;
  best: Played;
  memory: Memory;
}

/** Servers that are tried for one code; nearly always the first one will do. */
const MOST_TRIED = 40;
const FULL_MARKS = 100;

type Generated = Extract<DrillCode, { kind: "generated" }>;

/** Outputs that are refused at the highest level: so many of them. */
const REFUSED: readonly [number, number] = [2, 4];
const PARSERS = [...new Set(PRINTERS.map(({ parser }) => parser))].sort();

/** What hangs the server that is tried for a code, and the chance that all else is drawn by. */
function drawn({ topic, level, seed }: Generated, attempt: number): { hang: Hang; random: Random } {
  const random = new Random(seed).fork(`${topic} ${level} ${attempt}`);
  return { hang: random.pick(HANGS.filter(({ cause }) => TOPIC_OF[cause] === topic)), random };
}

/** A generated drill of that cause, of the seeds from `seed` on; as nearly all codes, it is of the first server tried. */
export function codeForCause(cause: CauseId, level: Level, seed: number): string {
  const code: Generated = { kind: "generated", topic: TOPIC_OF[cause], level, seed: seed % SEEDS };
  return drawn(code, 0).hang.cause === cause ? formatCode(code) : codeForCause(cause, level, seed + 1);
}

function generated(code: Generated, attempt: number): Drill {
  const { topic, level } = code;
  const { hang, random } = drawn(code, attempt);
  const without = level === 1 ? HERRING_NAMES : (hang.without ?? []);
  const made = serverWith({ ...hang, without }, random.int(1, 2 ** 31 - 1), hang.cause);
  return {
    code: formatCode(code),
    written: null,
    level,
    topic,
    hang: made,
    contributing: [],
    complaint: complaintOf(topic, random.fork("complaint")),
    tool: usualTool(made),
    refuses: level === 3 ? random.sample(PARSERS, random.int(...REFUSED)) : [],
    sosLoaded: level === 1,
  };
}

function written(drill: WrittenDrill, code: DrillCode, attempt: number): Drill {
  const seed = attempt === 0 ? code.seed : new Random(code.seed).fork(`${drill.id} ${attempt}`).int(1, 2 ** 31 - 1);
  const hang = hangOf(drill, seed);
  return {
    code: formatCode(code),
    written: drill.id,
    level: drill.level,
    topic: drill.topic,
    hang,
    contributing: drill.contributing,
    remedy: drill.remedy,
    complaint: drill.complaint(hang.server),
    tool: drill.tool ?? usualTool(hang),
    refuses: drill.refuses ?? [],
    sosLoaded: drill.sosLoaded ?? true,
  };
}

/** Causes that stand beside the first one once all is seen: naming one of them is not wrong. */
function contributingTo(best: Played): CauseId[] {
  const { hang, contributing } = best.drill;
  const beside = best.now.known.causes.filter(
    ({ id, standing }) => id !== hang.cause && (standing === "confirmed" || standing === "likely"),
  );
  return [...new Set([...contributing, ...beside.map(({ id }) => id)])];
}

function tryOut(drill: Drill): MadeDrill {
  const memory = new Memory();
  const best = bestPlay(drill, memory);
  const whole = { ...drill, contributing: contributingTo(best) };
  return { drill: whole, best: { ...best, drill: whole }, memory };
}

function maker(code: DrillCode): (attempt: number) => Drill {
  if (code.kind === "generated") return (attempt) => generated(code, attempt);
  const found = writtenDrill(code.id);
  if (found) return (attempt) => written(found, code, attempt);
  throw new WaitchainError({
    code: "DRILL_UNKNOWN",
    what: `There is no drill called ${code.id.slice(0, 60)}.`,
    fix: "It may be of a newer version. Ask whoever sent the code, or choose another drill.",
  });
}

/**
 * The drill of a code. A server on which the procedure does not reach full marks makes no drill: the next one of the
 * same code is taken, so that every code can be solved. Throws a WaitchainError for a wrong code.
 */
export function makeDrill(typed: string): MadeDrill {
  const code = codeOf(typed);
  const make = maker(code);
  for (let attempt = 0; attempt < MOST_TRIED; attempt++) {
    const made = tryOut(make(attempt));
    if (scoreOf(made.best, made.best).total === FULL_MARKS) return made;
  }
  throw new WaitchainError({
    code: "DRILL_NOT_MADE",
    what: `No server could be made for ${formatCode(code)} that the procedure solves.`,
    fix: "Choose another code. This is a fault of the program: please report the code.",
  });
}
