import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Diagnosis, diagnose } from "@/cases/diagnose";
import { bestPicture, fittingPictures } from "@/components/pictures/fitting";
import { stackFilter } from "@/components/pictures/stack-filter";
import { PLAYBOOKS } from "@/machines/list";

const CASE_STUDY = join(import.meta.dirname, "..", "fixtures", "case-study");

function diagnosisOf(...texts: readonly string[]): Diagnosis {
  const [playbook] = PLAYBOOKS;
  if (!playbook) throw new Error("There is no playbook");
  return diagnose(
    playbook,
    texts.map((text, at) => ({ name: `paste ${at + 1}`, text })),
  );
}

function caseStudy(...numbers: readonly string[]): string[] {
  return readdirSync(CASE_STUDY)
    .filter((name) => numbers.some((number) => name.startsWith(number)))
    .sort()
    .map((name) => readFileSync(join(CASE_STUDY, name), "utf8"));
}

/** Native stacks of so many threads, some waiting and some idle. */
function survey(threads: number): string {
  const stacks = Array.from({ length: threads }, (_none, thread) => [
    `  ${thread}  Id: 1a2c.${(0x1000 + 4 * thread).toString(16)} Suspend: 1 Teb: 00000000\`7ffd${(0x1000 + thread).toString(16)} Unfrozen`,
    "Child-SP          RetAddr           Call Site",
    thread % 2 === 0
      ? "00000000`10000000 00007ff8`12341000 clr!AwareLock::Enter+0x99"
      : "00000000`10000000 00007ff8`12341000 sni!SNIReadSyncOverAsync+0x4f",
    "00000000`10000010 00007ff8`12341010 clr!ThreadpoolMgr::WorkerThreadStart+0x21",
    "",
  ]);
  return ["0:000> ~*k", "", ...stacks.flat()].join("\n");
}

test("nothing fits before anything is known", () => {
  expect(fittingPictures(diagnosisOf())).toEqual([]);
  expect(bestPicture(diagnosisOf())).toBeNull();
});

test("the case study shows its chain, as before", () => {
  expect(bestPicture(diagnosisOf(...caseStudy("0")))).toBe("chain");
  expect(fittingPictures(diagnosisOf(...caseStudy("0")))).toEqual(["chain", "locks", "path"]);
});

test("a survey of many threads brings the groups of stacks and the flame", () => {
  expect(fittingPictures(diagnosisOf(survey(8)))).toEqual(["chain", "stacks", "flame"]);
  expect(fittingPictures(diagnosisOf(survey(2)))).not.toContain("stacks");
});

test("stacks are found by a part of a frame, by the thread's number and by its OS id", () => {
  const [all] = diagnosisOf(survey(8)).surveys;
  if (!all) throw new Error("There is no survey");
  const counts = (words: string): number[] =>
    all.groups.filter(stackFilter(all, words).keeps).map(({ count }) => count);

  expect(counts("awarelock")).toEqual([4]);
  expect(counts("thread 3")).toEqual([4]);
  expect(counts("0x100c")).toEqual([4]);
  expect(counts("workerthread")).toEqual([4, 4]);
  expect(counts("nowhere")).toEqual([]);
});
