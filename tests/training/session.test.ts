import { expect, test } from "vitest";
import type { Act, Attempt } from "@/training/attempt";
import { formatCode } from "@/training/code";
import { DrillSession, play } from "@/training/session";

const LOCKS = formatCode({ kind: "generated", topic: "locks", level: 1, seed: 2 });

function attemptOf(code: string, ...acts: Act[]): Attempt {
  return { code, acts: acts.map((act, at) => ({ at: 10 * at, act })) };
}

test("a line that the procedure asks for is judged as asked, and brings findings", () => {
  const view = play(
    attemptOf(LOCKS, { do: "open", target: "cmd" }, { do: "open", target: "user" }, { do: "type", line: "!syncblk" }),
  );
  expect(view.terminal).toMatchObject([{ target: "user", line: "!syncblk", minutes: 0 }]);
  expect(["asked", "useful"]).toContain(view.terminal[0]?.judged);
  expect(view.terminal[0]?.findings.length).toBeGreaterThan(0);
});

test("a line that the debugger does not know costs a point of the way, and a detour more", () => {
  const typed = ["!syncblk", "!syncblkk", "!address -summary"].map((line): Act => ({ do: "type", line }));
  const view = play(attemptOf(LOCKS, ...typed));
  expect(view.terminal.map(({ judged }) => judged).slice(1)).toEqual(["error", "detour"]);
  expect(view.terminal[1]?.output.join()).toContain("No export syncblkk found");
});

test("a recycled pool is harm, costs points and half an hour", () => {
  const view = play(attemptOf(LOCKS, { do: "open", target: "cmd" }, { do: "type", line: "iisreset" }));
  expect(view.terminal[0]).toMatchObject({ judged: "harmful", minutes: 30 });
  expect(view.score.deductions).toEqual([{ of: "harm", act: 1, points: 10 }]);
  expect(view.spent.minutes).toBe(30);
});

test("a kernel dump that nothing asks for is a restart for nothing", () => {
  const view = play(attemptOf(LOCKS, { do: "open", target: "kernel" }));
  expect(view.spent.minutes).toBe(20);
  expect(view.score.deductions).toEqual([{ of: "harm", act: 0, points: 10 }]);
  expect(view.targets.find(({ target }) => target === "kernel")).toMatchObject({ open: true, minutes: 0 });
});

test("hints grow plainer, and then there is none", () => {
  const hints = Array.from({ length: 4 }, (): Act => ({ do: "hint" }));
  const view = play(attemptOf(LOCKS, ...hints));
  expect(view.hints.map(({ grade, points }) => [grade, points])).toEqual([
    ["why", 2],
    ["command", 4],
    ["look", 6],
  ]);
  expect(view.nextHint).toBeNull();
  expect(view.ignored).toMatchObject([{ act: 3 }]);
});

test("a wrong accusation is told as such and takes most", () => {
  const view = play(attemptOf(LOCKS, { do: "accuse", cause: "low-memory", marks: [] }));
  expect(view.accusations).toMatchObject([{ verdict: "wrong" }]);
  expect(view.score.deductions).toMatchObject([{ of: "wrongAccusation", points: 25 }]);
  expect(view.phase).toBe("working");
});

test("acts after the end are left out, with a reason", () => {
  const view = play(attemptOf(LOCKS, { do: "give-up" }, { do: "type", line: "!syncblk" }));
  expect(view.phase).toBe("debrief");
  expect(view.terminal).toEqual([]);
  expect(view.ignored).toEqual([{ act: 1, reason: "The drill is over." }]);
});

test("help tells what can be typed, and the tabulator completes it, whether it helps or not", () => {
  const session = new DrillSession(LOCKS);
  expect(session.complete("!sy")).toMatchObject({ from: 0, options: expect.arrayContaining(["!syncblk"]) });
  session.take({ at: 0, act: { do: "type", line: "help !syncblk" } });
  const [entry] = session.view().terminal;
  expect(entry?.judged).toBe("preparing");
  expect(entry?.output.join("\n")).toContain("/commands/sos-syncblk");
});

test("a code that was copied wrongly is refused, and one of no drill as well", () => {
  expect(() => new DrillSession(`${LOCKS.slice(0, -1)}?`)).toThrow("DRILL_CODE_WRONG");
  expect(() => new DrillSession(formatCode({ kind: "written", id: "no-such-drill", seed: 3 }))).toThrow(
    "DRILL_UNKNOWN",
  );
});

test("a question waits until the one before it is answered, and the debrief shows all of them", () => {
  const code = formatCode({ kind: "written", id: "case-study", seed: 1 });
  const session = new DrillSession(code);
  const typed = ["~*kb", "!syncblk"].map((line, at): Attempt["acts"][number] => ({ at, act: { do: "type", line } }));
  for (const act of typed) session.take(act);
  const [first, ...others] = session.view().questions;
  expect(first?.answered).toBeNull();
  expect(others).toEqual([]);

  session.take({ at: 3, act: { do: "answer", question: first?.id ?? "", option: first?.options[0]?.id ?? "" } });
  const [answered, second] = session.view().questions;
  expect(answered?.answered).not.toBeNull();
  expect(second?.answered).toBeNull();
  session.take({ at: 4, act: { do: "give-up" } });
  expect(session.view().questions.length).toBeGreaterThanOrEqual(2);
});

const WITHOUT_SOS = formatCode({ kind: "generated", topic: "locks", level: 2, seed: 2 });

test("whoever loads SOS where it is missing goes on as asked", () => {
  const typed = ["!syncblk", ".load sosex", ".loadby sos clr", "!syncblk"].map((line): Act => ({ do: "type", line }));
  const view = play(attemptOf(WITHOUT_SOS, ...typed));
  expect(view.terminal[0]?.output).toEqual(["No export syncblk found"]);
  expect(view.terminal.map(({ judged }) => judged).slice(1)).toEqual(["preparing", "asked", "asked"]);
});

test("the best way holds only what worked", () => {
  const { debrief } = play(attemptOf(WITHOUT_SOS, { do: "give-up" }));
  const typed = debrief?.best.map(({ command }) => command) ?? [];
  expect(typed.filter((line) => line === "!syncblk").length).toBe(2);
  expect(typed.filter((line) => line.startsWith(".load"))).toEqual([".loadby sos clr"]);
});

test("marks that are not on the screen are left out, and good ones among many bad ones are worth little", () => {
  const code = formatCode({ kind: "generated", topic: "locks", level: 1, seed: 2 });
  const { debrief } = play(attemptOf(code, { do: "give-up" }));
  const way = (debrief?.best ?? []).flatMap(({ target, command }): Act[] =>
    target === null
      ? []
      : [
          { do: "open", target },
          { do: "type", line: command },
        ],
  );
  const cause = debrief?.cause ?? "not-hung";
  const shown = play(attemptOf(code, ...way)).terminal.map(({ act, output }) => ({
    act,
    from: 0,
    to: output.length - 1,
  }));
  const points = (marks: typeof shown): number =>
    play(attemptOf(code, ...way, { do: "accuse", cause, marks })).score.parts.evidence;

  expect(points([{ act: 999, from: 0, to: 3 }])).toBe(0);
  expect(points(shown)).toBeLessThan(3);
});
