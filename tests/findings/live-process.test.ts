import { expect, test } from "vitest";
import { diagnose } from "@/cases/diagnose";
import { hangPlaybook } from "@/machines/hang";

const findings = (text: string, limits = {}) => diagnose(hangPlaybook, [{ name: "a", text }], { limits }).findings;
const ids = (text: string, limits = {}) => findings(text, limits).map(({ id }) => id);

const SCREEN = `C:\\tools>dotnet-counters monitor -p 7312
Press p to pause, r to resume, q to quit.
    Status: Running

[System.Runtime]
    % Time in GC since last GC (%)                                 2
    CPU Usage (%)                                                 12.5
    GC Heap Size (MB)                                          1,148
    Monitor Lock Contention Count (Count / 1 sec)                250
    ThreadPool Queue Length                                    1,212
    ThreadPool Thread Count                                       64

`;

test("counters of a running process tell of the pool's queue, of contention and of the processor", () => {
  const found = findings(SCREEN);
  expect(found.find(({ id }) => id === "pool-queue-waiting")).toMatchObject({
    says: "1,212 pieces of work wait in the pool's queue for a thread.",
    values: { queue: 1212 },
    cites: [{ file: 0, lines: [10, 10] }],
  });
  expect(ids(SCREEN)).toEqual(expect.arrayContaining(["contention-rate-high", "processor-not-busy"]));
  expect(ids(SCREEN)).not.toContain("collection-time-high");
});

test("a limit laid over the built-in one decides", () => {
  expect(ids(SCREEN, { contentionRateHigh: 300 })).not.toContain("contention-rate-high");
  expect(ids(SCREEN, { processorBusyPercent: 10 })).toContain("processor-busy");
});

test("an empty queue is nothing to speak of", () => {
  expect(ids(SCREEN.replace("1,212", "    0"))).not.toContain("pool-queue-waiting");
});

const shares = (throttled: number) => `root@web:/app# cat /sys/fs/cgroup/cpu.stat
usage_usec 481233450
user_usec 400000000
system_usec 81233450
nr_periods 1000
nr_throttled ${throttled}
throttled_usec 91234567

`;

test("a container whose share of the processors is used up is told of, with how often", () => {
  expect(findings(shares(400)).find(({ id }) => id === "processor-share-used-up")).toMatchObject({
    values: { percent: 40, throttled: 400, periods: 1000 },
    cites: [{ file: 0, lines: [6, 6] }],
  });
  expect(ids(shares(20))).not.toContain("processor-share-used-up");
});

test("a pool that has grown past its least number has room only when its queue is empty or many are idle", () => {
  const pool = (running: number, idle: number, min: number): string => `> threadpool
Using the Portable thread pool.

CPU utilization:  40%
Workers Total:    ${running + idle}
Workers Running:  ${running}
Workers Idle:     ${idle}
Worker Min Limit: ${min}
Worker Max Limit: 32767
`;
  expect(ids(pool(22, 1, 16))).not.toContain("pool-has-room");
  expect(ids(pool(9, 1, 16))).toContain("pool-has-room");
  expect(ids(pool(18, 12, 16))).toContain("pool-has-room");
});
