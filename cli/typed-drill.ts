import { CAUSES, causeById } from "@/findings/causes/list";
import type { Act, Attempt, Mark } from "@/training/attempt";
import type { Target } from "@/training/drill";
import { DrillSession } from "@/training/session";
import type { DrillView } from "@/training/view";
import { brief, debrief, hintLine, questionLines, scoreLines, targetLines } from "./drill-text";

/** Words that are no debugger commands; each begins with a colon. */
export const DRILL_WORDS: Readonly<Record<string, string>> = {
  ":help": "these words; help alone asks the console at hand",
  ":open [TARGET]": "goes to another dump or shell; without a name lists them, with what they cost the customer",
  ":lines [N]": "the output of line N (or the last) with its line numbers",
  ":questions": "questions about your output",
  ":answer N LETTER": "answers question N; the first answer counts",
  ":ask [N]": "asks the customer question N; without a number lists what can be asked",
  ":hint": "the next hint: why, which command, what to look at",
  ":causes [WORD]": "the causes that can be named",
  ":accuse CAUSE [N:FROM-TO]…": "names the cause, with the lines of output N that prove it",
  ":remedy [LETTER]": "chooses a remedy, once the cause is named",
  ":score": "the points so far, and what they are for",
  ":save FILE": "saves the result file, after the debrief",
  ":give-up": "ends the drill and shows the debrief",
  ":quit": "leaves without a result",
};

/** What a line brought: text to print, and what else is to be done. */
export interface Typed {
  lines: readonly string[];
  save?: string;
  quit?: true;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

function say(...lines: readonly string[]): Typed {
  return { lines };
}

// 3:2-4      3:2
const MARK = /^(\d{1,4}):(\d{1,6})(?:-(\d{1,6}))?$/;

/** A drill in a terminal: what is typed goes to the console at hand, words with a colon to the drill. */
export class TypedDrill {
  private readonly session: DrillSession;
  private readonly acts: Attempt["acts"][number][] = [];
  private shown: DrillView;
  /** Questions that were printed. */
  private asked = 0;

  /** `clock` tells seconds since the drill began. */
  constructor(
    code: string,
    private readonly clock: () => number,
  ) {
    this.session = new DrillSession(code);
    this.shown = this.session.view();
  }

  get view(): DrillView {
    return this.shown;
  }

  get attempt(): Attempt {
    return { code: this.shown.code, acts: this.acts };
  }

  get prompt(): string {
    return this.shown.phase === "working" ? this.shown.prompt : `${this.shown.phase}> `;
  }

  opening(): readonly string[] {
    return brief(this.shown);
  }

  complete(line: string): readonly string[] {
    if (!line.startsWith(":")) {
      const { from, options } = this.session.complete(line);
      return options.map((option) => line.slice(0, from) + option);
    }
    const [word = "", start] = line.split(/\s+/);
    if (start === undefined) {
      return Object.keys(DRILL_WORDS)
        .map((usage) => usage.split(" ")[0] ?? "")
        .filter((known) => known.startsWith(word));
    }
    const names = word === ":open" ? this.shown.targets.map(({ target }) => target) : CAUSES.map(({ id }) => id);
    return [":open", ":accuse"].includes(word)
      ? names.filter((name) => name.startsWith(start)).map((name) => `${word} ${name}`)
      : [];
  }

  /** Takes one line as it was typed. */
  type(line: string): Typed {
    const text = line.trim();
    if (text === "") return say();
    if (!text.startsWith(":")) return this.run(line);
    const [word = "", ...args] = text.split(/\s+/);
    switch (word) {
      case ":help":
        return say(...Object.entries(DRILL_WORDS).map(([usage, what]) => `  ${usage.padEnd(28)} ${what}`));
      case ":open":
        return this.open(args[0]);
      case ":lines":
        return this.lines(args[0]);
      case ":questions":
        return say(...this.shown.questions.flatMap((question, at) => questionLines(question, at + 1)));
      case ":answer":
        return this.answer(args[0], args[1]);
      case ":ask":
        return this.ask(args[0]);
      case ":hint":
        return this.hint();
      case ":causes":
        return this.causes(args.join(" "));
      case ":accuse":
        return this.accuse(args);
      case ":remedy":
        return this.remedy(args[0]);
      case ":score":
        return say(...scoreLines(this.shown));
      case ":save":
        return this.save(text.slice(word.length).trim());
      case ":give-up":
        return this.ended(this.take({ do: "give-up" }));
      case ":quit":
        return { lines: [], quit: true };
      default:
        return say(`There is no word ${word}. :help lists them.`);
    }
  }

  /** Does an act, and gives the reason where it could not be done. */
  private take(act: Act): string | null {
    const timed = { at: Math.max(this.acts.at(-1)?.at ?? 0, Math.floor(this.clock())), act };
    this.session.take(timed);
    this.acts.push(timed);
    this.shown = this.session.view();
    return this.shown.ignored.find(({ act: index }) => index === this.acts.length - 1)?.reason ?? null;
  }

  private run(line: string): Typed {
    const before = this.shown.terminal.length;
    const reason = this.take({ do: "type", line });
    if (reason) return say(reason);
    const output = this.shown.terminal.slice(before).flatMap((entry) => entry.output);
    return say(...output, ...this.newQuestions());
  }

  private newQuestions(): string[] {
    const fresh = this.shown.questions.slice(this.asked);
    const from = this.asked + 1;
    this.asked = this.shown.questions.length;
    return fresh.flatMap((question, at) => ["", ...questionLines(question, from + at)]);
  }

  private open(name: string | undefined): Typed {
    const target = this.shown.targets.find((known) => known.target === (name as Target));
    if (!target) {
      return say(...(name ? [`There is no ${name} here.`] : []), ...targetLines(this.shown));
    }
    const reason = this.take({ do: "open", target: target.target });
    const cost = target.minutes > 0 ? ` It took the customer ${target.minutes} min: ${target.why}` : "";
    return say(reason ?? `${target.label}.${cost}`);
  }

  private lines(number: string | undefined): Typed {
    const { terminal } = this.shown;
    const at = number === undefined ? terminal.length : Number(number);
    const entry = terminal[at - 1];
    if (!entry)
      return say(terminal.length === 0 ? "Nothing was typed yet." : `Lines were typed 1 to ${terminal.length}.`);
    const width = String(entry.output.length).length;
    return say(
      `${at}  ${entry.prompt}${entry.line}`,
      ...entry.output.map((text, line) => `${String(line + 1).padStart(width)}  ${text}`),
    );
  }

  private answer(number: string | undefined, letter: string | undefined): Typed {
    const question = this.shown.questions[Number(number) - 1];
    if (!question) return say(`There is no question ${number ?? ""}. :questions lists them.`);
    const option = question.options[LETTERS.indexOf(letter?.toLowerCase() ?? "?")];
    if (!option) return say(`It has no answer ${letter ?? ""}.`, ...questionLines(question, Number(number)));
    const reason = this.take({ do: "answer", question: question.id, option: option.id });
    const now = this.shown.questions.find(({ id }) => id === question.id);
    return say(...(reason ? [reason] : []), ...(now ? questionLines(now, Number(number)) : []), ...this.newQuestions());
  }

  private ask(number: string | undefined): Typed {
    const { customer } = this.shown;
    const question = customer[Number(number) - 1];
    if (!question) {
      return say(...customer.map(({ text, said }, at) => `  ${at + 1}  ${text}${said === null ? "" : ` — ${said}`}`));
    }
    const reason = this.take({ do: "ask-customer", question: question.id });
    const said = this.shown.customer.find(({ id }) => id === question.id)?.said ?? "";
    return say(reason ?? `Customer: ${said}`, ...this.newQuestions());
  }

  private hint(): Typed {
    const reason = this.take({ do: "hint" });
    const hint = this.shown.hints.find(({ act }) => act === this.acts.length - 1);
    return say(hint ? hintLine(hint) : (reason ?? "There is no hint now."));
  }

  private causes(word: string): Typed {
    const wanted = word.toLowerCase();
    const found = CAUSES.filter(({ id, title }) => `${id} ${title}`.toLowerCase().includes(wanted));
    return say(...found.map(({ id, title }) => `  ${id.padEnd(28)} ${title}`));
  }

  private accuse([name, ...places]: readonly string[]): Typed {
    const cause = CAUSES.find(({ id }) => id === name);
    if (!cause) return say(`There is no cause ${name ?? ""}. :causes lists them.`);
    const marks: Mark[] = [];
    for (const place of places) {
      const [, entry, from, to] = MARK.exec(place) ?? [];
      const typed = this.shown.terminal[Number(entry) - 1];
      if (!typed) return say(`${place} names no lines; 3:2-4 are lines 2 to 4 of the third output.`);
      marks.push({ act: typed.act, from: Number(from) - 1, to: Number(to ?? from) - 1 });
    }
    const reason = this.take({ do: "accuse", cause: cause.id, marks });
    if (reason) return say(reason);
    const said = this.shown.accusations.at(-1);
    const verdict = said ? `${causeById(said.cause)?.title ?? said.cause}: ${said.verdict}. ${said.says}` : "";
    return say(verdict, ...(this.shown.phase === "remedy" ? this.remedies() : []), ...this.newQuestions());
  }

  private remedies(): string[] {
    const options = this.shown.remedy?.options ?? [];
    return ["", "What ends the hang for good?", ...options.map(({ text }, at) => `  ${LETTERS[at]}) ${text}`)];
  }

  private remedy(letter: string | undefined): Typed {
    if (!this.shown.remedy) return say("Name the cause first: :accuse CAUSE.");
    const option = this.shown.remedy.options[LETTERS.indexOf(letter?.toLowerCase() ?? "?")];
    if (!option) return say(...this.remedies());
    return this.ended(this.take({ do: "remedy", option: option.id }));
  }

  private ended(reason: string | null): Typed {
    return say(...(reason ? [reason] : []), ...(this.shown.phase === "debrief" ? debrief(this.shown) : []));
  }

  private save(file: string): Typed {
    if (this.shown.phase !== "debrief") return say("There is a result once the drill is over: :remedy or :give-up.");
    return file === "" ? say("Name the file: :save result.json") : { lines: [], save: file };
  }
}
