import "fake-indexeddb/auto";
import { IDBFactory, IDBObjectStore } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Standing, TimedAct } from "@/browser/attempt-record";
import { type AttemptChange, type AttemptStore, openAttemptStore } from "@/browser/attempt-store";
import { problemLater } from "../support/problem-of";

const AT = "2024-05-01T10:00:00.000Z";
const CODE = "locks-1-0000S";
const WORKING: Standing = { phase: "working", marks: [], finished: null };
const opened: AttemptStore[] = [];

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  for (const store of opened.splice(0)) store.close();
});

async function open(now: () => string = () => AT): Promise<AttemptStore> {
  const store = await openAttemptStore({ now });
  opened.push(store);
  return store;
}

function typed(...lines: string[]): TimedAct[] {
  return lines.map((line, at) => ({ at, act: { do: "type", line } }));
}

async function problemOf(run: Promise<unknown>): Promise<string> {
  const problem = await problemLater(run);
  expect(problem.fix).not.toBe("");
  return problem.code;
}

/** Everything the two kinds of store promise alike. */
const kinds: [string, () => Promise<AttemptStore>][] = [
  ["in the browser's storage", () => open()],
  [
    "in memory",
    () => {
      vi.stubGlobal("indexedDB", undefined);
      return open();
    },
  ],
];

test.each(kinds)("an attempt %s comes back with its acts in order", async (_kind, start) => {
  const store = await start();
  const { id } = await store.start(CODE);
  await store.append(id, 0, typed("~", "!syncblk"), WORKING);
  await store.append(id, 2, typed("~39s"), { ...WORKING, phase: "remedy" });
  expect(await store.load(id)).toMatchObject({
    record: { id, code: CODE, startedAt: AT, acts: 3, phase: "remedy", finished: null },
    acts: typed("~", "!syncblk").concat(typed("~39s")),
  });
  expect(await store.load("other")).toBeNull();
});

test.each(kinds)("acts %s are appended behind what is there or not at all", async (_kind, start) => {
  const store = await start();
  const { id } = await store.start(CODE);
  await store.append(id, 0, typed("~"), WORKING);
  expect(await problemOf(store.append(id, 0, typed("!locks"), WORKING))).toBe("ATTEMPT_MOVED_ON");
  expect((await store.load(id))?.acts).toEqual(typed("~"));
  expect(await problemOf(store.append("gone", 0, typed("~"), WORKING))).toBe("ATTEMPT_NOT_FOUND");
});

test.each(kinds)("marks %s are kept, and an attempt can be deleted", async (_kind, start) => {
  const store = await start();
  const kept = await store.start(CODE);
  const gone = await store.start(CODE);
  await store.mark(kept.id, [{ act: 0, from: 1, to: 2 }]);
  await store.remove(gone.id);
  expect((await store.load(kept.id))?.record.marks).toEqual([{ act: 0, from: 1, to: 2 }]);
  expect(await store.list()).toHaveLength(1);
  expect(await problemOf(store.mark(gone.id, []))).toBe("ATTEMPT_NOT_FOUND");
});

test("the attempt that was played last comes first", async () => {
  const times = ["2024-05-01", "2024-05-02", "2024-05-03"];
  const store = await open(() => `${times.shift()}T10:00:00.000Z`);
  const first = await store.start(CODE);
  const second = await store.start(CODE);
  await store.append(first.id, 0, typed("~"), WORKING);
  expect((await store.list()).map(({ id }) => id)).toEqual([first.id, second.id]);
});

test("two tabs that play the same attempt do not mix what they typed", async () => {
  const one = await open();
  const two = await open();
  const { id } = await one.start(CODE);
  const results = await Promise.allSettled([
    one.append(id, 0, typed("~", "!syncblk"), WORKING),
    two.append(id, 0, typed("!locks"), WORKING),
  ]);
  expect(results.filter(({ status }) => status === "rejected")).toHaveLength(1);
  const { record, acts } = (await two.load(id)) ?? { record: null, acts: [] };
  expect([["~", "!syncblk"], ["!locks"]]).toContainEqual(acts.map(({ act }) => act.do === "type" && act.line));
  expect(record?.acts).toBe(acts.length);
});

test("a full disk refuses the acts and leaves the attempt as it was", async () => {
  const store = await open();
  const { id } = await store.start(CODE);
  const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore) {
    this.transaction.abort();
    throw new DOMException("Quota reached", "QuotaExceededError");
  });
  expect(await problemOf(store.append(id, 0, typed("~"), WORKING))).toBe("STORAGE_FULL");
  put.mockRestore();
  expect(await store.load(id)).toMatchObject({ record: { acts: 0 }, acts: [] });
  await store.append(id, 0, typed("~", "!syncblk"), WORKING);
  expect((await store.load(id))?.acts).toHaveLength(2);
});

test("a browser that keeps nothing says that attempts and progress are lost with the page", async () => {
  vi.spyOn(indexedDB, "open").mockImplementation(() => {
    throw new DOMException("private window", "SecurityError");
  });
  const store = await open();
  expect(store.trouble?.code).toBe("STORAGE_UNAVAILABLE");
  expect(store.trouble?.what).toContain("attempts and progress");
  const { id } = await store.start(CODE);
  expect(await store.load(id)).not.toBeNull();
});

test("a change is heard here and in the other tabs", async () => {
  const here = await open();
  const there = await open();
  const heard: AttemptChange[] = [];
  there.subscribe((change) => heard.push(change));
  const { id } = await here.start(CODE);
  await here.append(id, 0, typed("~"), WORKING);
  await here.remove(id);
  await vi.waitFor(() =>
    expect(heard).toEqual([
      { type: "saved", id, acts: 0 },
      { type: "saved", id, acts: 1 },
      { type: "deleted", id },
    ]),
  );
});
