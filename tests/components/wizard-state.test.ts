import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Case, type Entry, inputsOf } from "@/cases/case-log";
import { type Diagnosis, diagnose } from "@/cases/diagnose";
import { caseAddress, caseIdOf } from "@/components/wizard/case-address";
import {
  latestTranscripts,
  spokenResult,
  stepServed,
  tellEach,
  tellingFindings,
} from "@/components/wizard/latest-input";
import { waySteps } from "@/components/wizard/way-steps";
import { PLAYBOOKS } from "@/machines/list";
import type { Playbook } from "@/machines/playbook";

const CASE_STUDY = join(import.meta.dirname, "..", "fixtures", "case-study");
const PLAYBOOK = PLAYBOOKS[0] as Playbook;

function pasted(number: string, at: string): Entry {
  const name = readdirSync(CASE_STUDY).find((file) => file.startsWith(number)) ?? number;
  return { type: "transcript", id: number, at, name, text: readFileSync(join(CASE_STUDY, name), "utf8") };
}

function caseOf(...log: readonly Entry[]): { subject: Case; diagnosis: Diagnosis } {
  const subject: Case = { id: "c", title: "A case", playbook: PLAYBOOK.id, createdAt: "2026-01-05T10:00:00.000Z", log };
  const { transcripts, answers, skipped } = inputsOf(log);
  return { subject, diagnosis: diagnose(PLAYBOOK, transcripts, { answers, skipped }) };
}

test("the way says what each step brought, where the case stands, and ends in the verdict", () => {
  const { subject, diagnosis } = caseOf(pasted("04", "2026-01-05T10:01:00.000Z"));
  const way = waySteps(PLAYBOOK, subject, diagnosis);

  expect(way.find(({ id }) => id === "lock")).toMatchObject({ state: "passed", brought: { id: "lock-owner" } });
  expect(way.find(({ state }) => state === "current")?.id).toBe("owner");
  expect(way.at(-1)).toMatchObject({ id: "verdict", state: "ahead" });
});

test("no step stands on the way twice, however much was skipped", () => {
  const skips = Object.keys(PLAYBOOK.steps).map((step): Entry => {
    return { type: "skip", id: step, at: "2026-01-05T10:01:00.000Z", step, reason: "no access" };
  });
  for (let count = 0; count <= skips.length; count++) {
    const { subject, diagnosis } = caseOf(...skips.slice(0, count));
    const ids = waySteps(PLAYBOOK, subject, diagnosis).map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  }
});

test("a step that was skipped says why", () => {
  const { subject, diagnosis } = caseOf(
    { type: "skip", id: "s1", at: "2026-01-05T10:01:00.000Z", step: "symptoms", reason: "Nobody knows" },
    { type: "skip", id: "s2", at: "2026-01-05T10:02:00.000Z", step: "stacks", reason: "No dump" },
  );

  expect(waySteps(PLAYBOOK, subject, diagnosis).filter(({ state }) => state === "skipped")).toMatchObject([
    { id: "symptoms", reason: "Nobody knows" },
    { id: "stacks", reason: "No dump" },
  ]);
});

test("outputs put in within a moment count as one go", () => {
  const { subject } = caseOf(
    pasted("01", "2026-01-05T10:00:00.000Z"),
    pasted("02", "2026-01-05T10:05:00.000Z"),
    pasted("03", "2026-01-05T10:05:00.400Z"),
  );

  expect(latestTranscripts(subject).map(({ file }) => file)).toEqual([1, 2]);
});

test("after an answer there is no output that was put in last", () => {
  const { subject } = caseOf(pasted("01", "2026-01-05T10:00:00.000Z"), {
    type: "answer",
    id: "a",
    at: "2026-01-05T10:01:00.000Z",
    question: "recycling",
    value: "unknown",
  });

  expect(latestTranscripts(subject)).toEqual([]);
});

test("the same command serves the step that got something from it", () => {
  const { diagnosis } = caseOf(
    pasted("03", "2026-01-05T10:00:00.000Z"),
    pasted("04", "2026-01-05T10:01:00.000Z"),
    pasted("05", "2026-01-05T10:02:00.000Z"),
  );
  const served = diagnosis.blocks
    .filter(({ parser }) => parser === "sos-clrstack")
    .map((block) => stepServed(PLAYBOOK, block, diagnosis.findings)?.label);

  expect(served).toEqual([PLAYBOOK.steps.stacks?.label, PLAYBOOK.steps.owner?.label]);
});

test("of what a table of locks shows, the owner comes first", () => {
  const { diagnosis } = caseOf(pasted("04", "2026-01-05T10:01:00.000Z"));
  const [block] = diagnosis.blocks.filter(({ parser }) => parser === "sos-syncblk");

  expect(block && tellingFindings(PLAYBOOK, block, diagnosis.findings)[0]?.id).toBe("lock-owner");
});

test("of several outputs none tells again what another has told", () => {
  const { diagnosis } = caseOf(
    pasted("02", "2026-01-05T10:00:00.000Z"),
    pasted("03", "2026-01-05T10:01:00.000Z"),
    pasted("05", "2026-01-05T10:02:00.000Z"),
  );
  const told = tellEach(PLAYBOOK, diagnosis.blocks, diagnosis.findings).flatMap(({ findings }) => findings);

  expect(told.length).toBeGreaterThan(3);
  expect(new Set(told).size).toBe(told.length);
});

test("what is read out names the command and the next step", () => {
  const { subject, diagnosis } = caseOf(pasted("04", "2026-01-05T10:01:00.000Z"));

  expect(spokenResult(latestTranscripts(subject), diagnosis)).toBe(
    "Read as !syncblk. Next: See what thread 39 is doing.",
  );
});

test("the id of a case survives its address, and a broken address names no case", () => {
  expect(caseIdOf(caseAddress("a b/ü#1").slice("/case".length))).toBe("a b/ü#1");
  expect(caseIdOf("#")).toBeNull();
  expect(caseIdOf("#%E0%A4%A")).toBeNull();
});
