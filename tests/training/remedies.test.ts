import { expect, test } from "vitest";
import { CAUSE_IDS } from "@/evidence";
import { simulateHang } from "@/simulator/hangs/simulate";
import type { Drill } from "@/training/drill";
import { WRITTEN_DRILLS } from "@/training/drills/list";
import { remediesFor, remediesOf } from "@/training/remedies";

function drillOf(cause: (typeof CAUSE_IDS)[number], seed: number): Drill {
  const hang = simulateHang(seed, cause);
  return {
    code: "",
    written: null,
    level: 1,
    topic: "locks",
    hang,
    contributing: [],
    complaint: "",
    tool: "windbg",
    refuses: [],
    sosLoaded: true,
  };
}

test("each cause has one remedy that is right, among others that say why they tempt", () => {
  for (const cause of CAUSE_IDS) {
    const options = remediesFor(drillOf(cause, 1));
    expect(options.filter(({ right }) => right).map(({ text }) => text)).toEqual([remediesOf(cause)[0]]);
    expect(options.filter(({ right, tempts }) => !right && !tempts)).toEqual([]);
    expect(new Set(options.map(({ text }) => text)).size).toBe(options.length);
    expect(options.length).toBeGreaterThanOrEqual(4);
  }
});

test("the right remedy is not told by its place or its length", () => {
  const drawn = CAUSE_IDS.map((cause, seed) => remediesFor(drillOf(cause, seed + 1)));
  const places = new Set(drawn.map((options) => options.find(({ right }) => right)?.id));
  expect([...places].sort()).toEqual(["a", "b", "c", "d"]);
  const longest = drawn.filter((options) =>
    options.every(({ text }) => text.length <= (options.find(({ right }) => right)?.text.length ?? 0)),
  );
  expect(longest.length / drawn.length).toBeLessThan(0.5);
});

test("the same seed gives the same order", () => {
  expect(remediesFor(drillOf("lock-convoy", 5))).toEqual(remediesFor(drillOf("lock-convoy", 5)));
});

test("where another remedy of the cause ends it, that one is right", () => {
  const drill = { ...drillOf("gc-suspension", 1), remedy: 2 };
  const right = remediesFor(drill).filter((option) => option.right);
  expect(right.map(({ text }) => text)).toEqual([remediesOf("gc-suspension")[1]]);
});

test("a drill that names another remedy has a choice for it", () => {
  for (const { cause, remedy = 0 } of WRITTEN_DRILLS) {
    const options = remediesFor({ ...drillOf(cause, 1), remedy });
    const place = remedy === 0 ? 0 : 1;
    expect(options.find(({ right }) => right)?.text).toBe(remediesOf(cause)[place]);
  }
});
