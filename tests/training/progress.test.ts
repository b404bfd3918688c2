import { expect, test } from "vitest";
import { parseCode } from "@/training/code";
import { codeFor, type PastResult, progressOf } from "@/training/progress";
import { joinResults, PROGRESS_FILE, progressFile } from "@/training/results/progress-file";
import { openSealed } from "@/training/results/sealed-file";
import type { Level, Topic } from "@/training/topics";

let serial = 0;

function past(total: number, finishedAt: string, more: Partial<PastResult> = {}): PastResult {
  const topic: Topic = more.topic ?? "locks";
  const level: Level = more.level ?? 1;
  const code = codeFor({ topic, level }, serial++);
  return { code, written: null, topic, level, total, solved: true, finishedAt: `${finishedAt}T10:00:00.000Z`, ...more };
}

function topicOf(results: readonly PastResult[], topic: Topic = "locks") {
  return progressOf(results, "2026-06-01").topics.find((each) => each.topic === topic);
}

test("a strength takes three drills, and the latest counts most", () => {
  expect(topicOf([past(90, "2026-05-01"), past(90, "2026-05-02")])?.strength).toBe(null);
  const rising = topicOf([past(20, "2026-05-01"), past(50, "2026-05-02"), past(95, "2026-05-03")])?.strength ?? 0;
  const falling = topicOf([past(95, "2026-05-01"), past(50, "2026-05-02"), past(20, "2026-05-03")])?.strength ?? 0;

  expect(rising).toBe(64);
  expect(falling).toBe(46);
});

test("a drill that was seen before counts by its first try", () => {
  const first = past(40, "2026-05-01");
  const again = { ...first, total: 100, finishedAt: "2026-05-02T10:00:00.000Z" };

  expect(topicOf([again, first])?.drills).toBe(1);
  expect(topicOf([again, first, past(40, "2026-05-03"), past(40, "2026-05-04")])?.strength).toBe(40);
});

test("a level is reached by three solved drills of it or above, with enough points", () => {
  const three = (level: Level, total = 80) =>
    ["2026-05-01", "2026-05-02", "2026-05-03"].map((day) => past(total, day, { level }));

  expect(topicOf(three(1).slice(1))?.level).toBe(null);
  expect(topicOf(three(2))?.level).toBe(2);
  expect(topicOf(three(3, 69))?.level).toBe(null);
  expect(topicOf(three(1).map((each) => ({ ...each, solved: false })))?.level).toBe(null);
  expect(
    progressOf([...three(1), ...three(2).map((each) => ({ ...each, topic: "files" as const }))], "2026-06-01").level,
  ).toBe(2);
});

test.each([
  [[90], "2026-05-04"],
  [[90, 85], "2026-05-08"],
  [[90, 85, 80], "2026-05-22"],
  [[90, 85, 80, 100], "2026-05-22"],
  [[60], "2026-05-02"],
  [[90, 85, 60], "2026-05-08"],
  [[90, 85, 80, 30], "2026-05-02"],
])("after points of %j the next review is due on %s", (points, dueOn) => {
  const results = points.map((total, at) =>
    past(total, `2026-0${at === points.length - 1 ? 5 : 4}-0${at === points.length - 1 ? 1 : at + 1}`),
  );

  expect(progressOf(results, "2026-05-01").upcoming.map((review) => review.dueOn)).toEqual([dueOn]);
  expect(progressOf(results, dueOn).due.map((review) => review.dueOn)).toEqual([dueOn]);
});

test("a written drill comes up for review by itself, with new numbers", () => {
  const results = [past(30, "2026-05-01", { written: "case-study", code: "case-study-0007P" }), past(90, "2026-05-01")];
  const { due } = progressOf(results, "2026-05-20");

  expect(due.map(({ subject }) => subject)).toEqual([{ written: "case-study" }, { topic: "locks", level: 1 }]);
  expect(parseCode(codeFor({ written: "case-study" }, 77))).toEqual({ kind: "written", id: "case-study", seed: 77 });
});

test("nothing practised yet is no progress and no strength", () => {
  expect(progressOf([], "2026-05-01")).toMatchObject({ drills: 0, level: null, due: [], upcoming: [] });
});

test("progress comes back from its file, and joins what is there without doubles", () => {
  const results = [past(90, "2026-05-02"), past(60, "2026-05-01")];
  const { content } = openSealed(PROGRESS_FILE, progressFile(results));

  expect(content.results).toEqual([...results].reverse());
  expect(joinResults(content.results, [...results, past(10, "2026-05-03")])).toHaveLength(3);
});
