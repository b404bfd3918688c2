import "fake-indexeddb/auto";
import { IDBFactory, IDBObjectStore } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { TimedAct } from "@/browser/attempt-record";
import { type AttemptStore, openAttemptStore } from "@/browser/attempt-store";
import type { TrainingClient } from "@/browser/training-client";
import { TrainingSession } from "@/browser/training-session";
import { WaitchainError } from "@/evidence";
import type { DrillView } from "@/training/view";
import { EMPTY_VIEW, entryOf } from "../support/drill-view";

const CODE = "locks-1-0000M";
const ends: (() => void)[] = [];

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(() => {
  vi.restoreAllMocks();
  for (const end of ends.splice(0)) end();
});

/** Plays nothing: shows each typed line, and the debrief after giving up. */
class EchoClient implements TrainingClient {
  private acts: TimedAct[] = [];
  failing = false;

  async open(_code: string, acts: readonly TimedAct[]): Promise<DrillView> {
    this.acts = [...acts];
    return this.view();
  }

  async act(act: TimedAct): Promise<DrillView> {
    if (this.failing) throw new WaitchainError({ code: "WORKER_FAILED", what: "It ended.", fix: "Try again." });
    this.acts.push(act);
    return this.view();
  }

  async complete(): Promise<{ from: number; options: string[] }> {
    throw new WaitchainError({ code: "WORKER_FAILED", what: "It ended.", fix: "Try again." });
  }

  async codeFor(): Promise<string> {
    return CODE;
  }

  dispose(): void {}

  private view(): DrillView {
    const lines = this.acts.flatMap(({ act }, at) => (act.do === "type" ? entryOf(at, act.line, []) : []));
    const over = this.acts.some(({ act }) => act.do === "give-up");
    return { ...EMPTY_VIEW, terminal: lines, phase: over ? "debrief" : "working" };
  }
}

interface Tab {
  session: TrainingSession;
  client: EchoClient;
  store: AttemptStore;
  lines: () => string[];
}

async function tab(id?: string, clock: () => number = () => 0): Promise<Tab & { id: string }> {
  const store = await openAttemptStore();
  const client = new EchoClient();
  const attempt = id ?? (await store.start(CODE)).id;
  const now = (): string => "2024-05-01T10:00:00.000Z";
  const session = new TrainingSession(attempt, { store: async () => store, client, now, clock });
  const end = session.open();
  ends.push(() => {
    end();
    store.close();
  });
  await vi.waitFor(() => expect(session.current().state).not.toBe("loading"));
  return { id: attempt, session, client, store, lines: () => linesOf(session.current().view) };
}

function linesOf(view: DrillView | null): string[] {
  return (view?.terminal ?? []).map(({ line }) => line);
}

const codes = ({ session }: Tab): string[] => session.current().problems.map(({ code }) => code);

test("what was typed is there again after a reload, and time goes on from where it stood", async () => {
  let seconds = 100;
  const before = await tab(undefined, () => seconds);
  seconds = 107.6;
  await before.session.take({ do: "type", line: "~" });
  seconds = 130;
  await before.session.take({ do: "type", line: "!syncblk" });

  let later = 5000;
  const after = await tab(before.id, () => later);
  expect(after.lines()).toEqual(["~", "!syncblk"]);
  later = 5004;
  await after.session.take({ do: "type", line: "~13s" });
  expect(after.session.current().acts.map(({ at }) => at)).toEqual([7, 30, 34]);
});

test("lines typed faster than they are answered are played in order", async () => {
  const one = await tab();
  await Promise.all(["~", "!syncblk", "~13s"].map((line) => one.session.take({ do: "type", line })));
  expect(one.lines()).toEqual(["~", "!syncblk", "~13s"]);
  expect(one.session.current().busy).toBe(false);
  expect((await one.store.load(one.id))?.acts).toHaveLength(3);
});

test("an attempt that goes on in another tab is followed here", async () => {
  const one = await tab();
  const two = await tab(one.id);
  await one.session.take({ do: "type", line: "~" });
  await vi.waitFor(() => expect(two.lines()).toEqual(["~"]));
  await two.session.take({ do: "type", line: "!syncblk" });
  await vi.waitFor(() => expect(one.lines()).toEqual(["~", "!syncblk"]));
});

test("of two tabs that type at once one is told that its line was not taken, and shows the other's", async () => {
  const one = await tab();
  const two = await tab(one.id);
  await Promise.all([one.session.take({ do: "type", line: "a" }), two.session.take({ do: "type", line: "b" })]);
  await vi.waitFor(() => expect(one.lines()).toEqual(two.lines()));
  expect(one.lines()).toHaveLength(1);
  expect([...codes(one), ...codes(two)]).toEqual(["ATTEMPT_MOVED_ON"]);
});

test("with a full disk the drill goes on, says so, and keeps all of it once there is room", async () => {
  const one = await tab();
  const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore) {
    this.transaction.abort();
    throw new DOMException("Quota reached", "QuotaExceededError");
  });
  await one.session.take({ do: "type", line: "~" });
  expect(codes(one)).toEqual(["STORAGE_FULL"]);
  expect(one.lines()).toEqual(["~"]);
  put.mockRestore();
  await one.session.take({ do: "type", line: "!syncblk" });
  expect(codes(one)).toEqual([]);
  expect((await one.store.load(one.id))?.acts).toHaveLength(2);
});

test("where the browser keeps nothing it says so once, and the drill is played in memory", async () => {
  vi.spyOn(indexedDB, "open").mockImplementation(() => {
    throw new DOMException("private window", "SecurityError");
  });
  const one = await tab();
  expect(codes(one)).toEqual(["STORAGE_UNAVAILABLE"]);
  await one.session.take({ do: "type", line: "~" });
  expect(one.lines()).toEqual(["~"]);
  expect(codes(one)).toEqual([]);
});

test("a line that could not be played is not kept", async () => {
  const one = await tab();
  one.client.failing = true;
  expect(await one.session.take({ do: "type", line: "~" })).toBeNull();
  expect(codes(one)).toEqual(["WORKER_FAILED"]);
  one.client.failing = false;
  await one.session.take({ do: "type", line: "!syncblk" });
  expect((await one.store.load(one.id))?.acts.map(({ act }) => act)).toEqual([{ do: "type", line: "!syncblk" }]);
});

test("marks are kept until a cause is named, and the end is recorded with its score", async () => {
  const one = await tab();
  const marks = [{ act: 0, from: 1, to: 2 }];
  one.session.mark(marks);
  await one.session.take({ do: "type", line: "~" });
  expect((await one.store.load(one.id))?.record).toMatchObject({ marks, finished: null });
  await one.session.take({ do: "accuse", cause: "lock-convoy", marks });
  expect((await one.store.load(one.id))?.record.marks).toEqual([]);
  await one.session.take({ do: "give-up" });
  expect((await one.store.load(one.id))?.record).toMatchObject({
    phase: "debrief",
    finished: { at: "2024-05-01T10:00:00.000Z", summary: { code: CODE, total: 0, solved: false } },
  });
});

test("an attempt that is deleted in another tab, or was never here, is missing", async () => {
  const one = await tab();
  await one.store.remove(one.id);
  await vi.waitFor(() => expect(one.session.current().state).toBe("missing"));
  expect((await tab("nowhere")).session.current().state).toBe("missing");
});

test("completion that fails offers nothing", async () => {
  const one = await tab();
  expect(await one.session.complete("!sy")).toEqual({ from: 0, options: [] });
});
