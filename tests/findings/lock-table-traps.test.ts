import { expect, test } from "vitest";
import { run } from "../support/triage";

const TABLE = `0:000> !syncblk
Index         SyncBlock MonitorHeld Recursion Owning Thread Info          SyncBlock Owner
`;
const TOTALS = `-----------------------------
Total           390
CCW             2
RCW             5
ComClassFactory 0
Free            61
`;

test("locks that SOS could not read clear nobody", () => {
  const { findings, causes } = run(`${TABLE}SyncBlock 211 is invalid, continuing...\n${TOTALS}`);
  const warning = findings.find(({ id }) => id === "sync-blocks-unreadable");
  expect(warning).toMatchObject({ tone: "warning", values: { invalid: [211] } });
  expect(findings.map(({ id }) => id)).not.toContain("no-contended-lock");
  expect(findings.map(({ id }) => id)).not.toContain("output-cut");
  expect(causes.filter(({ standing }) => standing === "excluded")).toEqual([]);
});

test("more waiters than a process can have threads are no convoy", () => {
  const row =
    "  134 000001d5f0710f20    268435466         0 0000000000000000     none    000001d5ca682c00 System.Object\n";
  const { findings, causes } = run(`${TABLE}${row}${TOTALS}`);
  const ids = findings.map(({ id }) => id);
  expect(ids).toContain("monitor-held-impossible");
  expect(ids).not.toContain("lock-without-owner");
  expect(ids).not.toContain("no-contended-lock");
  expect(causes.filter(({ standing }) => standing !== "open")).toEqual([]);
});
