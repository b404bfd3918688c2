import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Tells the user what is being done; stderr, so that piped output stays clean. */
export function say(line) {
  process.stderr.write(`waitchain: ${line}\n`);
}

/** A problem in the words the product uses for its own: a stable code, what happened, what to do next. */
export class SetupProblem extends Error {
  constructor(code, what, fix) {
    super(`${code}: ${what}\n${fix}`);
    this.code = code;
  }
}

/** Runs a script's work; a problem ends it with its text and exit code 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${error instanceof SetupProblem ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}

/**
 * Runs a command in the repository. Its output is collected, or passed on with `show`.
 * Never throws: a command that cannot be started has code 127.
 */
export function run(command, args, { env = {}, show = false, timeoutSeconds, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      shell,
      stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
      timeout: timeoutSeconds === undefined ? undefined : timeoutSeconds * 1000,
      windowsHide: true,
    });
    let output = "";
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout?.setEncoding("utf8").on("data", collect);
    child.stderr?.setEncoding("utf8").on("data", collect);
    child.on("error", (error) => resolve({ code: 127, output: output + error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs a script of an installed package with this same Node. */
export function runNode(script, args, options) {
  return run(process.execPath, [script, ...args], options);
}

export function secondsSince(started) {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}
