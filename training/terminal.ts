import { Console, type ConsoleReply } from "@/simulator/console/console";
import { type Completion, completionOf } from "./completion";
import type { Drill, Target } from "./drill";
import { type Harm, harmOf } from "./harm";
import { helpFor } from "./help";
import { isSecond, kindOf } from "./targets";

export interface TerminalReply extends ConsoleReply {
  harm: Harm | null;
  /** It only told what can be typed. */
  help: boolean;
}

/** Every console of a drill's server. */
export class Terminal {
  private readonly consoles = new Map<Target, Console>();

  constructor(private readonly drill: Drill) {}

  prompt(target: Target): string {
    return this.console(target).prompt;
  }

  type(target: Target, line: string): TerminalReply {
    const { server } = this.drill.hang;
    const prompt = this.prompt(target);
    const told = { prompt, kind: "printed", parser: null } as const;
    const help = helpFor(server, kindOf(target), line);
    if (help) return { ...told, output: help, harm: null, help: true };
    const harm = harmOf(server, target, line);
    if (harm) return { ...told, output: harm.output, harm, help: false };
    return { ...this.console(target).type(line), harm: null, help: false };
  }

  complete(target: Target, line: string): Completion {
    return completionOf(this.drill.hang.server, target, line);
  }

  private console(target: Target): Console {
    const known = this.consoles.get(target);
    if (known) return known;
    const { hang, refuses, sosLoaded } = this.drill;
    const second = isSecond(target);
    const made = new Console(second ? hang.later : hang.server, kindOf(target), { refuses, sos: second || sosLoaded });
    this.consoles.set(target, made);
    return made;
  }
}
