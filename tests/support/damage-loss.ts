import type { Random } from "@/simulator/random";
import type { Damager } from "./damage-layout";

/** The paste ends anywhere, mostly inside a line. */
export const truncated: Damager = (text, random) => text.slice(0, random.int(1, text.length - 1));

/** The console kept only the last lines. */
export const beheaded: Damager = (text, random) => {
  const lines = text.split("\n");
  return lines.slice(random.int(1, Math.max(1, lines.length - 2))).join("\n");
};

function without(text: string, random: Random, share: number): string {
  return text
    .split("\n")
    .filter(() => !random.chance(share))
    .join("\n");
}

export const lostLines: Damager = (text, random) => without(text, random, 0.15);
export const lostLine: Damager = (text, random) =>
  text
    .split("\n")
    .toSpliced(random.int(0, text.split("\n").length - 1), 1)
    .join("\n");

function shortened(mark: string): Damager {
  return (text, random) => {
    const lines = text.split("\n");
    const from = random.int(1, Math.max(1, lines.length - 3));
    return lines.toSpliced(from, random.int(1, Math.max(1, lines.length - from - 2)), mark).join("\n");
  };
}

export const elided: Damager = shortened("...");
export const snipped: Damager = shortened("[snip]");
export const described: Damager = shortened("... Lots of similar entries ...");

/** A narrow window shows only the front of each line. */
export const clipped: Damager = (text) =>
  text
    .split("\n")
    .map((line) => line.slice(0, 72))
    .join("\n");
