import fc from "fast-check";
import { expect, test } from "vitest";
import { CAUSE_IDS } from "@/evidence";
import { QUESTIONS } from "@/findings/questions";
import { examplesFor } from "@/simulator/console/examples";
import type { Act, Attempt, Mark } from "@/training/attempt";
import type { Target } from "@/training/drill";
import { makeDrill } from "@/training/make-drill";
import { PARTS } from "@/training/rubric";
import { DrillSession, play } from "@/training/session";
import { kindOf, targetsOf } from "@/training/targets";
import { Diligent } from "@/training/trainees/diligent";
import { playOut } from "@/training/trainees/trainee";
import type { DrillView } from "@/training/view";
import { generatedCodes } from "../support/drill-runs";

/** A few drills, of different topics and levels. */
const CODES = [0, 8, 16, 10].flatMap((seed) => generatedCodes(seed, 1));

const TARGETS: readonly Target[] = [
  "user",
  "user-second",
  "dotnet-dump",
  "dotnet-dump-second",
  "kernel",
  "cmd",
  "powershell",
  "unix",
];

/** Lines that the consoles of a drill answer. */
const LINES = new Map(
  CODES.map((code) => {
    const { drill } = makeDrill(code);
    const known = targetsOf(drill).flatMap((target) => examplesFor(drill.hang.server, kindOf(target)));
    return [code, known.map(({ line }) => line)];
  }),
);

const HOSTILE = [
  "",
  "   ",
  "~",
  "~*e ~*e !clrstack",
  "~99999999999s",
  "!do",
  "!do ffffffffffffffffff",
  "lm m ****************************************************a",
  "\u0000\u001b[31m!syncblk",
  "constructor",
  "__proto__",
  '! ! ! ;;;; "',
  "!".repeat(1999),
  "a".repeat(2001),
  "help help",
  "help !",
  "\ud800",
  "iisreset",
  "taskkill /f /im w3wp.exe",
];

const place = fc.oneof(fc.integer({ min: -3, max: 60 }), fc.constantFrom(Number.NaN, 0.5, Number.MAX_SAFE_INTEGER));
const mark: fc.Arbitrary<Mark> = fc.record({ act: place, from: place, to: place });

function actsFor(code: string, ids: readonly string[]): fc.Arbitrary<Act[]> {
  const line = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...(LINES.get(code) ?? [])) },
    { weight: 2, arbitrary: fc.constantFrom(...HOSTILE) },
    { weight: 1, arbitrary: fc.string({ maxLength: 80 }) },
  );
  const id = fc.oneof(fc.constantFrom(...ids), fc.string({ maxLength: 20 }));
  const act: fc.Arbitrary<Act> = fc.oneof(
    { weight: 8, arbitrary: line.map((text): Act => ({ do: "type", line: text })) },
    { weight: 3, arbitrary: fc.constantFrom(...TARGETS).map((target): Act => ({ do: "open", target })) },
    { weight: 1, arbitrary: id.map((question): Act => ({ do: "ask-customer", question })) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("answer" as const), question: id, option: id }) },
    { weight: 1, arbitrary: fc.constant<Act>({ do: "hint" }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant("accuse" as const),
        cause: fc.constantFrom(...CAUSE_IDS),
        marks: fc.array(mark, { maxLength: 4 }),
      }),
    },
    { weight: 1, arbitrary: id.map((option): Act => ({ do: "remedy", option })) },
  );
  return fc.array(act, { maxLength: 14 });
}

const IDS = ["a", "b", "c", ...QUESTIONS.map(({ id }) => id), ...CAUSE_IDS];

function attemptOf(code: string, acts: readonly Act[]): Attempt {
  return { code, acts: acts.map((act, at) => ({ at, act })) };
}

/** What must hold of every view, however it came about. */
function expectWhole(view: DrillView): void {
  for (const [part, points] of Object.entries(view.score.parts)) {
    expect(points).toBeGreaterThanOrEqual(0);
    expect(points).toBeLessThanOrEqual(PARTS[part as keyof typeof PARTS].points);
  }
  expect(Number.isInteger(view.score.total) && view.score.total >= 0 && view.score.total <= 100).toBe(true);
  expect(view.debrief !== null).toBe(view.phase === "debrief");
  expect(JSON.parse(JSON.stringify(view))).toEqual(view);
  for (const { about } of view.questions) {
    const entry = view.terminal.find(({ act }) => act === about?.act);
    if (about) expect(about.to).toBeLessThan(entry?.output.length ?? 0);
  }
}

test("whatever is done, in whatever order, gives a whole view", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CODES).chain((code) => actsFor(code, IDS).map((acts) => attemptOf(code, acts))),
      (attempt) => expectWhole(play(attempt)),
    ),
    { numRuns: 60 },
  );
});

/** How the procedure plays a drill, as a log. */
function bestLog(code: string): Attempt {
  const { memory } = makeDrill(code);
  const session = new DrillSession(code);
  let at = 0;
  const acts = playOut(
    { screen: () => session.view(), take: (act) => session.take({ at: at++, act }) },
    new Diligent(memory),
  );
  return attemptOf(code, acts);
}

test.each(CODES)("the log of %s, cut anywhere, is resumed, and goes on to the same end", (code) => {
  const { acts } = bestLog(code);
  const whole = play({ code, acts });
  expect(whole).toMatchObject({ phase: "debrief", score: { total: 100 } });
  for (let cut = 0; cut <= acts.length; cut++) {
    const session = new DrillSession(code, acts.slice(0, cut));
    expectWhole(session.view());
    for (const act of acts.slice(cut)) session.take(act);
    expect(session.view()).toEqual(whole);
  }
});

test("the same code and acts give the same view, byte for byte, whatever was played before", () => {
  const [code = ""] = CODES;
  const attempt = bestLog(code);
  const first = JSON.stringify(play(attempt));
  for (const other of CODES) play(attemptOf(other, [{ do: "type", line: "!syncblk" }]));
  // Made anew: so many others have been played that this one is kept no longer.
  for (const other of generatedCodes(100, 4)) play(attemptOf(other, []));
  expect(JSON.stringify(play(attempt))).toBe(first);
});
