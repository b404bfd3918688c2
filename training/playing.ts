import { questionById } from "@/findings/questions";
import { isShown, verdictOn } from "./accusation";
import { type Act, LONGEST_LINE, type Mark } from "./attempt";
import { answerOf } from "./customer";
import type { Drill, Target } from "./drill";
import { type Guidance, guide } from "./guide";
import { nextHint } from "./hints";
import { countsForCause, judge, newFindings } from "./judge";
import { Logbook } from "./logbook";
import type { Memory } from "./memory";
import { minutesOf } from "./minutes";
import type { Played, PlayedAccusation, PlayedEntry, PlayedHint, PlayedQuestion, Said } from "./played";
import { questionsFrom } from "./questions/questions";
import { remediesFor } from "./remedies";
import { firstTarget, targetsOf } from "./targets";
import { Terminal } from "./terminal";
import type { Ignored } from "./view";

/** Questions that a drill asks at most, by its level, and at most after one act. */
const MOST_QUESTIONS = { 1: 4, 2: 5, 3: 5 } as const;
const MOST_AT_ONCE = 2;

type Of<Kind extends Act["do"]> = Extract<Act, { do: Kind }>;

const ENDED = "The drill is over.";
const NAMED = "The cause is named: what is left is to choose the remedy.";

/** An attempt as it goes on: takes one act after the other, and knows what came of them all. */
export class Playing {
  readonly terminal: Terminal;
  readonly targets: readonly Target[];
  readonly ignored: Ignored[] = [];
  target: Target;
  acts = 0;
  private readonly logbook: Logbook;
  private readonly entries: PlayedEntry[] = [];
  private readonly said: Said[] = [];
  private readonly opened = new Map<Target, { act: number; asked: boolean }>();
  private readonly questions: PlayedQuestion[] = [];
  private readonly hints: PlayedHint[] = [];
  private readonly accusations: PlayedAccusation[] = [];
  private remedy: Played["remedy"] = null;
  private ended: Played["ended"] = null;
  private guidance: Guidance | null = null;

  constructor(
    readonly drill: Drill,
    private readonly memory: Memory,
  ) {
    this.terminal = new Terminal(drill);
    this.targets = targetsOf(drill);
    this.target = firstTarget(drill);
    this.logbook = new Logbook(memory);
    this.opened.set(this.target, { act: -1, asked: true });
  }

  get played(): Played {
    const { drill, entries, said, opened, questions, hints, accusations, remedy, ended } = this;
    return { drill, entries, now: this.now(), said, opened, questions, hints, accusations, remedy, ended };
  }

  get phase(): "working" | "remedy" | "debrief" {
    if (this.ended) return "debrief";
    return this.accusations.some(({ verdict }) => verdict === "right") ? "remedy" : "working";
  }

  /** The next hint; null when there is none. */
  get hintAhead(): Omit<PlayedHint, "act"> | null {
    const { logbook, memory, drill } = this;
    return this.phase === "working" ? nextHint(this.now(), this.hints, { logbook, memory, drill }) : null;
  }

  take(act: Act): void {
    const reason = this.ended ? ENDED : this.perform(act);
    if (reason !== null) this.ignored.push({ act: this.acts, reason });
    this.acts++;
  }

  /** Null when it was done, else why it was not. */
  private perform(act: Act): string | null {
    if (act.do === "answer") return this.answer(act);
    if (act.do === "give-up") return this.end("given-up");
    if (act.do === "remedy") return this.choose(act);
    if (this.phase === "remedy") return NAMED;
    if (act.do === "open") return this.open(act);
    if (act.do === "type") return this.type(act);
    if (act.do === "ask-customer") return this.askCustomer(act);
    return act.do === "hint" ? this.hint() : this.accuse(act);
  }

  private now(): Guidance {
    const { logbook, memory, drill, targets } = this;
    this.guidance ??= guide(logbook, memory, { tool: drill.tool, targets });
    return this.guidance;
  }

  private end(how: "solved" | "given-up"): null {
    this.ended = how;
    return null;
  }

  private open({ target }: Of<"open">): string | null {
    if (!this.targets.includes(target)) return "This server has no such thing to open.";
    if (!this.opened.has(target)) {
      const { wanted, instead } = this.now();
      this.opened.set(target, { act: this.acts, asked: [...wanted, ...instead].some((one) => one.target === target) });
    }
    this.target = target;
    return null;
  }

  private type({ line }: Of<"type">): string | null {
    if (line.length > LONGEST_LINE) return `A line holds at most ${LONGEST_LINE} characters.`;
    const { target } = this;
    const typed = line.replaceAll(/[\p{Cc}\p{Cs}]/gu, " ");
    const before = this.now();
    const reply = this.terminal.type(target, typed);
    const { prompt, output, kind, parser, harm, help } = reply;
    const filed = this.logbook.file({ target, prompt, line: typed, output: help || harm ? [] : output });
    this.guidance = null;
    const brought = newFindings(before.known.findings, this.now().known.findings);
    this.entries.push({
      act: this.acts,
      target,
      prompt,
      line: typed,
      output,
      judged: judge(typed, reply, filed.tried, before, brought),
      minutes: harm?.minutes ?? minutesOf(target, typed, parser),
      findings: [...new Set(brought.filter(countsForCause).map(({ id }) => id))],
      file: filed.file,
      read: filed.read,
      parser,
      kind,
      tried: filed.tried,
      harm: harm?.id ?? null,
      before,
    });
    this.raiseQuestions();
    return null;
  }

  private askCustomer({ question }: Of<"ask-customer">): string | null {
    if (!questionById(question)) return "Nobody asks such a question.";
    if (this.logbook.said.has(question)) return "The customer has answered that.";
    const answer = answerOf(this.drill, question, this.opened);
    const asked = this.now().questions.includes(question);
    this.said.push({ act: this.acts, question, answer, asked });
    this.logbook.said.set(question, answer);
    this.guidance = null;
    return null;
  }

  /** What the evidence shows can be asked about once it is there. */
  private raiseQuestions(): void {
    const room = MOST_QUESTIONS[this.drill.level] - this.questions.length;
    if (room <= 0) return;
    const known = new Set(this.questions.map(({ question }) => question.family));
    const raised = questionsFrom(this.now().known, this.drill.hang.seed).filter(({ family }) => !known.has(family));
    for (const question of raised.slice(0, Math.min(room, MOST_AT_ONCE))) {
      this.questions.push({ question, act: this.acts, answered: null });
    }
  }

  private answer({ question: id, option }: Of<"answer">): string | null {
    const at = this.questions.findIndex(({ question }) => question.id === id);
    const asked = this.questions[at];
    if (!asked) return "That was not asked.";
    if (asked.answered) return "Only the first answer counts.";
    if (!asked.question.options.some((one) => one.id === option)) return "The question has no such answer.";
    const right = option === asked.question.answer;
    this.questions[at] = { ...asked, answered: { act: this.acts, option, right } };
    return null;
  }

  private hint(): string | null {
    const next = this.hintAhead;
    if (!next) return "There is no plainer hint to what stands at hand.";
    this.hints.push({ ...next, act: this.acts });
    return null;
  }

  private accuse({ cause, marks }: Of<"accuse">): string | null {
    const { known } = this.now();
    const earlier = this.accusations.find((one) => one.cause === cause);
    if (earlier && (earlier.verdict !== "unproven" || !isShown(known, cause))) return "That was said before.";
    const real = marks.filter((mark) => this.isReal(mark));
    this.accusations.push({ act: this.acts, cause, known, marks: real, ...verdictOn(this.drill, cause, known) });
    return null;
  }

  private isReal({ act, from, to }: Mark): boolean {
    const entry = this.entries.find((one) => one.act === act);
    const whole = [from, to].every((line) => Number.isInteger(line) && line >= 0);
    return entry !== undefined && whole && from <= to && to < entry.output.length;
  }

  private choose({ option }: Of<"remedy">): string | null {
    if (this.phase !== "remedy") return "A remedy is chosen once the cause is named.";
    const chosen = remediesFor(this.drill).find(({ id }) => id === option);
    if (!chosen) return "There is no such remedy to choose from.";
    this.remedy = { act: this.acts, option, right: chosen.right };
    return this.end("solved");
  }
}
