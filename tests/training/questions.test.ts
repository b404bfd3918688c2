import fc from "fast-check";
import { expect, test } from "vitest";
import { conclude } from "@/cases/diagnose";
import { CAUSE_IDS, type CauseId } from "@/evidence";
import { hangPlaybook } from "@/machines/hang";
import { Console, pasted } from "@/simulator/console/console";
import { simulateHang } from "@/simulator/hangs/simulate";
import { play } from "@/training/play";
import { FAMILIES } from "@/training/questions/list";
import { questionOf } from "@/training/questions/question";
import { questionsFrom } from "@/training/questions/questions";
import { questionsOffTheWay } from "../support/off-the-way";
import { TRUTHS } from "../support/question-truths";
import { questionedHangs, rightOf } from "../support/questioned-hangs";
import { run } from "../support/triage";

/** Families that no hang raises on the machine's way, and what raises them instead. */
const OFF_THE_WAY: Readonly<Record<string, string>> = {
  "antivirus-off": "takes a customer who says that protection was off, and a filter that is loaded",
  "condition-wait": "takes threads in Monitor.Wait, which no hang is made of",
  "cpu-81": "takes the thread pool's figures during a collection, which the machine does without",
  "file-scanner": "takes a list of Linux threads, which the machine asks for where stacks do not tell",
  "file-server": "the same",
  "one-restart": "takes the mutex, and a customer who has tried a single restart",
  "process-id-base": "takes IIS' list of workers beside stacks, which the machine does without",
  "state-d": "takes a list of Linux threads",
  throttled: "takes the control group's figures, which the machine asks for where stacks do not tell",
  "two-workers": "takes a web garden",
};

const asked = questionedHangs([1, 3]);
const questions = asked.flatMap(({ hang, name, questions: all }) =>
  all.map((question) => ({ question, hang, where: `${question.family} of ${name}` })),
);

test("a question has one right option, each other one says why it tempts, and no two read alike", () => {
  for (const { question, where } of questions) {
    const { options, answer } = question;
    expect(
      options.filter(({ tempts }) => tempts === null).map(({ id }) => id),
      where,
    ).toEqual([answer]);
    expect(new Set(options.map(({ text }) => text.toLowerCase())).size, where).toBe(options.length);
    expect(options.length, where).toBeGreaterThanOrEqual(3);
    expect(
      [question.text, question.why, ...options.flatMap(({ text, tempts }) => [text, tempts ?? "-"])].every(Boolean),
    ).toBe(true);
    expect(JSON.stringify(question), where).not.toMatch(/undefined|NaN|null threads|\bnull for|object Object|Infinity/);
  }
});

test("a question stands once in a list, and points at lines that were pasted", () => {
  for (const { diagnosis, questions: all, name } of asked) {
    expect(new Set(all.map(({ family }) => family)).size, name).toBe(all.length);
    for (const { about, family } of all) {
      const inside = diagnosis.blocks.some(
        ({ file, lines }) => file === about.file && lines[0] <= about.lines[0] && about.lines[1] <= lines[1],
      );
      expect(inside, `${family} of ${name}`).toBe(true);
    }
  }
});

test("where the server's state decides, the right option agrees with it", () => {
  for (const { question, hang, where } of questions) {
    const [family = "", subject = ""] = question.id.split(":");
    expect(TRUTHS[family]?.(rightOf(question), hang, subject) ?? true, `${where}: ${rightOf(question)}`).toBe(true);
  }
});

test("what is asked on the way is as right at its end, and its answer stays the same", () => {
  for (const cause of CAUSE_IDS) {
    const hang = simulateHang(15, cause);
    const { reads, answers } = play(hangPlaybook, hang).solution;
    const first = new Map<string, string>();
    for (let shown = 1; shown <= reads.length; shown++) {
      for (const question of questionsFrom(conclude(hangPlaybook, reads.slice(0, shown), { answers }), 15)) {
        const [family = "", subject = ""] = question.id.split(":");
        const right = rightOf(question);
        expect(TRUTHS[family]?.(right, hang, subject) ?? true, `${family} of ${cause}: ${right}`).toBe(true);
        expect(right).toBe(first.get(question.id) ?? right);
        first.set(question.id, right);
      }
    }
    const last = new Set(questionsFrom(conclude(hangPlaybook, reads, { answers }), 15).map(({ id }) => id));
    expect(
      [...first.keys()].filter((id) => !last.has(id)),
      cause,
    ).toEqual([]);
  }
});

test("each family is raised by some hang, but for those that take something off the machine's way", () => {
  const raised = new Set(questions.map(({ question }) => question.family));
  const silent = new Set(FAMILIES.map(({ id }) => id).filter((id) => !raised.has(id)));
  expect([...silent].filter((id) => !OFF_THE_WAY[id])).toEqual([]);
});

test("what no hang raises, other outputs do", () => {
  const raised = new Set(questionsOffTheWay().map(({ family }) => family));
  expect(Object.keys(OFF_THE_WAY).filter((id) => !raised.has(id))).toEqual([]);
});

test("the right option is not told by its place or its length", () => {
  const places = new Map<string, number>();
  const drawn = asked
    .slice(0, 4)
    .flatMap(({ diagnosis }) => Array.from({ length: 30 }, (_item, seed) => questionsFrom(diagnosis, seed)).flat());
  for (const { answer } of drawn) places.set(answer, (places.get(answer) ?? 0) + 1);
  for (const place of ["a", "b", "c"]) expect((places.get(place) ?? 0) / drawn.length).toBeGreaterThan(0.2);
  const longest = questions.filter(({ question }) =>
    question.options.every(({ text }) => text.length <= rightOf(question).length),
  );
  expect(longest.length / questions.length).toBeLessThan(0.4);
  expect(longest.length / questions.length).toBeGreaterThan(0.1);
});

test("the same seed gives the same order of options, whatever else was shown", () => {
  const [first] = asked;
  if (!first) throw new Error("nothing was played");
  const { diagnosis, seed, questions: all } = first;
  const blocks = [...diagnosis.blocks].reverse();
  expect(questionsFrom({ ...diagnosis, blocks }, seed)).toEqual(all);
  expect([1, 2, 3, 4, 5, 6, 7, 8].some((other) => questionsFrom(diagnosis, other)[0]?.answer !== all[0]?.answer)).toBe(
    true,
  );
});

/** Those whose locks or requests are told by short commands. */
const SHORT: readonly CauseId[] = [
  "file-system-filter",
  "oversized-temp-folder",
  "monitor-deadlock",
  "lock-convoy",
  "orphaned-lock",
];

test("waiters and ages are right for hundreds of servers, in every zone", () => {
  const seen = new Map<string, number>();
  for (let seed = 100; seed < 300; seed++) {
    const hang = simulateHang(seed, SHORT[seed % SHORT.length]);
    const lines = ["!syncblk", ".time", `!convertvtdatetodate ${hang.server.request.startAddress}`];
    const texts = lines.map((line) => pasted(new Console(hang.server, "user").type(line), line));
    for (const question of questionsFrom(run(...texts), seed)) {
      const [family = "", subject = ""] = question.id.split(":");
      const truth = TRUTHS[family];
      if (!truth || family === "deadlock-or-queue") continue;
      seen.set(family, (seen.get(family) ?? 0) + 1);
      const where = `${family} of ${hang.cause} ${seed}: ${rightOf(question)}`;
      expect(truth(rightOf(question), hang, subject), where).toBe(true);
    }
  }
  expect(seen.get("lock-waiters") ?? 0).toBeGreaterThan(100);
  expect(seen.get("request-age") ?? 0).toBeGreaterThan(40);
});

test("ways of reading that come to one figure make no question", () => {
  const about = { file: 0, lines: [1, 1] } as const;
  const draft = { text: "How many?", why: "So many.", about, right: "2" };
  expect(
    questionOf(
      "x",
      {
        ...draft,
        wrong: [
          ["2 ", "it looks so"],
          ["3", "it looks so"],
          ["4", "it looks so"],
        ],
      },
      1,
    ),
  ).toBeNull();
  expect(
    questionOf(
      "x",
      {
        ...draft,
        wrong: [
          ["3", "it looks so"],
          ["3", "it looks so"],
        ],
      },
      1,
    ),
  ).toBeNull();
  expect(
    questionOf(
      "x",
      {
        ...draft,
        wrong: [
          ["3", "it looks so"],
          ["4", "it looks so"],
        ],
      },
      1,
    )?.options,
  ).toHaveLength(3);
});

test("absurd figures make no question, or one that is whole", () => {
  const figure = fc.oneof(
    fc.integer({ min: 0, max: 400 }).map(String),
    fc.bigInt({ min: 0n, max: 10n ** 24n }).map(String),
    fc.constantFrom("-1", "0", "NaN", "1e9", "99999999999999999999"),
  );
  fc.assert(
    fc.property(figure, figure, fc.integer(), (held, recursion, seed) => {
      const text = `0:000> !syncblk\nIndex SyncBlock MonitorHeld Recursion Owning Thread Info  SyncBlock Owner\n   12 00195a4c ${held} ${recursion} 0aa4fed8 360 39 02c1a7d4 System.Object\n-----------------------------\nTotal           14\nCCW             0\nRCW             0\nComClassFactory 0\nFree            2\n`;
      for (const question of questionsFrom(run(text), seed)) {
        expect(JSON.stringify(question)).not.toMatch(/NaN|undefined|Infinity|e\+\d/);
        if (question.family === "lock-waiters") expect(BigInt(rightOf(question)) * 2n + 1n).toBe(BigInt(held));
      }
    }),
  );
});
