import "./require-node.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { main, SetupProblem, secondsSince } from "./project.mjs";
import { stages } from "./stages.mjs";

/**
 * `npm test` runs every stage; `npm test -- unit types` those; `npm test -- unit tests/parsers` one,
 * handing the rest of the line to its tool.
 */
await main(async () => {
  const { chosen, rest } = readArguments(process.argv.slice(2));
  await ensureDependencies();

  const total = { passed: 0, failed: 0 };
  const broken = new Set();
  for (const stage of chosen) {
    const { passed, failed } = await runStage(stage, broken, rest);
    total.passed += passed;
    total.failed += failed;
    if (failed > 0) broken.add(stage.name);
  }
  process.exitCode = total.failed === 0 ? 0 : 1;
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
});

function readArguments(args) {
  const names = stages.map((stage) => stage.name);
  const end = args.findIndex((arg) => !names.includes(arg));
  const wanted = end === -1 ? args : args.slice(0, end);
  const rest = end === -1 ? [] : args.slice(end);
  if (rest.length > 0 && wanted.length !== 1) {
    throw new SetupProblem(
      "STAGE_UNKNOWN",
      `There is no stage called ${rest[0]}.`,
      `The stages are ${names.join(", ")}. After the name of one stage, the rest of the line goes to its tool.`,
    );
  }
  return { chosen: wanted.length === 0 ? stages : stages.filter(({ name }) => wanted.includes(name)), rest };
}

async function runStage({ name, run, needs }, broken, rest) {
  process.stdout.write(`\n== ${name}\n`);
  if (broken.has(needs)) {
    process.stdout.write(`== ${name}: not run, because ${needs} failed\n`);
    return { passed: 0, failed: 1 };
  }
  const started = Date.now();
  const result = await run(rest).catch((error) => {
    process.stdout.write(`${error instanceof SetupProblem ? error.message : error.stack}\n`);
    return { passed: 0, failed: 1 };
  });
  process.stdout.write(`== ${name}: ${result.failed === 0 ? "ok" : "FAILED"}, ${secondsSince(started)}\n`);
  return result;
}
