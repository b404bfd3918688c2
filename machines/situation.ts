import type { Block, Finding } from "@/evidence";
import type { Debugger, System } from "./ask";

/** What decides the form of every command: the tool at hand, the system of the server, the runtime of the process. */
export interface Situation {
  tool: Debugger;
  system: System;
  /** Null while nothing tells. */
  runtime: "framework" | "core" | null;
  /** A process dump, or a kernel's, has been opened: nobody has to take one for the next command. */
  processDump: boolean;
  kernelDump: boolean;
}

/** A tool and a system with nothing known beyond, for those who read a playbook without a case. */
export function plainSituation(tool: Debugger, system: System = "windows"): Situation {
  return { tool, system, runtime: null, processDump: false, kernelDump: false };
}

const isUsable = ({ outcome }: Block): boolean => outcome === "read" || outcome === "partly-read";

function runtimeOf(findings: readonly Finding[]): Situation["runtime"] {
  const family = findings.find(({ id }) => id === "runtime")?.values.family;
  if (family === undefined || family === null) return null;
  return family === "core" ? "core" : "framework";
}

/** What the server runs: what outputs show counts before what somebody says. */
export function systemOf(findings: readonly Finding[]): System {
  const known = new Set(findings.map(({ id }) => id));
  if (known.has("server-runs-linux")) return "linux";
  if (known.has("server-runs-windows")) return "windows";
  return known.has("said-server-linux") ? "linux" : "windows";
}

/** Which tool the engineer has, as far as the outputs tell it. */
export function toolOf(blocks: readonly Block[], findings: readonly Finding[]): Debugger {
  const usable = blocks.filter(isUsable);
  const runtime = runtimeOf(findings);
  // Whoever pasted native stacks of a dump beside managed ones of dotnet-dump has the debugger too.
  const native = blocks.some(({ mode, report }) => mode === "user" && report?.kind === "native-stacks");
  if (blocks.some(({ mode }) => mode === "dotnet-dump")) return native ? "windbg-core" : "dotnet-dump";
  if (blocks.some(({ mode }) => mode === "user")) return runtime === "core" ? "windbg-core" : "windbg";
  // Somebody who has read the running process and no dump may not be able to take one.
  if (usable.some(({ parser }) => parser === "dotnet-stack" || parser === "dotnet-counters")) return "none";
  if (systemOf(findings) === "linux") return "dotnet-dump";
  return runtime === "core" ? "windbg-core" : "windbg";
}

/** The situation of a case; a tool that was chosen counts before what the outputs suggest. */
export function situationOf(blocks: readonly Block[], findings: readonly Finding[], tool?: Debugger): Situation {
  const usable = blocks.filter(isUsable);
  return {
    tool: tool ?? toolOf(blocks, findings),
    system: systemOf(findings),
    runtime: runtimeOf(findings),
    processDump: usable.some(({ mode }) => mode === "user" || mode === "dotnet-dump"),
    kernelDump: usable.some(({ mode }) => mode === "kernel"),
  };
}
