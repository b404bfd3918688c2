import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

export const USAGE = `npm run test:long -- [--only NAME] [--servers 1000] [--pastes 100000] …

--servers N        made-up servers that every printer prints, and servers that hang, whose evidence
                   is left out in part; 0 leaves both out
--first-server N   number of the first of them, 1 unless told
--only NAME        the printer of that name, or all whose name contains it; leaves hangs and pastes out
--damage NAME      only this kind of damage (several joined with " + " are one kind)
--pastes N         mangled pastes that are read; 0 leaves them out
--first-paste N    number of the first of them, 0 unless told
--drills N         drills of the training that several trainees play, 5000 unless told; 0 leaves them out
--first-drill N    number of the first of them, 1 unless told
--seed N           what the pastes are drawn from
--workers N        processes at a time, one for each core unless told
`;

export interface Options {
  servers: number;
  firstServer: number;
  only: string;
  damage: string | null;
  pastes: number;
  firstPaste: number;
  drills: number;
  firstDrill: number;
  seed: number;
  workers: number;
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new RangeError(`--${name} must be a whole number, not ${text}.`);
  return Number(text);
}

/** What the command line asks for; null when it asks for help. */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      servers: { type: "string", default: "1000" },
      "first-server": { type: "string", default: "1" },
      only: { type: "string" },
      damage: { type: "string" },
      pastes: { type: "string" },
      "first-paste": { type: "string", default: "0" },
      drills: { type: "string" },
      "first-drill": { type: "string", default: "1" },
      seed: { type: "string", default: "20261122" },
      workers: { type: "string", default: String(availableParallelism()) },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  return {
    servers: wholeNumber("servers", values.servers),
    firstServer: wholeNumber("first-server", values["first-server"]),
    only: values.only ?? "",
    damage: values.damage ?? null,
    pastes: wholeNumber("pastes", values.pastes ?? (values.only === undefined ? "100000" : "0")),
    firstPaste: wholeNumber("first-paste", values["first-paste"]),
    drills: wholeNumber(
      "drills",
      values.drills ?? (values.only === undefined && values.damage === undefined ? "5000" : "0"),
    ),
    firstDrill: wholeNumber("first-drill", values["first-drill"]),
    seed: wholeNumber("seed", values.seed),
    workers: Math.max(1, wholeNumber("workers", values.workers)),
  };
}
