import fc from "fast-check";
import { expect, test } from "vitest";
import { exportCase, importCase } from "@/cases/case-file";
import { type Case, type Entry, inputsOf } from "@/cases/case-log";
import { diagnose } from "@/cases/diagnose";
import { digestOf } from "@/cases/digest";
import { reportMarkdown } from "@/cases/report";
import { THRESHOLDS, type ThresholdId } from "@/findings/thresholds";
import { aspnetHangPlaybook } from "@/machines/aspnet-hang";
import { CASE_STUDY } from "../support/case-study";

const AT = "2026-01-05T10:00:00.000Z";
const limit = (id: string, of: ThresholdId, value: number | null): Entry => ({
  type: "limit",
  id,
  at: AT,
  limit: of,
  value,
});
const caseWith = (...log: readonly Entry[]): Case => ({
  id: "c",
  title: "Slow",
  playbook: "aspnet-hang",
  createdAt: AT,
  log,
});
const IDS = Object.keys(THRESHOLDS) as ThresholdId[];

test("the last value laid over a limit counts, until the built-in one is brought back or the entry is taken out", () => {
  const first = limit("a", "requestOldSeconds", 60);
  const second = limit("b", "requestOldSeconds", 90);
  expect(inputsOf([first, second]).limits).toEqual({ requestOldSeconds: 90 });
  expect(inputsOf([first, second, limit("c", "requestOldSeconds", null)]).limits).toEqual({});
  expect(inputsOf([first, second, { type: "removal", id: "r", at: AT, entry: "b" }]).limits).toEqual({
    requestOldSeconds: 60,
  });
});

test("a case file carries every limit that was changed", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...IDS), fc.option(fc.double({ min: 0, max: 1e15, noNaN: true })))),
      (changes) => {
        const subject = caseWith(
          ...changes.map(([id, value], index) => limit(`e${index}`, id, value === 0 ? 0 : value)),
        );
        expect(inputsOf(importCase(exportCase(subject)).log)).toEqual(inputsOf(subject.log));
      },
    ),
  );
});

test.each([
  ["a limit that this site does not have", { limit: "noSuchLimit", value: 1 }],
  ["a name that every object has", { limit: "constructor", value: 1 }],
  ["a value below zero", { limit: "requestOldSeconds", value: -1 }],
  ["a value beyond all measure", { limit: "requestOldSeconds", value: 1e300 }],
  ["a value that is no number", { limit: "requestOldSeconds", value: "60" }],
  ["an entry without a value", { limit: "requestOldSeconds" }],
])("a case file with %s is refused, its checksum being right", (_what, entry) => {
  const content = {
    schema: "waitchain.case/2",
    exportedAt: AT,
    case: { ...caseWith(), log: [{ type: "limit", id: "a", at: AT, ...entry }] },
  };
  const file = JSON.stringify({ ...content, digest: digestOf(content) });
  expect(() => importCase(file)).toThrow(
    expect.objectContaining({ problem: expect.objectContaining({ code: "CASE_NOT_A_CASE" }) }),
  );
});

test("a case file of the version before is read as it was", () => {
  const subject = caseWith({ type: "skip", id: "s", at: AT, step: "stacks", reason: "" });
  const { schema: _schema, digest: _digest, ...rest } = JSON.parse(exportCase(subject)) as Record<string, unknown>;
  const content = { schema: "waitchain.case/1", ...rest };
  expect(importCase(JSON.stringify({ ...content, digest: digestOf(content) }))).toEqual(subject);
});

test("a changed limit is told with the diagnosis and in the report, and whether it decides", () => {
  const answers = new Map([["folder-size", "80 GB"]]);
  const run = (limits: Partial<Record<ThresholdId, number>>) =>
    diagnose(aspnetHangPlaybook, CASE_STUDY, { answers, limits });
  expect(run({}).limits).toEqual({ changed: [], decide: false });
  expect(run({ folderHugeBytes: THRESHOLDS.folderHugeBytes.value }).limits.changed).toEqual([]);
  expect(run({ sessionWaiters: 9 }).limits).toEqual({ changed: [{ id: "sessionWaiters", value: 9 }], decide: false });
  const moved = run({ folderHugeBytes: 1e12, folderLargeBytes: 1e12 });
  expect(moved.limits.decide).toBe(true);
  const subject = caseWith(limit("a", "folderHugeBytes", 1e12), limit("b", "folderLargeBytes", 1e12));
  const report = reportMarkdown(subject, moved);
  expect(report).toContain("## Limits changed");
  expect(report).toContain("With the built-in limits the causes would stand otherwise.");
  expect(reportMarkdown(caseWith(), run({}))).not.toContain("Limits changed");
});
