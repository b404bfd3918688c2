import fc from "fast-check";
import { expect, test } from "vitest";
import { diagnose } from "@/cases/diagnose";
import type { Finding, Transcript } from "@/evidence";
import { aspnetHangPlaybook } from "@/machines/aspnet-hang";
import { CASE_STUDY, FOLDER_80_GB } from "../support/case-study";

const run = (transcripts: readonly Transcript[], answers: Record<string, string> = {}) =>
  diagnose(aspnetHangPlaybook, transcripts, { answers: new Map(Object.entries(answers)) });
const whole = run(CASE_STUDY);
const finding = (id: string, findings: readonly Finding[] = whole.findings): Finding => {
  const found = findings.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no finding ${id}`);
  return found;
};
const standing = (id: string, diagnosis = whole) => diagnosis.causes.find((cause) => cause.id === id);
const asked = (diagnosis = whole) => [...diagnosis.step.commands, ...diagnosis.step.gaps].map((next) => next.command);

test("every line of the nine outputs is read", () => {
  expect(whole.blocks.flatMap((block) => block.unread.map((lines) => [block.command, lines]))).toEqual([]);
  expect(whole.coverage.read + whole.coverage.aside).toBe(whole.coverage.lines);
});

test("the lock, its owner and its 72 waiters are found, with the lines that show them", () => {
  expect(finding("lock-owner").values).toMatchObject({
    type: "System.Web.HttpApplicationFactory",
    thread: 39,
    osThreadId: "360",
    waiters: 72,
    listed: 72,
  });
  expect(finding("lock-owner").cites).toEqual([
    { file: 3, lines: [3, 3] },
    { file: 3, lines: [4, 4] },
  ]);
});

test("the owner is cleaning up: it lists a folder for the first request after a restart", () => {
  expect(finding("cleans-temp-files").values).toMatchObject({ thread: 39, ownsLock: true });
  expect(finding("lists-folder").says).toBe("Thread 39 is listing a folder.");
  expect(finding("starts-application").values.thread).toBe(39);
  expect(finding("enters-kernel-for-a-file").values.function).toBe("ZwQueryDirectoryFile");
});

test("the request had been running for a little over three minutes, in UTC", () => {
  expect(Number(finding("request-age").values.ageSeconds)).toBeGreaterThan(190);
  expect(Number(finding("request-age").values.ageSeconds)).toBeLessThan(191);
  expect(finding("request-start").values.instant).toBe("2007-06-21T09:25:40.5338928Z");
  expect(finding("session-time").values.instant).toBe("2007-06-21T09:28:51.000Z");
});

test("the kernel took 87 % of the processor time", () => {
  expect(Number(finding("cpu-mostly-kernel").values.kernelPercent)).toBeCloseTo(87, 0);
});

test("the kernel thread belongs to the web process and came in through the same call", () => {
  expect(finding("kernel-thread").values).toMatchObject({
    thread: "88e889a0",
    image: "w3wp.exe",
    entry: "NtQueryDirectoryFile",
  });
  expect(finding("kernel-entry-matches").cites.length).toBe(2);
});

test("the filter stands twice on the path, legacy, unknown to the list, with a page fault between", () => {
  expect(finding("driver-on-path").values).toMatchObject({
    driver: "SomeFiltr",
    sightings: 2,
    legacy: true,
    exportsOnly: true,
    known: false,
  });
  expect(finding("page-fault-reentry").values.driver).toBe("SomeFiltr");
  expect(finding("thread-progressing").values.ticks).toBe(1);
  expect(finding("many-file-records").values.records).toBe(1_830_728);
});

test("thread 109 stands in two places, which is said with both lines", () => {
  const warning = finding("thread-in-two-places");
  expect(warning.tone).toBe("warning");
  expect(warning.values.thread).toBe(109);
  expect(warning.cites).toHaveLength(2);
});

test("nothing is confirmed: two causes are suspected, two are excluded with reasons", () => {
  expect(whole.causes.filter((cause) => ["confirmed", "likely"].includes(cause.standing))).toEqual([]);
  expect(standing("file-system-filter")?.standing).toBe("suspected");
  expect(standing("oversized-temp-folder")?.standing).toBe("suspected");
  for (const id of ["page-fault-reentrancy", "kernel-resource", "monitor-deadlock"]) {
    expect(standing(id)?.standing, id).toBe("excluded");
    expect(standing(id)?.against.length, id).toBeGreaterThan(0);
  }
});

test("the next ask is the folder's size and the list of filters", () => {
  expect(whole.step.id).toBe("folder-and-filters");
  expect(asked()).toEqual([
    'dir /a /s "%windir%\\Microsoft.NET\\Framework\\v1.1.4322\\Temporary ASP.NET Files"',
    "fltmc",
  ]);
  expect(whole.step.questions).toEqual(["folder-size", "antivirus-test", "recycling"]);
});

test("with dotnet-dump only commands it has are asked for", () => {
  const start = diagnose(aspnetHangPlaybook, [], { skipped: ["symptoms"], tool: "dotnet-dump" });
  expect(asked(start)).toEqual(["clrstack -all"]);
  const lock = diagnose(aspnetHangPlaybook, CASE_STUDY.slice(0, 3), { tool: "dotnet-dump" });
  expect(asked(lock)).toContain("syncblk");
});

test("what is known is not asked again", () => {
  const told = run(CASE_STUDY, { "antivirus-test": "no-change", recycling: "one-user-one-recycle" });
  expect(told.step.questions).toEqual(["folder-size"]);
  const started = run(CASE_STUDY.filter((_file, index) => index !== 5));
  expect(started.step).toMatchObject({ id: "request-age", questions: expect.not.arrayContaining(["session-zone"]) });
});

test.each([
  ["pasted as dir /s", [...CASE_STUDY, FOLDER_80_GB], {}],
  ["answered", CASE_STUDY, { "folder-size": "80 GB" }],
] as const)(
  "with the folder's 80 GB %s, the folder is the cause and the filter contributes",
  (_how, transcripts, answers) => {
    const verdict = run(transcripts, answers);
    expect(standing("oversized-temp-folder", verdict)).toMatchObject({ standing: "confirmed", role: "primary" });
    expect(standing("file-system-filter", verdict)).toMatchObject({ role: "contributing" });
    expect(verdict.step.id).toBe("verdict");
    const told = run(transcripts, { ...answers, recycling: "one-user-one-recycle" });
    expect(standing("app-domain-recycling", told)?.standing).toBe("excluded");
  },
);

test("a small folder excludes it and leads on to the filter test", () => {
  const small = run([
    ...CASE_STUDY,
    { ...FOLDER_80_GB, text: FOLDER_80_GB.text.replace("1415926", "   1415").replace("85899345920", "   85899345") },
  ]);
  expect(standing("oversized-temp-folder", small)?.standing).toBe("excluded");
  expect(small.step.id).toBe("filter-test");
  expect(small.step.title).toContain("SomeFiltr");
  const tested = run(
    [
      ...CASE_STUDY,
      { ...FOLDER_80_GB, text: FOLDER_80_GB.text.replace("1415926", "   1415").replace("85899345920", "   85899345") },
    ],
    { "filter-test": "faster" },
  );
  expect(standing("file-system-filter", tested)).toMatchObject({ standing: "confirmed", role: "primary" });
});

const causesOf = (transcripts: readonly Transcript[]) => JSON.stringify(run(transcripts).causes);

test("any order of the nine outputs gives byte-identical causes", () => {
  const expected = causesOf(CASE_STUDY);
  for (let turn = 1; turn < CASE_STUDY.length; turn++) {
    expect(causesOf([...CASE_STUDY.slice(turn), ...CASE_STUDY.slice(0, turn)])).toBe(expected);
  }
  fc.assert(
    fc.property(fc.shuffledSubarray([...CASE_STUDY], { minLength: 9 }), (order) => {
      expect(causesOf(order)).toBe(expected);
      expect(causesOf([{ name: "one paste", text: order.map((file) => file.text).join("\n") }])).toBe(expected);
    }),
    { numRuns: 50 },
  );
});

test("the nine outputs as one paste give the same findings, cited in that paste", () => {
  const one = run([{ name: "all", text: CASE_STUDY.map((file) => file.text).join("\n") }]);
  expect(one.findings.map(({ id, says }) => [id, says])).toEqual(whole.findings.map(({ id, says }) => [id, says]));
});

test.each([
  [0, /~\*e !clrstack|~\*kb/],
  [1, /~81kb/],
  [2, /~81e !clrstack/],
  [3, /!syncblk/],
  [4, /~39kb/],
  [5, /!dso|!do|convertvtdatetodate/],
  [6, /^\.time$/],
  [7, /^!locks$/],
  [8, /^!thread 88e889a0$/],
])("without output %i nothing new is confirmed, and the next ask asks for it", (missing, ask) => {
  const rest = run(CASE_STUDY.filter((_file, index) => index !== missing));
  expect(rest.causes.filter((cause) => cause.standing === "confirmed")).toEqual([]);
  expect(
    asked(rest).some((command) => ask.test(command)),
    asked(rest).join(" | "),
  ).toBe(true);
});

test("half of each output never gives another figure than the whole one, and never a confirmed cause", () => {
  for (const file of CASE_STUDY) {
    const half = { ...file, text: file.text.slice(0, Math.floor(file.text.length / 2)) };
    const cut = run(CASE_STUDY.map((candidate) => (candidate === file ? half : candidate)));
    expect(
      cut.causes.filter((cause) => cause.standing === "confirmed"),
      file.name,
    ).toEqual([]);
    for (const id of ["lock-owner", "request-age", "kernel-thread"]) {
      const found = cut.findings.find((candidate) => candidate.id === id);
      if (found) expect(found.values.thread, `${file.name} ${id}`).toBe(finding(id).values.thread);
    }
  }
});
