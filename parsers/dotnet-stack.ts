import { canonicalHex, type ManagedFrame, type ManagedStack, type ManagedStacksReport } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { wholeCall } from "./open-call";
import type { Parser, Reading, Source } from "./parser";

/**
 * `dotnet-stack report -p PID`: the managed stacks of a running process, taken without a dump.
 *
 * ```sample report
 * C:\tools>dotnet-stack report -p 7312
 * Thread (0x4F2C):
 *   [Native Frames]
 *   System.Private.CoreLib!System.Threading.Monitor.Enter(class System.Object,bool&)
 *   Contoso.Orders!Contoso.Orders.Catalog.Get(int32)
 *   System.Private.CoreLib!System.Threading.Thread.StartCallback()
 *
 * Thread (0x4F30):
 *   [Native Frames]
 *   System.Private.CoreLib.il!System.Threading.Thread.Sleep(int32)
 *   Contoso.Orders!Contoso.Orders.Program.Main(class System.String[])
 * ```
 *
 * The id in the heading is the operating system's, hex. Frames are `module!method(parameters)`, top first, with
 * the parameters in the words of IL. Threads that run no managed code are not printed. Frames of which the tool
 * knows no name (`?!?`) keep null for the method.
 */
const HEADING = /^\s*Thread \((?<id>0x[0-9a-f]{1,16})\):\s*$/i;
const NATIVE = /^\s*\[Native Frames?\]\s*$/i;
// System.Private.CoreLib!System.Threading.Monitor.Enter(class System.Object,bool&)
const FRAME = /^\s*(?<module>[A-Za-z_?][\w.$+-]{0,200})!(?<site>[^\s(]\S{0,1000}(?: [^\n]*)?)$/;
const NOISE = /^\s*(?:#\s*)?Sufficiently large applications can cause/i;

interface Draft extends Omit<ManagedStack, "frames"> {
  frames: ManagedFrame[];
}

function standsAlone(text: string): boolean {
  return text.trim() === "" || HEADING.test(text) || NATIVE.test(text) || FRAME.test(text) || isElision(text);
}

function frameOf(line: number, module: string | null, site: string | null, transition: string | null): ManagedFrame {
  const open = site?.indexOf("(") ?? -1;
  const parameters = site === null || open < 0 ? null : site.slice(open + 1, site.endsWith(")") ? -1 : undefined);
  return {
    line,
    childSp: null,
    ip: null,
    returnAddress: null,
    transition,
    module,
    method: site === null || site === "?" ? null : open < 0 ? site : site.slice(0, open),
    parameters,
    source: null,
    values: [],
  };
}

function newStack(id: string, line: number): Draft {
  const osThreadId = canonicalHex(id);
  return { line, lastLine: line, thread: null, osThreadId, frames: [], walk: "walked", cut: false };
}

function parse(source: Source): Reading<ManagedStacksReport> {
  const stacks: Draft[] = [];
  const unread: number[] = [];
  const { lines } = source;
  /** A line stood here that was not read, or for others: what follows need not be of this stack. */
  let gap: "none" | "stray" | "elided" = "none";
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (!line) continue;
    const stack = stacks.at(-1);
    const heading = HEADING.exec(line.text);
    const whole = FRAME.test(line.text) ? wholeCall(lines, at, standsAlone, false) : null;
    const frame = FRAME.exec(whole?.text ?? line.text);
    const inside = frame !== null || NATIVE.test(line.text);
    if (stack && inside && gap !== "none") stack.cut = true;
    if (heading) {
      stacks.push(newStack(heading.groups?.id ?? "", line.number));
      gap = "none";
    } else if (inside && gap === "elided") unread.push(line.number);
    else if (stack && frame) {
      const site = (frame.groups?.site ?? "").trimEnd();
      const call = frameOf(line.number, frame.groups?.module ?? null, site, null);
      if (whole || site === "?") stack.frames.push(call);
      else {
        // The name is there, but not all of what it is called with.
        if (site.includes("(") && !/\)\s+\S/.test(site)) stack.frames.push({ ...call, parameters: null });
        stack.cut = true;
        unread.push(line.number);
      }
      at += (whole?.used ?? 1) - 1;
      stack.lastLine = lines[at]?.last ?? line.last;
    } else if (stack && NATIVE.test(line.text)) {
      stack.frames.push(frameOf(line.number, null, null, "Native Frames"));
      stack.lastLine = line.number;
    } else if (isElision(line.text)) {
      if (stack) stack.cut = true;
      gap = "elided";
    } else if (!isChatter(line.text) && !NOISE.test(line.text) && !isAnnotation(line.text)) {
      if (gap === "none") gap = "stray";
      unread.push(line.number);
    }
  }
  if (stacks.length === 0) return null;
  return { report: { kind: "managed-stacks", stacks, allThreads: true }, unread };
}

export const dotnetStack: Parser<ManagedStacksReport> = {
  id: "dotnet-stack",
  name: "dotnet-stack report",
  mode: "shell",
  command: /^dotnet-stack(?:\.exe)?\s+report\b/,
  bareCommand: /^\s*dotnet[- ]stack report(?:\s+(?:-p|--process-id|-n|--name)\s+\S{1,80})?\s*$/i,
  recognise: [HEADING],
  keeps: [FRAME, NATIVE],
  errors: [
    {
      // Process 7312 not running compatible .NET runtime.
      line: /\bnot running compatible \.NET runtime|\bUnable to connect to process\b/i,
      problem: {
        code: "NO_DOTNET_RUNTIME",
        what: "The tool found no .NET runtime that answers in this process. .NET Framework has no such channel.",
        fix: "Check the process id. For a .NET Framework process take a dump and read its stacks in a debugger.",
        commands: ["dotnet-stack ps", "~*e !clrstack"],
      },
    },
    {
      // Process 7312 seems to be elevated.
      line: /\bseems to be elevated\b|\bThe process is not accessible\b/i,
      problem: {
        code: "ACCESS_DENIED",
        what: "The process runs with more rights than the tool.",
        fix: "Run the command again as the same user as the process, or as administrator.",
        commands: ["dotnet-stack report -p <pid>"],
      },
    },
  ],
  parse,
};
