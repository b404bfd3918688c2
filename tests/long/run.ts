import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { readTranscript } from "@/parsers/read";
import { PRINTERS } from "@/simulator/printers/list";
import { Random } from "@/simulator/random";
import { fuzzedPaste } from "../support/fuzzed-paste";
import { accountFaults } from "../support/line-account";
import { nameOf } from "../support/round-trip";
import { cleanRun, damagedRun } from "../support/round-trip-runs";
import { SlowestPastes } from "./slowest-pastes";

const USAGE = `npm run test:long -- [--servers 1000] [--share 8] [--pastes 100000] [--seed 20261122] [--only NAME]

--servers  made-up servers that every printer prints; 0 leaves the round trip out
--share    a server meets every so-many-th kind of damage, the next server the next ones; 1: every server meets all
--pastes   mangled pastes that are read; 0 leaves them out
--only     printers whose name contains this
`;

const { values } = parseArgs({
  options: {
    servers: { type: "string", default: "1000" },
    share: { type: "string", default: "8" },
    pastes: { type: "string", default: "100000" },
    seed: { type: "string", default: "20261122" },
    only: { type: "string", default: "" },
    help: { type: "boolean", default: false },
  },
});

const total = { passed: 0, failed: 0 };

function report(name: string, faults: readonly string[]): void {
  if (faults.length === 0) total.passed++;
  else total.failed++;
  for (const fault of faults) process.stdout.write(`FAILED ${name}: ${fault}\n`);
}

let told = 0;
function progress(text: string): void {
  if (performance.now() - told < 5000) return;
  told = performance.now();
  process.stderr.write(`${(told / 60_000).toFixed(1)} min  ${text}, ${total.failed} failed\n`);
}

function roundTrip(servers: number, share: number): void {
  const printers = PRINTERS.filter((printer) => nameOf(printer).includes(values.only));
  printers.forEach((printer, at) => {
    progress(`printer ${at + 1} of ${printers.length}, ${nameOf(printer)}`);
    report(nameOf(printer), cleanRun(printer, 1, servers));
    report(`${nameOf(printer)}, damaged`, damagedRun(printer, 1, servers, share));
  });
}

function fuzz(pastes: number, seed: number): void {
  const slowest = new SlowestPastes(pastes);
  const faults: string[] = [];
  for (let at = 0; at < pastes && faults.length < 20; at++) {
    progress(`paste ${at} of ${pastes}`);
    const text = fuzzedPaste(new Random(seed).fork(`paste ${at}`));
    faults.push(...accountFaults(text).map((fault) => `seed ${seed}, paste ${at}: ${fault}`));
    slowest.add(at, text);
  }
  report("every line accounted for", faults);
  const { slowestRatio, paste, median } = slowest.measure((text) => readTranscript({ name: "paste", text }, 0));
  process.stdout.write(
    `the slowest of ${pastes} pastes, number ${paste}, takes ${slowestRatio.toFixed(2)} times the median of ${median.toFixed(2)} s a MB\n`,
  );
  report(
    "time per byte",
    slowestRatio <= 3 ? [] : [`paste ${paste} takes ${slowestRatio.toFixed(2)} times the median`],
  );
}

if (values.help) process.stdout.write(USAGE);
else {
  if (Number(values.servers) > 0) roundTrip(Number(values.servers), Number(values.share));
  if (Number(values.pastes) > 0) fuzz(Number(values.pastes), Number(values.seed));
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}
