import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { CaseSession } from "@/browser/case-session";
import { MemoryCaseStore } from "@/browser/memory-case-store";
import { CASE_LIMITS } from "@/cases/limits";
import { WaitchainError } from "@/evidence";
import { names, openSession, settled, toolsWith } from "../support/case-session";

const FIXTURES = join(import.meta.dirname, "../fixtures/case-study");
const SYNCBLK = readFileSync(join(FIXTURES, "04-syncblk.txt"), "utf8");
const OWNER = readFileSync(join(FIXTURES, "05-owner-thread-39-stacks.txt"), "utf8");

test("a case that is not here is told apart from one that still loads", async () => {
  const store = new MemoryCaseStore(null, () => "");
  const gone = new CaseSession("gone", toolsWith(store));
  expect(gone.current().state).toBe("loading");
  onTestFinished(gone.open());
  expect((await settled(gone)).state).toBe("missing");
  const none = new CaseSession(null, toolsWith(store));
  onTestFinished(none.open());
  expect(none.current().state).toBe("missing");
  const unknown = new CaseSession(undefined, toolsWith(store));
  onTestFinished(unknown.open());
  expect(unknown.current().state).toBe("loading");
});

test("what was put in is there again after a reload", async () => {
  const { session, store, id } = await openSession();
  await session.addTranscripts([{ name: "locks.txt", text: SYNCBLK }]);
  await session.answer("trigger", "after-restart");
  await session.note("Restarted at noon", "lock");
  const again = new CaseSession(id, toolsWith(store));
  onTestFinished(again.open());
  const view = await settled(again);
  expect(names(view)).toEqual(["locks.txt", "answer", "note"]);
  expect(view.diagnosis).toEqual((await settled(session)).diagnosis);
});

test("when the disk is full the case in the page stays as it was", async () => {
  const { session, store } = await openSession();
  await session.addTranscripts([{ name: "a.txt", text: SYNCBLK }]);
  const before = (await settled(session)).case;
  const append = vi
    .spyOn(store, "appendEntry")
    .mockRejectedValueOnce(new WaitchainError({ code: "STORAGE_FULL", what: "No room.", fix: "Delete cases." }));
  await session.addTranscripts([{ name: "b.txt", text: OWNER }]);
  expect(session.current().problem?.code).toBe("STORAGE_FULL");
  expect(session.current().case).toBe(before);
  append.mockRestore();
  await session.addTranscripts([{ name: "b.txt", text: OWNER }]);
  expect(names(session.current())).toEqual(["a.txt", "b.txt"]);
});

test("files added before the disk was full are there and read", async () => {
  const { session, store } = await openSession();
  const real = store.appendEntry.bind(store);
  vi.spyOn(store, "appendEntry").mockImplementation((id, entry) => {
    if (entry.type === "transcript" && entry.name === "b.txt") {
      return Promise.reject(new WaitchainError({ code: "STORAGE_FULL", what: "No room.", fix: "Delete cases." }));
    }
    return real(id, entry);
  });
  await session.addTranscripts([
    { name: "a.txt", text: SYNCBLK },
    { name: "b.txt", text: OWNER },
  ]);
  const view = await settled(session);
  expect(names(view)).toEqual(["a.txt"]);
  expect(view.problem?.code).toBe("STORAGE_FULL");
  expect(view.diagnosis?.step.id).toBe("owner");
});

test("a case that holds as much as one may is not lost by one entry more", async () => {
  const { session, store } = await openSession();
  const original = CASE_LIMITS.entries;
  try {
    Object.assign(CASE_LIMITS, { entries: 1 });
    await session.note("first", null);
    await session.note("second", null);
  } finally {
    Object.assign(CASE_LIMITS, { entries: original });
  }
  expect(session.current().problem?.code).toBe("CASE_FULL");
  expect((await store.listCases())[0]?.entries).toBe(1);
});

test("what another tab adds, renames or deletes is seen here", async () => {
  const { session, store, id } = await openSession();
  await store.appendEntry(id, {
    type: "transcript",
    id: "x",
    at: "2024-05-01T11:00:00.000Z",
    name: "theirs",
    text: SYNCBLK,
  });
  await vi.waitFor(() => expect(names(session.current())).toEqual(["theirs"]));
  expect((await settled(session)).diagnosis?.step.id).toBe("owner");
  await store.renameCase(id, "Renamed there");
  await vi.waitFor(() => expect(session.current().case?.title).toBe("Renamed there"));
  await session.note("mine", null);
  expect(names(session.current())).toEqual(["theirs", "note"]);
  await store.deleteCase(id);
  await vi.waitFor(() => expect(session.current().state).toBe("missing"));
});

test("two views of one case in one page stay alike", async () => {
  const { session, store, id } = await openSession();
  const other = new CaseSession(id, { ...toolsWith(store), newId: () => `other${Math.random()}` });
  onTestFinished(other.open());
  await settled(other);
  await Promise.all([session.note("one", null), other.note("two", null), session.note("three", null)]);
  await vi.waitFor(() => {
    expect(session.current().case?.log).toHaveLength(3);
    expect(other.current().case).toEqual(session.current().case);
  });
  expect((await store.loadCase(id))?.log).toEqual(session.current().case?.log);
});

test("opened, closed and opened again, as React does it, a case loads once more and works", async () => {
  const { store, id } = await openSession();
  const session = new CaseSession(id, toolsWith(store));
  session.open()();
  onTestFinished(session.open());
  await settled(session);
  await session.addTranscripts([{ name: "a.txt", text: SYNCBLK }]);
  expect((await settled(session)).diagnosis?.step.id).toBe("owner");
});

test("a session that was closed changes nothing any more", async () => {
  const { store, id } = await openSession();
  const session = new CaseSession(id, toolsWith(store));
  const end = session.open();
  await settled(session);
  end();
  await session.note("late", null);
  expect((await store.loadCase(id))?.log).toEqual([]);
});

test("a browser that keeps nothing is told once, and the case works", async () => {
  const store = new MemoryCaseStore(
    { code: "STORAGE_UNAVAILABLE", what: "Nothing is kept.", fix: "Save the case." },
    () => "2024-05-01T09:00:00.000Z",
  );
  const { session, id } = await openSession(store);
  expect(session.current().problem?.code).toBe("STORAGE_UNAVAILABLE");
  await session.note("works", null);
  expect(names(session.current())).toEqual(["note"]);
  const again = new CaseSession(id, toolsWith(store));
  onTestFinished(again.open());
  expect((await settled(again)).problem).toBeNull();
});

test("a diagnosis that fails is told, and the last good one stays", async () => {
  const { session, tools } = await openSession();
  await session.addTranscripts([{ name: "a.txt", text: SYNCBLK }]);
  const { diagnosis } = await settled(session);
  vi.spyOn(tools.client, "diagnose").mockRejectedValueOnce(
    new WaitchainError({ code: "WORKER_FAILED", what: "It died.", fix: "Try again." }),
  );
  await session.addTranscripts([{ name: "b.txt", text: OWNER }]);
  const view = await settled(session);
  expect(view.problem?.code).toBe("WORKER_FAILED");
  expect(view.diagnosis).toBe(diagnosis);
  expect(names(view)).toEqual(["a.txt", "b.txt"]);
});

test("a case for a playbook this site does not have opens, and says so", async () => {
  const store = new MemoryCaseStore(null, () => "2024-05-01T09:00:00.000Z");
  const { id } = await store.createCase({ title: "Printer", playbook: "printer-jam" });
  const session = new CaseSession(id, toolsWith(store));
  onTestFinished(session.open());
  const view = await settled(session);
  expect(view).toMatchObject({ state: "ready", diagnosis: null, problem: { code: "PLAYBOOK_UNKNOWN" } });
});
