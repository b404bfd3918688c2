import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, runNode } from "./project.mjs";
import { ensureSite, NEXT } from "./site.mjs";
import { ensureTestBrowser } from "./test-browser.mjs";

const PASSED = { passed: 1, failed: 0 };
const FAILED = { passed: 0, failed: 1 };

/** What `npm test` does, in order. Each stage says how many checks passed and failed. */
export const stages = [
  { name: "lint", run: checkLint },
  { name: "types", run: checkTypes },
  { name: "unit", run: runUnitTests },
  { name: "site", run: buildSite },
  { name: "e2e", run: runBrowserTests, needs: "site" },
];

async function checkLint(args) {
  const options = ["--error-on-warnings", "--max-diagnostics=50", ...(process.stdout.isTTY ? [] : ["--colors=off"])];
  const paths = args.length === 0 ? ["."] : args;
  return one(await tool("@biomejs/biome/bin/biome", ["ci", ...options, ...paths]));
}

async function checkTypes(args) {
  const typegen = await runNode(NEXT, ["typegen"], { env: { NEXT_TELEMETRY_DISABLED: "1" } });
  if (typegen.code !== 0) {
    process.stdout.write(`${typegen.output}\n`);
    return FAILED;
  }
  return one(await tool("typescript/lib/tsc.js", ["--noEmit", ...args]));
}

function runUnitTests(args) {
  const report = join(root, ".waitchain", "unit.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return counted(report, "vitest/vitest.mjs", ["run", ...reporters, ...args], (counts) => ({
    passed: counts.numPassedTests,
    failed: counts.numFailedTests,
  }));
}

async function buildSite() {
  await ensureSite();
  return PASSED;
}

async function runBrowserTests(args) {
  await ensureTestBrowser();
  const report = join(root, ".waitchain", "e2e.json");
  return counted(report, "@playwright/test/cli.js", ["test", ...args], ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
  }));
}

/** Counts from a tool's own report; a run that failed, or ran no test, has one failure at least. */
async function counted(report, script, args, read) {
  rmSync(report, { force: true });
  const code = await tool(script, args);
  if (!existsSync(report)) return FAILED;
  const { passed, failed } = read(JSON.parse(readFileSync(report, "utf8")));
  if (passed + failed === 0) return FAILED;
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
}

async function tool(script, args) {
  const env = process.stdout.isTTY ? {} : { NO_COLOR: "1" };
  return (await runNode(join(root, "node_modules", script), args, { env, show: true })).code;
}

function one(code) {
  return code === 0 ? PASSED : FAILED;
}
