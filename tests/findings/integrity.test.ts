import { expect, test } from "vitest";
import { diagnose } from "@/cases/diagnose";
import { aspnetHangPlaybook } from "@/machines/aspnet-hang";
import { CASE_STUDY } from "../support/case-study";
import { runWith } from "../support/triage";

/** The case study with one file's text changed. */
function withChange(file: number, from: string | RegExp, to: string, answers: Record<string, string> = {}) {
  const changed = CASE_STUDY.map((transcript, index) => {
    if (index !== file) return transcript;
    const text = transcript.text.replace(from, to);
    expect(text, "the change must hit").not.toBe(transcript.text);
    return { ...transcript, text };
  });
  return diagnose(aspnetHangPlaybook, changed, { answers: new Map(Object.entries(answers)) });
}
const warnings = (diagnosis: ReturnType<typeof diagnose>) =>
  diagnosis.findings.filter((finding) => finding.tone === "warning").map((finding) => finding.id);

test("the case study as published warns of thread 109, of the other boot, and of what its readers fell for", () => {
  expect(warnings(diagnose(aspnetHangPlaybook, CASE_STUDY))).toEqual([
    // One reader took the debugger's note for damage, others blamed the filter for standing there.
    "frames-marked-unreliable",
    "filter-only-present",
    "thread-in-two-places",
    "other-boot",
  ]);
});

test.each([
  ["an even MonitorHeld beside an owner", 3, " 145 1 ", " 144 1 ", "monitor-held-parity"],
  ["a waiting list that was cut", 3, / 100 101 .* 109/, "", "waiting-list-cut"],
  ["a trailer of another table", 3, "Total 6941", "Total 41", "sync-block-total"],
  ["a stack heading of another thread", 2, "Thread 81", "Thread 82", "prompt-thread-differs"],
  ["a start field outside its object", 5, "start at 10308870", "start at 50308870", "start-field-elsewhere"],
  ["a zone with the wrong sign", 6, "(GMT+2)", "(GMT+5)", "age-negative"],
  [
    "a process younger than its request",
    6,
    "Process Uptime: 0 days 5:28:36.000",
    "Process Uptime: 0 days 0:01:36.000",
    "age-exceeds-uptime",
  ],
  [
    "a wait object of another thread",
    8,
    "b954f1ec NotificationEvent",
    "b954f2ec NotificationEvent",
    "wait-object-differs",
  ],
  ["ticks that do not fit their time", 8, "(0:00:00:00.015)", "(0:00:00:09.015)", "ticks-time-differs"],
  ["a table of locks without its end", 3, /Total[\s\S]*/, "", "output-cut"],
  ["a kernel table without its end", 7, /6541 total.*/, "", "output-cut"],
  ["rows of two stacks", 4, "0e8cf2d8 01bda78a", "0e8cf018 01bda78a", "stack-out-of-order"],
])("%s is warned of", (_what, file, from, to, id) => {
  expect(warnings(withChange(file, from, to))).toContain(id);
});

test("a warning names both lines that disagree and changes no cause", () => {
  const changed = withChange(3, " 145 1 ", " 144 1 ");
  const warning = changed.findings.find((finding) => finding.id === "monitor-held-parity");
  expect(warning?.cites.length).toBeGreaterThan(0);
  expect(changed.causes.filter((cause) => cause.standing === "confirmed")).toEqual([]);
});

test("a session time without its zone asks for the zone instead of guessing", () => {
  const blind = withChange(6, " (GMT+2)", "");
  expect(warnings(blind)).toContain("session-zone-missing");
  expect(blind.findings.some((finding) => finding.id === "request-age")).toBe(false);
  expect(blind.step.id).toBe("request-age");
  expect(blind.step.questions).toContain("session-zone");
  const told = withChange(6, " (GMT+2)", "", { "session-zone": "UTC+2" });
  expect(Number(told.findings.find((finding) => finding.id === "request-age")?.values.ageSeconds)).toBeCloseTo(
    190.466,
    2,
  );
});

test("user-mode !locks pasted where the kernel's is wanted is explained", () => {
  const text = `0:000> !locks

CritSec MSVCR71!_imp__InitializeCriticalSection+12ab80 at 7c3a0b80
LockCount          3
RecursionCount     1
OwningThread       11dc
EntryCount         3
ContentionCount    3
*** Locked

Scanned 412 critical sections
`;
  const diagnosis = diagnose(aspnetHangPlaybook, [...CASE_STUDY.slice(0, 7), { name: "locks", text }]);
  expect(diagnosis.findings.find((finding) => finding.id === "user-locks-for-kernel")?.says).toContain("kd> prompt");
});

test("the !locks of a single resource is no table that could lack its end", () => {
  const resource = `Resource @ 0x85a05ec8    Exclusively owned
    Contention Count = 7
    NumberOfExclusiveWaiters = 1
     Threads: 88b9fcb0-01<*>
     Threads Waiting On Exclusive Access:
              850bbd78
`;
  expect(warnings(runWith(`0: kd> !locks\n${resource}`))).toContain("output-cut");
  expect(warnings(runWith(`0: kd> !locks 85a05ec8\n${resource}`))).not.toContain("output-cut");
});
