import { spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Outcome, runNew } from "@/authoring/run-new";
import { changed, type GuideStep } from "./guide";

/** The words of a line, as a shell parts them. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

/** Somebody who does what a guide says, in a copy of the project. */
export class GuideReader {
  /** Runs that only look; they go on side by side until something is written. */
  private readonly looking: Promise<void>[] = [];
  private last: Promise<Outcome> = Promise.resolve({ code: 0, text: "" });

  constructor(private readonly root: string) {}

  async follow(steps: readonly GuideStep[]): Promise<void> {
    for (const step of steps) {
      if (step.do === "run") await this.run(step);
      else if (step.do === "see") this.looking.push(this.see(step, this.last));
      else this.write(step);
    }
    await this.settle();
  }

  private async settle(): Promise<void> {
    await Promise.all(this.looking.splice(0));
  }

  private write(step: Extract<GuideStep, { do: "write" | "change" }>): void {
    const path = join(this.root, step.file);
    try {
      writeFileSync(path, step.do === "write" ? step.text : changed(readFileSync(path, "utf8"), step.hunks));
    } catch (error) {
      throw new Error(`AUTHORING.md:${step.line}: ${step.file}: ${error instanceof Error ? error.message : error}`);
    }
  }

  private async run({ command, ends, line }: Extract<GuideStep, { do: "run" }>): Promise<void> {
    const words = wordsOf(command);
    const alone = words[0] === "rm" || words.includes("new");
    if (alone) await this.settle();
    const outcome = this.start(words);
    this.last = outcome;
    const check = outcome.then(({ code, text }) => {
      if (code !== ends) throw new Error(`AUTHORING.md:${line}: ${command} ended with ${code}:\n${text}`);
    });
    if (alone) await check;
    else this.looking.push(check);
  }

  private async start([tool = "", ...words]: readonly string[]): Promise<Outcome> {
    const args = words.filter((word) => word !== "--" && word !== "--silent");
    if (tool === "rm") {
      for (const file of args) rmSync(join(this.root, file));
      return { code: 0, text: "" };
    }
    if (tool === "npx") return this.node(TOOLS[args[0] ?? ""] ?? "", args.slice(1));
    if (args[0] === "run" && args[1] === "new") return runNew(this.root, args.slice(2));
    const name = args[0] === "run" ? args[1] : args[0];
    const { scripts } = JSON.parse(readFileSync(join(this.root, "package.json"), "utf8"));
    const script = /^node (\S+)((?: \S+)*)$/.exec(scripts[name ?? ""] ?? "");
    if (!script) throw new Error(`package.json has no script "${name}" that node runs`);
    const [, file = "", own = ""] = script;
    return this.node(file, [...own.split(" ").filter(Boolean), ...args.slice(args[0] === "run" ? 2 : 1)]);
  }

  private node(script: string, args: readonly string[]): Promise<Outcome> {
    const env: NodeJS.ProcessEnv = { ...process.env, INIT_CWD: this.root, NO_COLOR: "1" };
    // A test run inside must not take itself for this one.
    for (const key of Object.keys(env)) if (/^(?:VITEST|npm_)/.test(key)) delete env[key];
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [script, ...args], { cwd: this.root, env });
      let text = "";
      child.stdout.setEncoding("utf8").on("data", (chunk) => (text += chunk));
      child.stderr.setEncoding("utf8").on("data", (chunk) => (text += chunk));
      child.on("close", (code) => resolve({ code: code ?? 1, text }));
    });
  }

  private async see({ texts, line }: Extract<GuideStep, { do: "see" }>, outcome: Promise<Outcome>): Promise<void> {
    const { text } = await outcome;
    let from = 0;
    for (const words of texts) {
      const at = text.indexOf(words, from);
      if (at < 0) throw new Error(`AUTHORING.md:${line}: "${words}" is not shown:\n${text}`);
      from = at + words.length;
    }
  }
}

const TOOLS: Readonly<Record<string, string>> = {
  tsc: "node_modules/typescript/lib/tsc.js",
};
