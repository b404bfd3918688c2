import { canonicalHex, type ManagedFrame, type ManagedStack, type ManagedStacksReport } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
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
const CUT = /^\s*\[?\.{3,}\]?\s*$/;
const MOST_WRAPPED = 4;

interface Draft extends Omit<ManagedStack, "frames"> {
  frames: ManagedFrame[];
}

function isOpen(text: string): boolean {
  return text.lastIndexOf("(") > text.lastIndexOf(")");
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
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (!line) continue;
    const stack = stacks.at(-1);
    const heading = HEADING.exec(line.text);
    const frame = FRAME.exec(line.text);
    if (heading) stacks.push(newStack(heading.groups?.id ?? "", line.number));
    else if (stack && frame) {
      let site = frame.groups?.site ?? "";
      for (let used = 0; used < MOST_WRAPPED && isOpen(site); used++) {
        const next = lines[at + 1]?.text ?? "";
        if (next.trim() === "" || HEADING.test(next) || FRAME.test(next)) break;
        site = `${site}${next.trim()}`;
        at++;
      }
      stack.frames.push(frameOf(line.number, frame.groups?.module ?? null, site.trimEnd(), null));
      stack.lastLine = lines[at]?.number ?? line.number;
    } else if (stack && NATIVE.test(line.text)) {
      stack.frames.push(frameOf(line.number, null, null, "Native Frames"));
      stack.lastLine = line.number;
    } else if (stack && CUT.test(line.text)) stack.cut = true;
    else if (!isChatter(line.text) && !NOISE.test(line.text) && !isAnnotation(line.text)) {
      if (stack) stack.cut = true;
      unread.push(line.number);
    }
  }
  if (stacks.length === 0) return null;
  const last = stacks.at(-1);
  if (last && isOpen(last.frames.at(-1)?.parameters === null ? ")" : (lines.at(-1)?.text ?? ""))) last.cut = true;
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
