import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import type { Bits } from "@/simulator/addresses";
import { type ConsoleReply, pasted } from "@/simulator/console/console";
import type { RuntimeVersion, System } from "@/simulator/runtime";
import { makeServer, type Server } from "@/simulator/server";

/** The blocks of a pasted answer that hold more than noise. */
export function tellingBlocks(reply: ConsoleReply, line: string): Block[] {
  const blocks = readTranscript({ name: "paste", text: pasted(reply, line) }, 0);
  return blocks.filter(({ parser, unread, problem }) => parser !== null || unread.length > 0 || problem !== null);
}

/** What is wrong with the reading of an answer; null when it is read as the output it is. */
export function fault(reply: ConsoleReply, line: string): string | null {
  const blocks = tellingBlocks(reply, line);
  const [block] = blocks;
  if (reply.kind !== "printed") return block?.problem ? null : `${line}: not known as an error: ${reply.output[0]}`;
  if (blocks.length === 1 && block?.parser === reply.parser && block?.outcome === "read") return null;
  return `${line}: ${blocks.map(({ parser, outcome }) => `${parser} ${outcome}`).join(", ")}`;
}

/** Every runtime on every system it runs on. */
const HOMES: readonly (readonly [RuntimeVersion, Bits, System])[] = [
  ["1.1", 32, "2003"],
  ["2.0", 32, "2003"],
  ["2.0", 64, "2008-r2"],
  ["4.x", 32, "2008-r2"],
  ["4.x", 64, "2019"],
  ["core", 32, "2019"],
  ["core", 64, "2019"],
  ["core", 64, "linux"],
];

/** A server of every kind. */
export function homes(seed: number): Server[] {
  return HOMES.map(([version, bits, system]) => makeServer(seed, { versions: [version], bits, systems: [system] }));
}
