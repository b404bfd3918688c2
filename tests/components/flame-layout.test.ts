import fc from "fast-check";
import { expect, test } from "vitest";
import { type FlameBox, fitText, layOutFlame, neighbour } from "@/components/pictures/flame-layout";
import { flameTree, groupsBelow, shortFrame } from "@/components/pictures/flame-tree";
import type { StackSurvey } from "@/findings/stack-groups";

/** A survey of stacks given top first, with the number of threads that have each. */
function surveyOf(stacks: readonly { frames: readonly string[]; count: number; idle?: boolean }[]): StackSurvey {
  const names = [...new Set(stacks.flatMap(({ frames }) => frames))];
  const groups = stacks.map(({ frames, count, idle }, at) => ({
    id: String(at),
    frames: frames.map((name) => names.indexOf(name)),
    count,
    threads: [],
    doing: null,
    idle: idle ? { id: "pool-worker", says: "idle", why: "idle" } : null,
    telling: [],
    holds: [],
    cut: false,
  }));
  const sum = (list: typeof groups): number => list.reduce((total, group) => total + group.count, 0);
  return {
    id: "process",
    title: "Stacks of the process",
    frames: names.map((name) => ({ name, side: "managed" as const })),
    groups,
    threads: sum(groups),
    idle: sum(groups.filter(({ idle }) => idle)),
    notes: [],
  };
}

const SHOP = surveyOf([
  { frames: ["Shop.Stock.Take", "Shop.Orders.Place", "Web.Run", "Web.Main"], count: 72 },
  { frames: ["Shop.Mail.Send", "Shop.Orders.Place", "Web.Run", "Web.Main"], count: 8 },
  { frames: ["Pool.Wait", "Web.Main"], count: 20, idle: true },
]);

test("threads that came the same way stand in one node as far as they go together", () => {
  const root = flameTree(SHOP, false);
  const [shared] = root.children;

  expect(root.threads).toBe(80);
  expect(shared?.frames.map(({ name }) => name)).toEqual(["Web.Main", "Web.Run", "Shop.Orders.Place"]);
  expect(shared?.children.map(({ threads }) => threads)).toEqual([72, 8]);
});

test("idle threads are drawn only when asked for", () => {
  expect(flameTree(SHOP, true).threads).toBe(100);
  expect(flameTree(SHOP, true).children[0]?.children.map(({ threads }) => threads)).toEqual([80, 20]);
});

test("a box is as wide as its share of the threads, and a node looked at takes the whole width", () => {
  const root = flameTree(SHOP, false);
  const whole = layOutFlame(root, 801);
  const take = whole.boxes.find(({ name }) => name === "Shop.Stock.Take");
  expect(take?.width).toBeCloseTo(801 * 0.9 - 1, 5);

  const node = take?.node;
  if (!node) throw new Error("The box has no node");
  const zoomed = layOutFlame(node, 801);
  expect(zoomed.boxes).toHaveLength(1);
  expect(zoomed.boxes[0]).toMatchObject({ x: 0, width: 800, level: 1 });
});

test("a run that is looked at shows each of its frames, the caller above", () => {
  const [shared] = flameTree(SHOP, false).children;
  if (!shared) throw new Error("Nothing is shared");
  const names = layOutFlame(shared, 600).boxes.map(({ name, level }) => `${level} ${name}`);

  expect(names).toEqual(["1 Web.Main", "2 Web.Run", "3 Shop.Orders.Place", "4 Shop.Stock.Take", "4 Shop.Mail.Send"]);
});

test("what is too narrow to draw stands together in one box, with all its threads", () => {
  const many = surveyOf([
    { frames: ["Hot", "Main"], count: 900 },
    ...Array.from({ length: 50 }, (_none, at) => ({ frames: [`Rare${at}`, "Main"], count: 1 })),
  ]);
  const { boxes } = layOutFlame(flameTree(many, false), 300);
  const rest = boxes.find(({ node }) => node.id.endsWith("rest"));

  expect(rest?.name).toBe("50 too narrow to draw");
  expect(rest?.node.threads).toBe(50);
  expect(groupsBelow(flameTree(many, false))).toHaveLength(51);
});

test("text is cut inside its box, or left out", () => {
  expect(fitText("Shop.Orders.Place", 400)).toBe("Shop.Orders.Place");
  expect(fitText("Shop.Orders.Place", 80)).toMatch(/^Shop.+…$/);
  expect(fitText("Shop.Orders.Place", 30)).toBe("");
});

test("a managed name is shortened to its type and method, whatever its type arguments", () => {
  const managed = (name: string): string => shortFrame({ name, side: "managed" });

  expect(managed("System.Web.HttpRuntime.ProcessRequest")).toBe("HttpRuntime.ProcessRequest");
  expect(managed("Shop.Index`2[[System.String, mscorlib],[System.Int32, mscorlib]].Find")).toBe("Index`2.Find");
  expect(managed("Shop.Reader+<ReadAsync>d__7.MoveNext")).toBe("Reader+<ReadAsync>d__7.MoveNext");
  expect(managed("System.Runtime.TaskAwaiter<System.__Canon>.GetResult")).toBe("TaskAwaiter.GetResult");
  expect(shortFrame({ name: "ntdll!NtWaitForSingleObject", side: "native" })).toBe("ntdll!NtWaitForSingleObject");
});

test("arrow keys lead to the caller, to the callees and along a row", () => {
  const layout = layOutFlame(flameTree(SHOP, false), 600);
  const key = (name: string): string => layout.boxes.find((box) => box.name.endsWith(name))?.key ?? "";

  expect(neighbour(layout, key("Shop.Stock.Take"), "ArrowRight")).toBe(key("Shop.Mail.Send"));
  expect(neighbour(layout, key("Shop.Mail.Send"), "ArrowUp")).toBe(key("Shop.Orders.Place"));
  expect(neighbour(layout, key("Shop.Orders.Place"), "ArrowDown")).toBe(key("Shop.Stock.Take"));
  expect(neighbour(layout, key("Shop.Mail.Send"), "ArrowRight")).toBeNull();
});

const stack = fc.record({
  frames: fc.array(fc.constantFrom("A.a", "B.b", "C.c", "D.d", "E.e"), { minLength: 1, maxLength: 6 }),
  count: fc.integer({ min: 1, max: 400 }),
});

test("whatever the stacks and the width, boxes stay inside, none covers another, and no text leaves its box", () => {
  fc.assert(
    fc.property(
      fc.array(stack, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 120, max: 2000 }),
      (stacks, width) => {
        const { boxes, height } = layOutFlame(flameTree(surveyOf(stacks), true), width);
        const rows = new Map<number, FlameBox[]>();
        for (const box of boxes) {
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(width + 1e-6);
          expect(box.y + box.height).toBeLessThanOrEqual(height);
          expect(box.text.length * 6.9).toBeLessThanOrEqual(box.width);
          rows.set(box.level, [...(rows.get(box.level) ?? []), box]);
        }
        for (const row of rows.values()) {
          row.sort((a, b) => a.x - b.x);
          row.forEach((box, at) => {
            const next = row[at + 1];
            if (next) expect(box.x + box.width).toBeLessThanOrEqual(next.x + 1e-6);
          });
        }
      },
    ),
  );
});

test("the box of what is too narrow opens, as often as it takes", () => {
  const many = surveyOf([
    { frames: ["Hot", "Main"], count: 9_000 },
    ...Array.from({ length: 400 }, (_none, at) => ({ frames: [`Rare${at}`, "Main"], count: 1 })),
  ]);
  let node = flameTree(many, false);
  const seen = new Set<string>();
  for (let turn = 0; turn < 40; turn++) {
    const { boxes } = layOutFlame(node, 300);
    for (const { name } of boxes) if (name.startsWith("Rare")) seen.add(name);
    const rest = boxes.find((box) => box.node.id.endsWith("rest") && box.node !== node);
    if (!rest) break;
    node = rest.node;
  }

  expect(seen.size).toBe(400);
});

test("a recursion of thousands of frames is shown by its ends", () => {
  const deep = surveyOf([
    { frames: [...Array.from({ length: 9_000 }, (_none, at) => `Shop.Visit${at % 7}`), "Main"], count: 1 },
  ]);
  const [run] = flameTree(deep, false).children;
  if (!run) throw new Error("There is no run");
  const { boxes } = layOutFlame(run, 600);

  expect(run.frames).toHaveLength(9_001);
  expect(boxes).toHaveLength(61);
  expect(boxes[30]?.name).toBe("8,941 more frames");
});
