import { expect, test } from "vitest";
import { diagnose } from "@/cases/diagnose";
import { CAUSES } from "@/findings/causes/list";
import { aspnetHangPlaybook } from "@/machines/aspnet-hang";
import { CASE_STUDY, FOLDER_80_GB } from "../support/case-study";
import { HANGS } from "../support/made-up-hangs";
import * as made from "../support/made-up-outputs";

const run = (texts: readonly string[], answers: Record<string, string> = {}) =>
  diagnose(
    aspnetHangPlaybook,
    texts.map((text, index) => ({ name: `paste ${index + 1}`, text })),
    { answers: new Map(Object.entries(answers)) },
  );
const standing = (diagnosis: ReturnType<typeof run>, id: string) => diagnosis.causes.find((cause) => cause.id === id);

test("two owners that wait for each other are a deadlock, confirmed by the cycle", () => {
  const diagnosis = run([made.DEADLOCK]);
  expect(standing(diagnosis, "monitor-deadlock")).toMatchObject({ standing: "confirmed", role: "primary" });
  expect(diagnosis.step.id).toBe("verdict");
  expect(diagnosis.findings.find((finding) => finding.id === "lock-cycle")?.values.threads).toEqual([12, 17]);
});

test("an owner that waits for a lock while the other works is no deadlock", () => {
  const diagnosis = run([made.NO_DEADLOCK]);
  expect(diagnosis.findings.some((finding) => finding.id === "lock-cycle")).toBe(false);
  expect(standing(diagnosis, "monitor-deadlock")?.standing).not.toBe("confirmed");
});

test("a table cut off at the end does not prove a deadlock", () => {
  const cut = made.DEADLOCK.replace(/-{29}[\s\S]*?Free\s+17\n/, "");
  expect(standing(run([cut]), "monitor-deadlock")?.standing).toBe("suspected");
});

test("where the table was cut, the objects on the owners' stacks close the circle", () => {
  const cut = made.DEADLOCK.replace(/-{29}[\s\S]*?Free\s+17\n/, "");
  const open = run([cut]);
  expect(open.step).toMatchObject({ id: "next-lock", title: expect.stringContaining("thread 12") });
  expect(open.step.commands.map((next) => next.command)).toContain("~12e !dso");
  const wants = (thread: number, osId: string, object: string, type: string) =>
    `0:0${thread}> !dso\nOS Thread Id: 0x${osId} (${thread})\nRSP/REG          Object           Name\n000000d1b5f7e420 ${object} ${type}\n`;
  const closed = run([
    cut,
    wants(12, "2b1c", "000001b2a4e02f08", "Contoso.Stock.Journal"),
    wants(17, "1d90", "000001b2a4e01d70", "Contoso.Stock.Ledger"),
  ]);
  expect(standing(closed, "monitor-deadlock")).toMatchObject({ standing: "confirmed", role: "primary" });
});

test("an owner in a database call is an external call of kind sql, likely once the request is old", () => {
  const young = run([made.OWNER_IN_SQL]);
  expect(standing(young, "external-call")).toMatchObject({ standing: "suspected", kind: "sql" });
  const old = run([made.OWNER_IN_SQL, made.LONG_REQUESTS]);
  expect(standing(old, "external-call")).toMatchObject({ standing: "likely", role: "primary", kind: "sql" });
});

test("idle threads and no long request: not hung", () => {
  expect(run([made.IDLE]).step.id).toBe("requests");
  expect(standing(run([made.IDLE, made.SHORT_REQUESTS]), "not-hung")).toMatchObject({
    standing: "confirmed",
    role: "primary",
  });
});

test("idle threads but long requests: the process is not called healthy", () => {
  const diagnosis = run([made.IDLE, made.LONG_REQUESTS]);
  expect(standing(diagnosis, "not-hung")?.standing).toBe("excluded");
  expect(diagnosis.step.id).toBe("outside");
});

test("a contended resource whose holder is kept in a driver is likely the kernel resource, the filter with it", () => {
  const diagnosis = run([made.CONTENDED_RESOURCE, made.FROZEN_IN_FILTER]);
  expect(standing(diagnosis, "kernel-resource")).toMatchObject({ standing: "likely" });
  expect(standing(diagnosis, "file-system-filter")).toMatchObject({ standing: "likely" });
  expect(diagnosis.causes.filter((cause) => cause.standing === "confirmed")).toEqual([]);
});

test("a filter that merely stands on the path is suspected, never more", () => {
  const diagnosis = run([
    made.FROZEN_IN_FILTER.replace("2304 (0:00:00:36.000)", "1 (0:00:00:00.015)"),
    made.FILTERS_WITH_BACKUP,
  ]);
  expect(standing(diagnosis, "file-system-filter")).toMatchObject({ standing: "suspected", role: null });
});

test("a wait of 40 seconds for the disk with only Windows' filters points at the storage", () => {
  const diagnosis = run([made.SLOW_DISK, made.FILTERS_WINDOWS_ONLY]);
  expect(standing(diagnosis, "slow-storage")?.standing).toBe("suspected");
  expect(standing(diagnosis, "file-system-filter")?.standing).toBe("excluded");
});

test("a page fault that stands still inside the filter makes re-entrancy likely", () => {
  expect(standing(run([made.STUCK_REENTRY]), "page-fault-reentrancy")).toMatchObject({ standing: "likely" });
});

test("frequent restarts explain mutex waits only while nothing else is seen to hold the compilation up", () => {
  const mutexOnly = CASE_STUDY.slice(0, 1).map((file) => file.text);
  expect(standing(run(mutexOnly, { recycling: "frequent" }), "app-domain-recycling")).toMatchObject({
    standing: "likely",
    role: "primary",
  });
  expect(
    standing(
      run(
        CASE_STUDY.map((file) => file.text),
        { recycling: "frequent" },
      ),
      "app-domain-recycling",
    )?.standing,
  ).toBe("suspected");
});

test("every cause is reached by some case", () => {
  const all = [
    run([made.DEADLOCK]),
    run([made.OWNER_IN_SQL, made.LONG_REQUESTS]),
    run([made.IDLE, made.SHORT_REQUESTS]),
    run([made.CONTENDED_RESOURCE, made.FROZEN_IN_FILTER]),
    run([made.SLOW_DISK, made.FILTERS_WINDOWS_ONLY]),
    run([made.STUCK_REENTRY]),
    run([CASE_STUDY[0]?.text ?? ""], { recycling: "frequent" }),
    run([...CASE_STUDY, FOLDER_80_GB].map((file) => file.text)),
    ...HANGS.map(({ text, answers }) => run([text], { ...answers })),
  ];
  const reached = new Set(
    all.flatMap(({ causes }) =>
      causes.filter((cause) => ["suspected", "likely", "confirmed"].includes(cause.standing)).map((cause) => cause.id),
    ),
  );
  expect(CAUSES.map((cause) => cause.id).filter((id) => !reached.has(id))).toEqual([]);
});
