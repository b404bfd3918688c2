import type { ManagedFrame, ManagedStacksReport } from "@/evidence";
import { assemblyOf } from "../exceptions";
import type { Facts } from "../facts";
import type { Parameter } from "../methods";
import type { Server } from "../server";
import type { ManagedCall } from "../stacks";
import type { Thread } from "../threads";
import type { Printer } from "./printer";

/** What IL calls a type. */
const PRIMITIVES: Readonly<Record<string, string>> = {
  Int32: "int32",
  Boolean: "bool",
  IntPtr: "native int",
  "System.String": "class System.String",
  "System.Byte[]": "unsigned int8[]",
};

function ilParameter({ type, kind, byRef }: Parameter): string {
  const known = PRIMITIVES[type];
  const named = known ?? `${kind === "struct" ? "value " : "class "}${type}`;
  return `${named}${byRef ? "&" : ""}`;
}

function parametersOf({ parameters }: ManagedCall): string {
  return parameters.map(ilParameter).join(",");
}

/** Frames that the tool sees: calls that name a method. */
function shown({ managed }: Thread): ManagedCall[] {
  return (managed ?? []).filter(({ name }) => name !== "");
}

/** `dotnet-stack report`: the managed stacks of a running process. */
export function printLiveStacks({ threads, runtime }: Server): string[] {
  return threads
    .filter((thread) => shown(thread).length > 0)
    .flatMap((thread) => [
      `Thread (0x${thread.osThreadId.toUpperCase()}):`,
      "  [Native Frames]",
      ...shown(thread).map(
        (call) => `  ${assemblyOf(call.name, runtime.baseLibrary)}!${call.name}(${parametersOf(call)})`,
      ),
      "",
    ]);
}

const NOTHING: Facts<ManagedFrame> = {
  childSp: null,
  ip: null,
  returnAddress: null,
  transition: null,
  module: null,
  method: null,
  parameters: null,
  source: null,
  values: [],
};

function facts({ threads, runtime }: Server): Facts<ManagedStacksReport> {
  return {
    kind: "managed-stacks",
    stacks: threads
      .filter((thread) => shown(thread).length > 0)
      .map((thread) => ({
        thread: null,
        osThreadId: thread.osThreadId,
        frames: [
          { ...NOTHING, transition: "Native Frames" },
          ...shown(thread).map((call) => ({
            ...NOTHING,
            module: assemblyOf(call.name, runtime.baseLibrary),
            method: call.name,
            parameters: parametersOf(call),
          })),
        ],
        walk: "walked" as const,
        cut: false,
      })),
    allThreads: true,
  };
}

function printer(dialect: string, needs: Printer["needs"], prompt: Printer["prompt"]): Printer<ManagedStacksReport> {
  return {
    parser: "dotnet-stack",
    dialect,
    needs,
    prompt,
    command: ({ process }) => `dotnet-stack report -p ${Number.parseInt(process.id, 16)}`,
    print: printLiveStacks,
    expected: facts,
  };
}

export const LIVE_STACKS: readonly Printer<ManagedStacksReport>[] = [
  printer("windows", { versions: ["core"], systems: ["2019"] }, "cmd"),
  printer("linux", { versions: ["core"], systems: ["linux"] }, "unix"),
];
