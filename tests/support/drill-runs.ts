import { Random } from "@/simulator/random";
import type { Act } from "@/training/attempt";
import { type DrillCode, formatCode } from "@/training/code";
import { makeDrill } from "@/training/make-drill";
import { Playing } from "@/training/playing";
import { scoreOf } from "@/training/score";
import { screenOf } from "@/training/screen";
import { LEVELS, TOPICS } from "@/training/topics";
import { Diligent } from "@/training/trainees/diligent";
import { playOut, type Trainee } from "@/training/trainees/trainee";
import { AtRandom, BlamesAtOnce, BlamesDriver } from "./trainees";

/** What trainees of several kinds reach in one drill. */
export interface DrillRun {
  code: string;
  solved: number;
  random: number;
  blamesDriver: number;
  blamesAtOnce: number;
}

/** Codes of generated drills, topics and levels in turn. */
export function generatedCodes(from: number, count: number): string[] {
  return Array.from({ length: count }, (_item, at) => {
    const seed = from + at;
    const topic = TOPICS[seed % TOPICS.length] ?? "locks";
    const level = LEVELS[Math.floor(seed / TOPICS.length) % LEVELS.length] ?? 1;
    return formatCode({ kind: "generated", topic, level, seed } satisfies DrillCode);
  });
}

/** Plays one drill with each of them. */
export function runDrill(code: string): DrillRun {
  const { drill, best, memory } = makeDrill(code);
  const points = (trainee: Trainee): number => {
    const playing = new Playing(drill, memory);
    const take = (act: Act): void => playing.take(act);
    playOut({ screen: () => screenOf(playing), take }, trainee);
    return scoreOf(playing.played, best).total;
  };
  const { seed, server } = drill.hang;
  return {
    code,
    solved: points(new Diligent(memory)),
    random: points(new AtRandom(server, new Random(seed).fork("at random"))),
    blamesDriver: points(new BlamesDriver(new Diligent(memory))),
    blamesAtOnce: points(new BlamesAtOnce()),
  };
}
