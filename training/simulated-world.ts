import type { World } from "@/cases/solve";
import type { Debugger, System } from "@/machines/ask";
import { Console, type ConsoleKind, consolesOf, pasted } from "@/simulator/console/console";
import type { SimulatedHang } from "@/simulator/hangs/simulate";
import { Random } from "@/simulator/random";
import { consoleFor } from "./targets";

/** What of a made-up server can be had. */
export interface Terms {
  tool?: Debugger;
  /** Share of the commands that cannot be run there, from 0 to 1. */
  refused?: number;
}

/** The tool of whoever looks after the server, where nobody says which. */
export function usualTool({ seed, server }: SimulatedHang): Debugger {
  const { version, system } = server.runtime;
  if (system === "linux") return "dotnet-dump";
  if (version !== "core") return "windbg";
  return new Random(seed).fork("tool").pick(["windbg-core", "dotnet-dump"]);
}

/** A made-up server as the world that a procedure is played in. */
export class SimulatedWorld implements World {
  readonly tool: Debugger;
  private readonly refused: number;
  private readonly consoles = new Map<string, Console>();

  constructor(
    private readonly hang: SimulatedHang,
    { tool, refused = 0 }: Terms = {},
  ) {
    this.tool = tool ?? usualTool(hang);
    this.refused = refused;
  }

  run({ id, command, target, tool, complete }: Parameters<World["run"]>[0], dump: "first" | "second"): string | null {
    if (!complete || this.refuses(id ?? command)) return null;
    const kind = consoleFor(command, target, tool ?? this.tool, this.system);
    if (!consolesOf(this.hang.server).includes(kind)) return null;
    const reply = this.console(kind, dump).type(command);
    if (reply.kind === "refused") return null;
    const text = pasted(reply, command);
    // Whoever copies an empty output copies the prompt below it.
    return reply.output.length === 0 ? `${text}\n${reply.prompt}\n` : text;
  }

  answer(question: string): string | null {
    return this.hang.answers.get(question) ?? null;
  }

  private get system(): System {
    return this.hang.server.runtime.system === "linux" ? "linux" : "windows";
  }

  private refuses(name: string): boolean {
    return new Random(this.hang.seed).fork(`refused ${name}`).chance(this.refused);
  }

  private console(kind: ConsoleKind, dump: "first" | "second"): Console {
    const key = `${kind} ${dump}`;
    const known = this.consoles.get(key);
    if (known) return known;
    const made = new Console(dump === "first" ? this.hang.server : this.hang.later, kind);
    this.consoles.set(key, made);
    return made;
  }
}
