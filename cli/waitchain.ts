import { WaitchainError } from "@/evidence";
import { UsageError } from "./arguments";
import { runDiagnose } from "./diagnose-command";
import { runDrill } from "./drill-command";
import { runSimulate } from "./simulate-command";
import { usage } from "./usage";

async function main(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  try {
    if (command === "diagnose") return runDiagnose(rest);
    if (command === "simulate") return runSimulate(rest);
    if (command === "drill") return await runDrill(rest);
    process.stderr.write(usage());
    return command === undefined || command === "--help" ? 0 : 2;
  } catch (error) {
    if (!(error instanceof WaitchainError)) throw error;
    const { code, what, fix } = error.problem;
    process.stderr.write(`${code}: ${what}\n${fix}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
