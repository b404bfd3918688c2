import { parseArgs } from "node:util";
import { CAUSE_IDS, type CauseId, WaitchainError } from "@/evidence";
import { playbookById } from "@/machines/list";
import type { Playbook } from "@/machines/playbook";
import { HANGS } from "@/simulator/hangs/list";
import { simulateHang } from "@/simulator/hangs/simulate";
import { fewestAsks, type Play, play } from "@/training/play";
import { UsageError } from "./arguments";
import { type Counted, simulationTable } from "./simulation-table";

/** What `simulate` was asked to do. */
interface SimulateArguments {
  count: number;
  seed: number;
  diagnose: boolean;
  cause: CauseId | undefined;
  refused: number;
  /** Servers whose fewest asks are worked out: each takes as long as hundreds of diagnoses. */
  fewest: number;
  verbose: boolean;
}

const SIMULATE_USAGE = `Usage: waitchain simulate [options]

Makes servers that hang, each for a cause that is known.

Options
  --count N       how many servers (default 27)
  --seed N        another seed gives other servers (default 1)
  --cause ID      only servers that hang for this cause
  --diagnose      play the playbook \`hang\` on each of them, and count what it names
  --refuse SHARE  share of the commands that cannot be run there, 0 to 1 (default 0)
  --fewest N      of how many solved servers to find the shortest way through the machine (default 54)
  --verbose       a line for each server that was not named right, with the way it went

Exit codes
  0  no cause was named wrong as confirmed     1  one was     2  wrong usage
`;

function wrong(what: string): never {
  throw new UsageError({ code: "WRONG_USAGE", what, fix: "See `waitchain simulate --help`." });
}

function numberOf(name: string, text: string | undefined, otherwise: number, most: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isFinite(value) || value < 0 || value > most) wrong(`"${text}" is no value for --${name}.`);
  return value;
}

function read(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      count: { type: "string" },
      seed: { type: "string" },
      cause: { type: "string" },
      refuse: { type: "string" },
      fewest: { type: "string" },
      diagnose: { type: "boolean" },
      verbose: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  }).values;
}

function parseSimulateArguments(args: readonly string[]): SimulateArguments | null {
  let values: ReturnType<typeof read>;
  try {
    values = read(args);
  } catch (error) {
    wrong(error instanceof Error ? (error.message.split("\n")[0] ?? "") : "The options cannot be read.");
  }
  if (values.help) return null;
  const cause = CAUSE_IDS.find((id) => id === values.cause);
  if (values.cause !== undefined && !cause) wrong(`There is no cause "${values.cause}".`);
  return {
    count: Math.floor(numberOf("count", values.count, HANGS.length, 1e6)),
    seed: Math.floor(numberOf("seed", values.seed, 1, 1e9)),
    diagnose: values.diagnose ?? false,
    cause,
    refused: numberOf("refuse", values.refuse, 0, 1),
    fewest: Math.floor(numberOf("fewest", values.fewest, 54, 1e6)),
    verbose: values.verbose ?? false,
  };
}

/** The seeds of a run: those of another run begin elsewhere. */
function seedsOf({ seed, count }: SimulateArguments): number[] {
  return Array.from({ length: count }, (_item, at) => seed * 1_000_003 + at);
}

function hangPlaybook(): Playbook {
  const playbook = playbookById("hang");
  if (!playbook) throw new WaitchainError({ code: "NO_PLAYBOOK", what: "The playbook hang is missing.", fix: "" });
  return playbook;
}

function describe({ hang, outcome, primary, solution }: Play): string {
  const { version, bits, system } = hang.server.runtime;
  const named = primary ? `${primary.id} (${primary.standing})` : "nothing";
  const way = [...solution.diagnosis.path, solution.diagnosis.step.id].join(" > ");
  return `${hang.seed} ${hang.cause} on .NET ${version} ${bits} ${system}: ${outcome}, named ${named}; ${way}\n`;
}

/** Runs `simulate`; gives the exit code. */
export function runSimulate(args: readonly string[]): number {
  const wanted = parseSimulateArguments(args);
  if (!wanted) {
    process.stdout.write(SIMULATE_USAGE);
    return 0;
  }
  const playbook = hangPlaybook();
  const plays: Counted[] = [];
  let measured = 0;
  for (const seed of seedsOf(wanted)) {
    const hang = simulateHang(seed, wanted.cause);
    if (!wanted.diagnose) {
      const { version, bits, system } = hang.server.runtime;
      process.stdout.write(`${seed}\t${hang.cause}\t.NET ${version}\t${bits}\t${system}\n`);
      continue;
    }
    const played = play(playbook, hang, { refused: wanted.refused });
    const fewest =
      played.outcome === "right" && measured++ < wanted.fewest
        ? fewestAsks(playbook, played, { refused: wanted.refused })
        : null;
    plays.push({ cause: hang.cause, outcome: played.outcome, asks: played.asks, fewest });
    if (wanted.verbose && played.outcome !== "right") process.stdout.write(describe(played));
  }
  if (wanted.diagnose) process.stdout.write(simulationTable(plays));
  return plays.some(({ outcome }) => outcome === "wrong as confirmed") ? 1 : 0;
}
