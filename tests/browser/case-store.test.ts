import "fake-indexeddb/auto";
import { IDBFactory, IDBObjectStore } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CaseChange } from "@/browser/case-changes";
import { MIGRATIONS } from "@/browser/case-database";
import { type CaseStore, type CaseStoreOptions, openCaseStore } from "@/browser/case-store";
import type { Case, Entry } from "@/cases/case-log";
import { problemLater } from "../support/problem-of";

const AT = "2024-05-01T10:00:00.000Z";
const opened: CaseStore[] = [];

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(() => {
  vi.restoreAllMocks();
  for (const store of opened.splice(0)) store.close();
});

async function open(options: CaseStoreOptions = {}): Promise<CaseStore> {
  const store = await openCaseStore({ now: () => AT, ...options });
  opened.push(store);
  return store;
}

function transcript(id: string, text: string, at = AT): Entry {
  return { type: "transcript", id, at, name: `${id}.txt`, text };
}

function note(id: string, at = AT): Entry {
  return { type: "note", id, at, text: id, step: null };
}

async function problemOf(run: Promise<unknown>): Promise<string> {
  const problem = await problemLater(run);
  expect(problem.fix).not.toBe("");
  return problem.code;
}

/** Everything the two kinds of store promise alike. */
const kinds: [string, () => Promise<CaseStore>][] = [
  ["in the browser's storage", () => open()],
  [
    "in memory",
    () => {
      vi.stubGlobal("indexedDB", undefined);
      return open().finally(() => vi.unstubAllGlobals());
    },
  ],
];

test.each(kinds)("a case %s comes back with its entries in order", async (_kind, start) => {
  const store = await start();
  const { id } = await store.createCase({ title: "Shop", playbook: "aspnet-hang" });
  const log = [
    transcript("b", "first"),
    note("a"),
    transcript("c", "second"),
    { type: "removal", id: "r", at: AT, entry: "b" },
  ];
  for (const entry of log as Entry[]) await store.appendEntry(id, entry);
  expect(await store.loadCase(id)).toEqual({ id, title: "Shop", playbook: "aspnet-hang", createdAt: AT, log });
  expect(await store.loadCase("other")).toBeNull();
});

test.each(kinds)("the list of cases %s counts what is live and shows the newest first", async (_kind, start) => {
  const store = await start();
  const first = await store.createCase({ title: "First", playbook: "aspnet-hang" });
  const second = await store.createCase({ title: "Second", playbook: "aspnet-hang" });
  await store.appendEntry(second.id, transcript("a", "x", "2024-05-02T10:00:00.000Z"));
  await store.appendEntry(first.id, transcript("a", "x"));
  await store.appendEntry(first.id, transcript("b", "y"));
  await store.appendEntry(first.id, { type: "removal", id: "r", at: "2024-05-03T10:00:00.000Z", entry: "a" });
  expect(await store.listCases()).toMatchObject([
    { title: "First", entries: 3, transcripts: 1, updatedAt: "2024-05-03T10:00:00.000Z" },
    { title: "Second", entries: 1, transcripts: 1 },
  ]);
});

test.each(kinds)("renaming and deleting a case %s leaves the others alone", async (_kind, start) => {
  const store = await start();
  const kept = await store.createCase({ title: "Kept", playbook: "aspnet-hang" });
  const gone = await store.createCase({ title: "Gone", playbook: "aspnet-hang" });
  for (const { id } of [kept, gone]) await store.appendEntry(id, transcript("a", "text"));
  await store.renameCase(kept.id, "Renamed");
  await store.deleteCase(gone.id);
  expect(await store.loadCase(gone.id)).toBeNull();
  expect(await store.loadCase(kept.id)).toMatchObject({ title: "Renamed", log: [{ text: "text" }] });
  expect(await problemOf(store.appendEntry(gone.id, note("n")))).toBe("CASE_NOT_FOUND");
  expect(await problemOf(store.renameCase(gone.id, "x"))).toBe("CASE_NOT_FOUND");
});

test.each(kinds)("importing a case %s twice makes a copy and keeps the first", async (_kind, start) => {
  const store = await start();
  const subject: Case = {
    id: "abc",
    title: "Shop",
    playbook: "aspnet-hang",
    createdAt: AT,
    log: [transcript("a", "text"), note("n")],
  };
  expect(await store.putImported(subject)).toBe("abc");
  await store.appendEntry("abc", note("later"));
  const copy = await store.putImported(subject);
  expect(copy).not.toBe("abc");
  expect(await store.loadCase(copy)).toEqual({ ...subject, id: copy, title: "Shop (copy)" });
  expect((await store.loadCase("abc"))?.log).toHaveLength(3);
});

test("cases outlive the page", async () => {
  const before = await open();
  const { id } = await before.createCase({ title: "Shop", playbook: "aspnet-hang" });
  await before.appendEntry(id, transcript("a", "text"));
  before.close();
  const after = await open();
  expect(after.trouble).toBeNull();
  expect(await after.loadCase(id)).toMatchObject({ title: "Shop", log: [{ text: "text" }] });
});

test("a text of many megabytes comes back letter for letter", async () => {
  const store = await open();
  const { id } = await store.createCase({ title: "Log", playbook: "aspnet-hang" });
  const text = `${"0123456789abcdef".repeat(2_100_000)}\ud83d\ude00 end`;
  await store.appendEntry(id, transcript("a", text));
  await store.appendEntry(id, transcript("b", ""));
  const [first, second] = (await store.loadCase(id))?.log ?? [];
  expect(first?.type === "transcript" && first.text === text).toBe(true);
  expect(second).toMatchObject({ text: "" });
});

test("appending reads no text of earlier transcripts", async () => {
  const store = await open();
  const { id } = await store.createCase({ title: "Log", playbook: "aspnet-hang" });
  await store.appendEntry(id, transcript("a", "text"));
  const read = vi.spyOn(IDBObjectStore.prototype, "getAll");
  await store.appendEntry(id, transcript("b", "more"));
  expect(read.mock.contexts.map((each) => (each as IDBObjectStore).name)).toEqual(["entries"]);
});

test("two tabs that append at once lose nothing", async () => {
  const one = await open();
  const two = await open();
  const { id } = await one.createCase({ title: "Shop", playbook: "aspnet-hang" });
  await Promise.all(
    [1, 2, 3, 4].flatMap((n) => [one.appendEntry(id, note(`a${n}`)), two.appendEntry(id, note(`b${n}`))]),
  );
  const log = (await two.loadCase(id))?.log ?? [];
  expect(log.map((entry) => entry.id).sort()).toEqual(["a1", "a2", "a3", "a4", "b1", "b2", "b3", "b4"]);
});

test("a full disk refuses the entry and leaves the case as it was", async () => {
  const store = await open();
  const { id } = await store.createCase({ title: "Shop", playbook: "aspnet-hang" });
  await store.appendEntry(id, note("before"));
  const put = vi.spyOn(IDBObjectStore.prototype, "add").mockImplementation(() => {
    throw new DOMException("Quota reached", "QuotaExceededError");
  });
  expect(await problemOf(store.appendEntry(id, transcript("a", "text")))).toBe("STORAGE_FULL");
  put.mockRestore();
  expect((await store.loadCase(id))?.log).toEqual([note("before")]);
  expect((await store.listCases())[0]).toMatchObject({ entries: 1, transcripts: 0 });
  await store.appendEntry(id, note("after"));
  expect((await store.loadCase(id))?.log).toHaveLength(2);
});

test("a disk that fills up halfway through an entry keeps none of it", async () => {
  const store = await open();
  const { id } = await store.createCase({ title: "Shop", playbook: "aspnet-hang" });
  const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore) {
    this.transaction.abort();
    throw new DOMException("Quota reached", "QuotaExceededError");
  });
  expect(await problemOf(store.appendEntry(id, transcript("a", "text")))).toBe("STORAGE_FULL");
  put.mockRestore();
  expect((await store.loadCase(id))?.log).toEqual([]);
  await store.appendEntry(id, transcript("a", "text"));
  expect((await store.loadCase(id))?.log).toEqual([transcript("a", "text")]);
});

test("a browser that keeps nothing says so, and the page works on in memory", async () => {
  vi.spyOn(indexedDB, "open").mockImplementation(() => {
    throw new DOMException("private window", "SecurityError");
  });
  const store = await open();
  expect(store.trouble?.code).toBe("STORAGE_UNAVAILABLE");
  const { id } = await store.createCase({ title: "Shop", playbook: "aspnet-hang" });
  expect(await store.loadCase(id)).not.toBeNull();
});

test("an older tab lets a newer one change the storage, and is told to reload", async () => {
  const old = await open();
  const { id } = await old.createCase({ title: "Shop", playbook: "aspnet-hang" });
  await old.appendEntry(id, transcript("a", "text"));
  const migrations = [
    ...MIGRATIONS,
    (database: Parameters<(typeof MIGRATIONS)[0]>[0]) => {
      database.createObjectStore("cases2" as "cases", { keyPath: "id" });
    },
  ];
  const newer = await open({ migrations });
  expect(newer.trouble).toBeNull();
  expect(await newer.loadCase(id)).toMatchObject({ title: "Shop", log: [{ text: "text" }] });
  expect(await problemOf(old.appendEntry(id, note("n")))).toBe("STORAGE_NEWER");
  expect((await open()).trouble?.code).toBe("STORAGE_NEWER");
});

test("a tab that does not let go of the storage is named as the obstacle", async () => {
  await new Promise((resolve) => {
    indexedDB.open("waitchain", 1).onsuccess = resolve;
  });
  const store = await open({ migrations: [...MIGRATIONS, () => undefined] });
  expect(store.trouble?.code).toBe("STORAGE_BLOCKED");
});

test("every change is heard here and in the other tabs", async () => {
  const here = await open();
  const there = await open();
  const heard: Record<"here" | "there", CaseChange[]> = { here: [], there: [] };
  const stop = here.subscribe((change) => heard.here.push(change));
  there.subscribe((change) => heard.there.push(change));
  const { id } = await here.createCase({ title: "Shop", playbook: "aspnet-hang" });
  await here.appendEntry(id, note("n"));
  await here.deleteCase(id);
  const expected = [
    { type: "saved", id, title: "Shop", entries: 0 },
    { type: "saved", id, title: "Shop", entries: 1 },
    { type: "deleted", id },
  ];
  expect(heard.here).toEqual(expected);
  await vi.waitFor(() => expect(heard.there).toEqual(expected));
  stop();
  await there.createCase({ title: "Other", playbook: "aspnet-hang" });
  await vi.waitFor(() => expect(heard.there).toHaveLength(4));
  expect(heard.here).toHaveLength(3);
});
