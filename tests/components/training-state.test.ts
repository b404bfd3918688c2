import { expect, test } from "vitest";
import { newAttempt } from "@/browser/attempt-record";
import { causesFound } from "@/components/training/accuse-panel";
import { openCode } from "@/components/training/code-box";
import { drillAddress, placeOf, wantedAddress } from "@/components/training/drill-address";
import { drillState } from "@/components/training/drill-states";
import { drillTranscripts } from "@/components/training/drill-transcripts";
import { countMarked, isMarked, quoted, toggled } from "@/components/training/marks";
import { newCode, wantedCode } from "@/components/training/new-code";
import { newsOf } from "@/components/training/news";
import { ownWay } from "@/components/training/own-way";
import { commonStart, typedLines } from "@/components/training/pasted-lines";
import { practiseAddress } from "@/components/training/practise-link";
import { type Mark, MOST_MARKED } from "@/training/attempt";
import { formatCode, parseCode } from "@/training/code";
import type { DrillView } from "@/training/view";
import { EMPTY_VIEW, entryOf } from "../support/drill-view";

const GENERATED = formatCode({ kind: "generated", topic: "locks", level: 2, seed: 17 });
const WRITTEN = formatCode({ kind: "written", id: "case-study", seed: 17 });

test("a drill's code stands in the hash of the page that it is played on", () => {
  expect(drillAddress(GENERATED)).toBe(`/training/generated#${GENERATED}`);
  expect(drillAddress(WRITTEN, "abc")).toBe(`/training/case-study#${WRITTEN}/abc`);
  expect(placeOf(`#${WRITTEN}/abc`)).toEqual({ kind: "drill", code: WRITTEN, attempt: "abc" });
  expect(placeOf("#%zz")).toEqual({ kind: "drill", code: "%zz", attempt: null });
  expect(placeOf("")).toEqual({ kind: "none" });
  expect(placeOf(new URL(wantedAddress({ topic: "files", level: "3" }), "http://a").hash)).toEqual({
    kind: "wanted",
    topic: "files",
    level: "3",
    cause: null,
  });
});

test("a step that bears on several causes is practised in their commonest topic, one cause by itself", () => {
  expect(practiseAddress(["slow-storage", "monitor-deadlock", "file-system-filter"])).toContain("topic=files");
  expect(practiseAddress(["loader-lock"])).toContain("cause=loader-lock");
  expect(practiseAddress([])).toBeNull();
});

test("a new code is of the kind that is wanted, and of the page's own drill where it has one", async () => {
  expect(parseCode(newCode({ topic: "pools", level: "3" }, null))).toMatchObject({ topic: "pools", level: 3 });
  expect(parseCode(newCode({ topic: "nonsense", level: "9" }, null))).toMatchObject({ kind: "generated", level: 1 });
  expect(parseCode(newCode({ topic: "pools" }, "case-study"))).toMatchObject({ kind: "written", id: "case-study" });
  const found = async (cause: string, level: number): Promise<string> => `${cause} ${level}`;
  expect(await wantedCode({ cause: "loader-lock", level: "2" }, null, found)).toBe("loader-lock 2");
  const failing = async (): Promise<string> => Promise.reject(new Error("no worker"));
  expect(parseCode(await wantedCode({ cause: "loader-lock" }, null, failing))).toMatchObject({ topic: "native" });
});

test("a typed code leads to its drill, and a wrong or unknown one says what to do", () => {
  const known = [{ id: "case-study", title: "", summary: "", minutes: 1, topic: "files", level: 1 }] as const;
  expect(openCode(`  ${GENERATED.toLowerCase()} `, known)).toBe(`/training/generated#${GENERATED}`);
  expect(openCode("locks-2-ZZZZZ", known)).toMatchObject({ code: "DRILL_CODE_WRONG" });
  const other = formatCode({ kind: "written", id: "unheard-of", seed: 1 });
  expect(openCode(other, known)).toMatchObject({ code: "DRILL_UNKNOWN" });
});

test("lines are marked and unmarked one by one, up to so many", () => {
  const marks = [3, 4, 9].reduce<Mark[]>((all, line) => toggled(all, 1, line) ?? all, []);
  expect(marks).toEqual([
    { act: 1, from: 3, to: 4 },
    { act: 1, from: 9, to: 9 },
  ]);
  expect(toggled([{ act: 1, from: 3, to: 5 }], 1, 4)).toEqual([
    { act: 1, from: 3, to: 3 },
    { act: 1, from: 5, to: 5 },
  ]);
  expect([isMarked(marks, 1, 4), isMarked(marks, 2, 4), countMarked(marks)]).toEqual([true, false, 3]);
  const full: Mark[] = [{ act: 0, from: 0, to: MOST_MARKED - 1 }];
  expect(toggled(full, 1, 0)).toBeNull();
  expect(countMarked(toggled(full, 0, 0) ?? [])).toBe(MOST_MARKED - 1);
  expect(quoted([{ act: 2, from: 1, to: 2 }], [entryOf(2, "x", ["a", "b", "c"])])[0]?.text).toBe("b\nc");
});

test("pasted lines lose the prompts that were copied with them", () => {
  expect(typedLines("0:039> !syncblk\r\n\n0: kd> !locks\nC:\\Windows> fltmc\nPS C:\\> Get-Process\n~13s  ")).toEqual([
    "!syncblk",
    "!locks",
    "fltmc",
    "Get-Process",
    "~13s",
  ]);
  expect(typedLines("> clrstack\n$ ps aux")).toEqual(["clrstack", "ps aux"]);
  expect(typedLines(" \n")).toEqual([]);
});

test("a word is completed as far as all ways agree, in any case of letters", () => {
  expect(commonStart(["!clrstack", "!ClrHeap"])).toBe("!clr");
  expect(commonStart(["!locks"])).toBe("!locks");
  expect(commonStart([])).toBe("");
});

test("every word that is looked for narrows the causes", () => {
  expect(causesFound("").length).toBeGreaterThan(20);
  expect(causesFound("temporary FILES").map(({ id }) => id)).toContain("oversized-temp-folder");
  expect(causesFound("temporary zebra")).toEqual([]);
});

test("an answer of the terminal is announced in short, an error in full", () => {
  const lines = Array.from({ length: 400 }, (_item, at) => `line ${at}`);
  const long = { ...EMPTY_VIEW, terminal: [entryOf(0, "~*kb", lines)] };
  expect(newsOf(EMPTY_VIEW, long)).toBe("400 lines: line 0 line 1");
  const error = { ...entryOf(0, "~360s", ["  ^ Illegal thread error in '~360s'"]), judged: "error" as const };
  expect(newsOf(EMPTY_VIEW, { ...EMPTY_VIEW, terminal: [error] })).toBe("Error: ^ Illegal thread error in '~360s'");
  expect(newsOf(EMPTY_VIEW, { ...EMPTY_VIEW, terminal: [entryOf(0, "~13s", [])], prompt: "0:013> " })).toBe(
    "No output. Prompt is now 0:013> ",
  );
});

test("questions, answers, hints, verdicts and the end are announced", () => {
  const question = { id: "q", text: "How many?", options: [], about: null, answered: null };
  const asked: DrillView = { ...EMPTY_VIEW, questions: [question] };
  expect(newsOf(EMPTY_VIEW, asked)).toBe("A question about the output.");
  const answered = { ...question, answered: { option: "145", right: false, answer: "72", why: "Each counts two." } };
  expect(newsOf(asked, { ...asked, questions: [answered] })).toBe("Wrong. Each counts two.");
  const hinted: DrillView = { ...EMPTY_VIEW, hints: [{ act: 0, grade: "why", text: "Look there.", points: 2 }] };
  expect(newsOf(EMPTY_VIEW, hinted)).toBe("Hint, 2 points: Look there.");
  const named: DrillView = {
    ...EMPTY_VIEW,
    phase: "remedy",
    accusations: [{ act: 0, cause: "lock-convoy", verdict: "right", says: "It shows." }],
  };
  expect(newsOf(EMPTY_VIEW, named)).toBe("Right. It shows. Now choose the remedy.");
  expect(newsOf(named, { ...named, phase: "debrief" })).toBe("Debrief: 0 points.");
  expect(newsOf(asked, asked)).toBe("");
});

test("the debrief lists all that was done, commands as typed", () => {
  const view: DrillView = {
    ...EMPTY_VIEW,
    terminal: [{ ...entryOf(1, "!locks", ["x"]), judged: "detour", minutes: 2 }],
  };
  const acts = [
    { act: { do: "open", target: "kernel" } },
    { act: { do: "type", line: "!locks" } },
    { act: { do: "answer", question: "q", option: "a" } },
    { act: { do: "accuse", cause: "lock-convoy", marks: [] } },
    { act: { do: "give-up" } },
  ] as const;
  expect(ownWay(view, acts).map(({ says, judged }) => [says, judged])).toEqual([
    ["Went to: Kernel dump", null],
    ["!locks", "detour"],
    [expect.stringMatching(/^Named: /), null],
    ["Gave up", null],
  ]);
});

test("a drill opens in the wizard as one transcript for each place that was typed at", () => {
  const kernel = { ...entryOf(1, "!locks", ["none"]), target: "kernel" as const, prompt: "0: kd> " };
  const view = { ...EMPTY_VIEW, terminal: [entryOf(0, "~", ["a", "b"]), kernel, entryOf(2, "!syncblk", [])] };
  expect(drillTranscripts(view)).toEqual([
    { name: "Process dump in WinDbg", text: "0:000> ~\na\nb\n0:000> !syncblk\n" },
    { name: "Kernel dump", text: "0: kd> !locks\nnone\n" },
  ]);
});

test("a written drill is new, in progress, or has a best score", () => {
  const begun = newAttempt("a", WRITTEN, "2024-05-01");
  const done = (total: number) => ({
    ...newAttempt(`done ${total}`, WRITTEN, "2024-05-01"),
    finished: {
      at: "2024-05-02",
      summary: {
        code: WRITTEN,
        written: "case-study",
        level: 2 as const,
        topic: "files" as const,
        total,
        parts: EMPTY_VIEW.score.parts,
        solved: true,
        minutes: 1,
        seconds: 1,
        commands: 1,
        hints: 0,
        wrongAccusations: 0,
        mistakes: [],
      },
    },
  });
  expect(drillState("case-study", [])).toEqual({ begun: null, best: null });
  expect(drillState("case-study", [begun, done(40), done(70)])).toEqual({ begun, best: 70 });
  expect(drillState("real-deadlock", [begun, done(40)])).toEqual({ begun: null, best: null });
});
