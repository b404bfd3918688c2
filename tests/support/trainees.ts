import { CAUSE_IDS } from "@/evidence";
import { suits } from "@/simulator/console/command";
import { PRINTERS } from "@/simulator/printers/list";
import type { Random } from "@/simulator/random";
import type { Server } from "@/simulator/server";
import type { Act, Mark } from "@/training/attempt";
import type { Target } from "@/training/drill";
import { kindOf } from "@/training/targets";
import type { Diligent } from "@/training/trainees/diligent";
import type { Screen, Trainee } from "@/training/trainees/trainee";

/** Somebody who clicks and types whatever there is, at random; all lines are such as print something. */
export class AtRandom implements Trainee {
  private left = 16;
  private readonly lines = new Map<Target, readonly string[]>();

  constructor(
    private readonly server: Server,
    private readonly random: Random,
  ) {}

  next(screen: Screen): Act {
    const { random } = this;
    const open = screen.questions.find(({ answered }) => answered === null);
    if (open) return { do: "answer", question: open.id, option: random.pick(open.options).id };
    if (screen.remedy) return { do: "remedy", option: random.pick(screen.remedy.options).id };
    if (this.left-- <= 0) return { do: "give-up" };
    const dice = random.next();
    if (dice < 0.1) return { do: "open", target: random.pick(screen.targets).target };
    if (dice < 0.2) return { do: "ask-customer", question: random.pick(screen.customer).id };
    if (dice < 0.23) return { do: "hint" };
    if (dice < 0.3) return { do: "accuse", cause: random.pick(CAUSE_IDS), marks: this.marks(screen) };
    return { do: "type", line: random.pick(this.linesAt(screen.target)) };
  }

  private marks({ terminal }: Screen): Mark[] {
    const printed = terminal.filter(({ output }) => output.length > 0);
    return this.random.sample(printed, 3).map(({ act, output }) => {
      const from = this.random.int(0, output.length - 1);
      return { act, from, to: from };
    });
  }

  private linesAt(target: Target): readonly string[] {
    const known = this.lines.get(target) ?? this.printed(target);
    this.lines.set(target, known);
    return known;
  }

  private printed(target: Target): string[] {
    const own = PRINTERS.filter(({ prompt, needs }) => prompt === kindOf(target) && suits(needs, this.server));
    return ["help", ...own.map(({ command }) => command(this.server))];
  }
}

/** Somebody who does all that the procedure asks for, reads it well, and then blames a driver whatever it shows. */
export class BlamesDriver implements Trainee {
  private blamed = false;

  constructor(private readonly diligent: Diligent) {}

  next(screen: Screen): Act {
    const act = this.diligent.next(screen);
    if (act.do !== "accuse") return act;
    if (this.blamed) return { do: "give-up" };
    this.blamed = true;
    return { ...act, cause: "file-system-filter" };
  }
}

/** Somebody who lists the filter drivers, and blames the first one that is not Microsoft's at once. */
export class BlamesAtOnce implements Trainee {
  next({ targets, target, terminal, accusations, remedy, questions }: Screen): Act {
    const shell = targets.find(({ target: one }) => one === "cmd");
    const open = questions.find(({ answered }) => answered === null);
    const [option] = open?.options ?? [];
    if (open && option) return { do: "answer", question: open.id, option: option.id };
    if (remedy) return { do: "remedy", option: remedy.options[0]?.id ?? "" };
    if (accusations.length > 0 || !shell) return { do: "give-up" };
    if (target !== "cmd") return { do: "open", target: "cmd" };
    return terminal.length === 0
      ? { do: "type", line: "fltmc" }
      : { do: "accuse", cause: "file-system-filter", marks: [] };
  }
}
