import { QUESTIONS } from "@/findings/questions";
import type { Act } from "../attempt";
import { NOBODY_KNOWS } from "../customer";
import { type Guidance, guide, type Wanted } from "../guide";
import { Logbook } from "../logbook";
import type { Memory } from "../memory";
import { marksFor, type PlacedEntry } from "../proof";
import { questionsFrom } from "../questions/questions";
import { remediesOf } from "../remedies";
import type { Screen, Trainee } from "./trainee";

/** Follows the procedure to the letter: reads what the terminal answers, and does what comes next. */
export class Diligent implements Trainee {
  private readonly logbook: Logbook;
  private readonly entries: PlacedEntry[] = [];

  constructor(private readonly memory: Memory) {
    this.logbook = new Logbook(memory);
  }

  next(screen: Screen): Act {
    this.look(screen);
    const targets = screen.targets.map(({ target }) => target);
    const guidance = guide(this.logbook, this.memory, { tool: screen.tool, targets });
    if (screen.phase === "remedy") return this.remedy(screen);
    return this.answer(screen, guidance) ?? this.goOn(screen, guidance);
  }

  /** Files what is new on the screen. */
  private look({ terminal, customer }: Screen): void {
    for (const { act, target, prompt, line, output } of terminal.slice(this.entries.length)) {
      const { file } = this.logbook.file({ target, prompt, line, output });
      this.entries.push({ act, file, output });
    }
    for (const { id, said } of customer) {
      if (said !== null && !this.logbook.said.has(id)) this.logbook.said.set(id, answerSaid(id, said));
    }
  }

  /** Answers by what it reads in its own output. */
  private answer({ questions }: Screen, { known }: Guidance): Act | null {
    const open = questions.find(({ answered }) => answered === null);
    if (!open) return null;
    const own = questionsFrom(known, 0).find(({ id }) => id === open.id);
    const right = own?.options.find(({ id }) => id === own.answer)?.text;
    const option = open.options.find(({ text }) => text === right) ?? open.options[0];
    return { do: "answer", question: open.id, option: option?.id ?? "" };
  }

  private goOn(screen: Screen, { known, wanted, questions, instead }: Guidance): Act {
    const [command] = wanted;
    const [question] = questions;
    const [other] = instead;
    if (command) return this.type(screen, command);
    if (question !== undefined) return { do: "ask-customer", question };
    if (other) return this.type(screen, other);
    const cause = known.causes.find(({ role }) => role === "primary")?.id;
    if (cause === undefined || screen.accusations.some((one) => one.cause === cause)) return { do: "give-up" };
    return { do: "accuse", cause, marks: marksFor(cause, known, this.entries) };
  }

  private type(screen: Screen, { next, target }: Wanted): Act {
    return screen.target === target ? { do: "type", line: next.command } : { do: "open", target };
  }

  /** What the catalogue says to do first about the cause. */
  private remedy({ accusations, remedy }: Screen): Act {
    const cause = accusations.find(({ verdict }) => verdict === "right")?.cause;
    const known = cause === undefined ? [] : remediesOf(cause);
    const option = remedy?.options.find(({ text }) => known.includes(text)) ?? remedy?.options[0];
    return { do: "remedy", option: option?.id ?? "" };
  }
}

/** What an answer in the customer's words is called in a case. */
function answerSaid(question: string, said: string): string | null {
  if (said === NOBODY_KNOWS) return null;
  const answers = QUESTIONS.find(({ id }) => id === question)?.answers ?? [];
  return answers.find(({ label }) => label === said)?.value ?? said;
}
