import fc from "fast-check";
import { expect, test } from "vitest";
import { contended, lockGraph } from "@/components/pictures/lock-graph-data";
import { layOutGraph } from "@/components/pictures/lock-graph-layout";
import { BY_WAITERS, nextSort, sortedLocks } from "@/components/pictures/lock-rows";
import type { HeldLock, LocksHeld, LockThread } from "@/findings/held-lock";
import { lockCycles, waitsBetween } from "@/findings/lock-cycles";

function person(thread: number): LockThread {
  return { thread, osThreadId: null, kernelAddress: null, level: null, processId: null };
}

/** Locks from who owns them and who waits. */
function held(
  ...drawn: readonly { name: string; owner: number | null; waiting: readonly number[]; waiters?: number }[]
): LocksHeld {
  const nodes = drawn.map(({ name, owner, waiting }) => ({
    id: name,
    owners: owner === null ? [] : [person(owner)],
    waiting: waiting.map(person),
  }));
  const cycles = lockCycles(nodes);
  const waits = waitsBetween(nodes);
  const locks = drawn.map(({ name, waiting, waiters }, at): HeldLock => {
    const ring = cycles.findIndex((steps) => steps.some(({ lock }) => lock === name));
    return {
      id: name,
      kind: "monitor",
      name,
      address: null,
      detail: null,
      owners: nodes[at]?.owners ?? [],
      ownership: nodes[at]?.owners.length ? "held" : "unknown",
      waiters: waiters ?? waiting.length,
      waiting: nodes[at]?.waiting ?? [],
      doing: null,
      waitsFor: waits.get(name) ?? [],
      cycle: ring < 0 ? null : ring,
      cites: [],
    };
  });
  return { locks, cycles };
}

const RING = held(
  { name: "Shop.Cart", owner: 12, waiting: [40, 50, 51, 52], waiters: 132 },
  { name: "Shop.Stock", owner: 31, waiting: [12] },
  { name: "Shop.Prices", owner: 40, waiting: [31, 60] },
);

test("a ring over three locks is drawn once around, and told in words with those who wait behind it", () => {
  const { nodes, edges, says } = lockGraph(RING, []);

  expect(nodes.filter(({ ring }) => ring === 1)).toHaveLength(6);
  expect(edges.filter(({ ring }) => ring)).toHaveLength(6);
  expect(says).toEqual([
    "Deadlock: thread 12 holds Shop.Cart and waits for Shop.Stock; thread 31 holds Shop.Stock and waits for Shop.Prices; thread 40 holds Shop.Prices and waits for Shop.Cart. None of them can go on. 132 other threads wait behind it.",
  ]);
});

test("threads that only wait are one number, inside the lock when an owner waits for it too", () => {
  const { nodes } = lockGraph(RING, []);

  expect(nodes.find(({ title }) => title === "Shop.Cart")?.note).toBe("131 more threads wait");
  expect(nodes.some(({ title }) => title === "thread 50")).toBe(false);
});

test("without a ring the last owner of the chain is named, with all who wait for it in the end", () => {
  const { nodes, says } = lockGraph(
    held({ name: "A", owner: 5, waiting: [7, 8, 9] }, { name: "B", owner: 6, waiting: [5] }),
    [],
  );

  expect(nodes.find(({ last }) => last)?.title).toBe("thread 6");
  expect(nodes.find(({ shape }) => shape === "waiters")?.title).toBe("3 threads wait");
  expect(says).toEqual(["4 threads wait, directly or through others, for thread 6: what it does is not seen."]);
});

test("a lock whose owner was not seen ends in a place that says so", () => {
  const { nodes } = lockGraph(
    held({ name: "A", owner: null, waiting: [7] }, { name: "B", owner: 6, waiting: [8] }),
    [],
  );

  expect(nodes.find(({ unseen }) => unseen)).toMatchObject({ title: "not seen yet", detail: "who owns it" });
});

test("locks that nobody waits for stay out of the picture", () => {
  const locks = held({ name: "A", owner: 5, waiting: [7] }, { name: "Quiet", owner: 9, waiting: [] });

  expect(contended(locks).map(({ name }) => name)).toEqual(["A"]);
});

test("the table of locks sorts by any column, both ways", () => {
  const names = (sort: Parameters<typeof sortedLocks>[1]): string[] => sortedLocks(RING, sort).map(({ name }) => name);

  expect(names(BY_WAITERS)).toEqual(["Shop.Cart", "Shop.Prices", "Shop.Stock"]);
  expect(names(nextSort(BY_WAITERS, "waiters"))).toEqual(["Shop.Stock", "Shop.Prices", "Shop.Cart"]);
  expect(names(nextSort(BY_WAITERS, "owner"))).toEqual(["Shop.Cart", "Shop.Stock", "Shop.Prices"]);
});

test("a ring of three fits a telephone", () => {
  expect(layOutGraph(lockGraph(RING, [])).width).toBeLessThan(340);
});

test("whatever waits for whatever, all is drawn inside the picture, and no box covers another", () => {
  const drawn = fc.record({
    owner: fc.option(fc.integer({ min: 0, max: 8 })),
    waiting: fc.uniqueArray(fc.integer({ min: 0, max: 8 }), { maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(drawn, { minLength: 1, maxLength: 8 }), (list) => {
      const locks = held(
        ...list.map(({ owner, waiting }, at) => ({
          name: `Lock${at}`,
          owner,
          waiting: waiting.filter((thread) => thread !== owner),
        })),
      );
      const { nodes, edges, width, height } = layOutGraph(lockGraph(locks, []));
      for (const { points } of edges) {
        for (const { x, y } of points) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(width);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(height);
        }
      }
      nodes.forEach((a, at) => {
        expect(a.x - a.width / 2).toBeGreaterThanOrEqual(0);
        for (const b of nodes.slice(at + 1)) {
          const apart =
            Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
          expect(apart).toBe(true);
        }
      });
    }),
  );
});
