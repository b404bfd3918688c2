import { expect, test } from "vitest";
import { CAUSE_IDS } from "@/evidence";
import { causeById } from "@/findings/causes/list";
import { FIRST_PLAYBOOK } from "@/machines/list";
import { WRITTEN_DRILLS } from "@/training/drills/list";
import { hangOf } from "@/training/drills/written-drill";
import { play } from "@/training/play";
import { TOPIC_OF } from "@/training/topics";

/** Servers of each drill; more of them in the long run. */
const SEEDS = Number(process.env.WAITCHAIN_DRILL_SEEDS ?? 3);
const FIRST = 3_000;
/** Ticks at 1970. */
const EPOCH_TICKS = 621_355_968_000_000_000n;

const seeds = Array.from({ length: SEEDS }, (_item, at) => FIRST + at);

test("every written drill has an id and a title of its own", () => {
  expect(WRITTEN_DRILLS.length).toBeGreaterThanOrEqual(15);
  for (const key of ["id", "title"] as const) {
    expect(new Set(WRITTEN_DRILLS.map((drill) => drill[key])).size).toBe(WRITTEN_DRILLS.length);
  }
});

test.each(WRITTEN_DRILLS)("$id is filed below its cause, and and what ends it is a remedy of that cause", (drill) => {
  expect(drill.topic).toBe(TOPIC_OF[drill.cause]);
  expect(causeById(drill.cause)?.remedy[drill.remedy ?? 0]).toBeTruthy();
  expect(drill.contributing.filter((cause) => !CAUSE_IDS.includes(cause) || cause === drill.cause)).toEqual([]);
});

test.each(WRITTEN_DRILLS)(
  "who goes through $id by the playbook names its cause first, whatever its numbers",
  { timeout: 20_000 * Math.max(1, SEEDS) },
  (drill) => {
    const plays = seeds.map((seed) => play(FIRST_PLAYBOOK, hangOf(drill, seed), { tool: drill.tool }));
    const told = plays.map(({ hang, outcome, primary }) => [hang.seed, outcome, primary?.id]);
    expect(told).toEqual(seeds.map((seed) => [seed, "right", drill.cause]));
  },
);

test.each(WRITTEN_DRILLS)("the numbers of $id go with the seed, and with nothing else", (drill) => {
  const [once, again, other] = [hangOf(drill, 7), hangOf(drill, 7), hangOf(drill, 8)];
  expect(once).toEqual(again);
  expect(once.server.process.id).not.toBe(other.server.process.id);
  expect(drill.complaint(once.server).length).toBeGreaterThan(150);
  expect(drill.complaint(once.server)).not.toMatch(/undefined|null|NaN/);
});

test.each(WRITTEN_DRILLS)("the times and counts of $id agree with each other", (drill) => {
  for (const { server } of seeds.map((seed) => hangOf(drill, seed))) {
    const { clock, web, monitors, threads, request } = server;
    const began = Number((BigInt(request.startTicks) - EPOCH_TICKS) / 10_000n);
    const oldest = Math.max(0, clock.session - began, ...web.requests.map(({ milliseconds }) => milliseconds));
    expect(clock.processUptime).toBeGreaterThanOrEqual(oldest);
    expect(clock.systemUptime).toBeGreaterThanOrEqual(clock.processUptime);
    expect(clock.kernelTime + clock.userTime).toBeLessThan(16 * clock.processUptime);
    const known = new Set(threads.map(({ number }) => number));
    for (const { owner, waiters } of monitors.monitors) {
      const named = [...waiters, ...(owner.kind === "thread" ? [owner.thread] : [])];
      expect(named.filter(({ number }) => !known.has(number))).toEqual([]);
    }
  }
});
