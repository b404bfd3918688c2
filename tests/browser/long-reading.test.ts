import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { readCaseFile, writeCaseFile } from "@/browser/case-file-client";
import { type CaseStore, openCaseStore } from "@/browser/case-store";
import { createDiagnosisClient } from "@/browser/diagnosis-client";
import { DiagnosisEngine } from "@/browser/diagnosis-engine";
import { assembled, partsOf } from "@/browser/diagnosis-parts";
import type { DiagnosisReply, DiagnosisRequest, Progress } from "@/browser/diagnosis-protocol";
import { handOver } from "@/browser/handed-over";
import { limitedFindings, MOST_OF_A_KIND } from "@/browser/limited-findings";
import { type LongText, longTextOf, piecesOf } from "@/browser/long-text";
import { MemoryCaseStore } from "@/browser/memory-case-store";
import { liveEntries } from "@/cases/case-log";
import { diagnose } from "@/cases/diagnose";
import { type Finding, WaitchainError } from "@/evidence";
import { playbookById } from "@/machines/list";
import { syntheticLog } from "../bench/synthetic-log";
import { names, openSession, settled } from "../support/case-session";

/** A busy machine must not turn a test red. */
const PATIENCE = { timeout: 60_000 };
const PLAYBOOK = "aspnet-hang";
const TEXT = `${syntheticLog(900_000)}\n`;
const SYNCBLK = syntheticLog(20_000);

const long = (text: string = TEXT): Promise<LongText> => longTextOf(new Blob([text]));

function request(change: Partial<DiagnosisRequest>): DiagnosisRequest {
  const nothing = {
    tool: null,
    files: [],
    texts: [],
    forget: [],
    answers: new Map<string, string>(),
    skipped: [],
    limits: {},
  };
  return { request: 1, playbook: PLAYBOOK, ...nothing, ...change };
}

function shownOf(session: { current: () => { progress: Progress | null } }): () => boolean {
  return () => (session.current().progress?.file?.share ?? 0) > 0;
}

/** Every look at the clock is some tens of milliseconds later, however quick the machine. */
function slowClock(): void {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => {
    now += 120;
    return now;
  });
  onTestFinished(() => void vi.restoreAllMocks());
}

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

test("a long text is read as the same text pasted would be", async () => {
  slowClock();
  const client = createDiagnosisClient({ startWorker: () => null });
  const seen: Progress[] = [];
  const text = await long();
  const inputs = {
    transcripts: [{ name: "night.log", text }],
    answers: new Map<string, string>(),
    skipped: [],
    limits: {},
  };
  const read = await client.diagnose(inputs, { playbook: PLAYBOOK }, (progress) => seen.push(progress));
  const playbook = playbookById(PLAYBOOK);
  if (!playbook) throw new Error("no such playbook");
  const whole = diagnose(playbook, [{ name: "night.log", text: TEXT }]);
  expect(read.blocks).toEqual(whole.blocks.map((block) => ({ ...block, report: null })));
  const { findings, further } = limitedFindings(whole.findings);
  expect(read.findings).toEqual(findings);
  expect(read.further).toEqual(further);
  expect(read.coverage).toEqual(whole.coverage);
  expect(read.step).toEqual(whole.step);
  expect(read.locks).toEqual(whole.locks);
  expect(read.surveys).toEqual(whole.surveys);
  expect(read.guesses).toEqual(whole.guesses);
  expect(client.longReading(text)).toMatchObject({ index: { encoding: "utf-8" }, head: TEXT.slice(0, 50_000) });
  expect(client.longReading(text)?.index.lines).toBe(TEXT.split("\n").length);

  const shares = seen.map(({ file }) => file?.share ?? 1);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(seen.some(({ file }) => file !== null && file.lines > 0 && file.line < file.lines)).toBe(true);
});

test("first findings are told before the end", async () => {
  const replies: DiagnosisReply[] = [];
  const engine = new DiagnosisEngine((reply) => replies.push(reply));
  slowClock();
  const text = await long(syntheticLog(1_500_000));
  await engine.handle(request({ files: [{ key: 1, name: "night.log" }], texts: [{ key: 1, text }] }));
  const early = replies.findIndex(
    (reply) => reply.type === "progress" && (reply.progress.file?.findings.length ?? 0) > 0,
  );
  const end = replies.findIndex((reply) => reply.type === "read");
  expect(early).toBeGreaterThan(0);
  expect(early).toBeLessThan(end);
  const told = replies[early];
  expect(told?.type === "progress" && told.progress.file?.concluding).toBe(false);
});

test("a reading goes on where it was when something else is asked meanwhile, and ends when it is not wanted", async () => {
  slowClock();
  const replies: DiagnosisReply[] = [];
  const engine = new DiagnosisEngine((reply) => replies.push(reply));
  const text = await long();
  const asked = { files: [{ key: 1, name: "night.log" }], texts: [{ key: 1, text }] };
  const first = engine.handle(request(asked));
  await vi.waitUntil(
    () => replies.some((reply) => reply.type === "progress" && (reply.progress.file?.share ?? 0) > 0.05),
    PATIENCE,
  );
  const second = engine.handle(request({ ...asked, texts: [], request: 2 }));
  await Promise.all([first, second]);
  expect(replies.filter((reply) => reply.type === "read")).toHaveLength(1);
  expect(replies.at(-1)).toMatchObject({ type: "done", request: 2 });
  const shares = replies.flatMap((reply) => (reply.type === "progress" ? [reply.progress.file?.share ?? 1] : []));
  expect(shares).toEqual([...shares].sort((a, b) => a - b));

  replies.length = 0;
  const third = engine.handle(
    request({ request: 3, files: [{ key: 2, name: "b.log" }], texts: [{ key: 2, text: await long() }], forget: [1] }),
  );
  await vi.waitUntil(() => replies.length > 0, PATIENCE);
  await engine.handle(request({ request: 4, forget: [2] }));
  await third;
  expect(replies.at(-1)).toMatchObject({ type: "done", request: 4 });
  expect(replies.some((reply) => reply.type === "read")).toBe(false);
});

test("a diagnosis taken apart is put together again, and no part is large", () => {
  const playbook = playbookById(PLAYBOOK);
  if (!playbook) throw new Error("no such playbook");
  const { blocks: _, ...whole } = diagnose(playbook, [{ name: "a", text: TEXT }]);
  const { parts, rest } = partsOf(whole);
  expect(assembled(structuredClone(parts), structuredClone(rest))).toEqual(whole);
  expect(parts.length).toBeGreaterThan(3);
});

test("of very many findings of a kind the first are handed on, and the rest are counted", () => {
  const many = Array.from(
    { length: 250 },
    (_, at): Finding => ({ id: "odd", says: `${at}`, values: {}, cites: [], tone: "warning" }),
  );
  const one: Finding = { id: "one", says: "1", values: {}, cites: [], tone: "fact" };
  const { findings, further } = limitedFindings([...many, one]);
  expect(findings).toHaveLength(MOST_OF_A_KIND + 1);
  expect(further).toEqual({ odd: 250 - MOST_OF_A_KIND });
  expect(limitedFindings([one])).toEqual({ findings: [one] });
});

test("a long file comes into the case when it was read, and its text stays out of the page", async () => {
  const { session, store, id } = await openSession();
  await session.addTranscripts([{ name: "night.log", text: await long() }]);
  expect(session.current()).toMatchObject({ busy: true, incoming: [{ name: "night.log", size: TEXT.length }] });
  expect(names(session.current())).toEqual([]);
  const view = await settled(session);
  expect(names(view)).toEqual(["night.log"]);
  expect(view).toMatchObject({ incoming: [], progress: null, problem: null });
  expect(view.diagnosed).toBe(view.case);
  const [entry] = (await store.loadCase(id))?.log ?? [];
  if (entry?.type !== "transcript" || typeof entry.text === "string") throw new Error("the text is on the page");
  expect(entry.text.encoding).toBe("utf-8");
  expect((await piecesOf(entry.text)).join("")).toBe(TEXT);
});

test("a cancelled reading leaves the case as it was", async () => {
  slowClock();
  const { session, store, id } = await openSession();
  await session.addTranscripts([{ name: "small.txt", text: SYNCBLK }]);
  const before = await settled(session);
  await session.addTranscripts([{ name: "night.log", text: await long() }]);
  await vi.waitUntil(shownOf(session), PATIENCE);
  session.cancelReading();
  expect(session.current().incoming).toEqual([]);
  const view = await settled(session);
  expect(view.case).toBe(before.case);
  expect(view.diagnosis?.blocks).toEqual(before.diagnosis?.blocks);
  expect((await store.loadCase(id))?.log).toHaveLength(1);
  expect(view.announcement?.says).toMatch(/Cancelled/);
});

test("what is answered while a long file is read stays, and so does the file", async () => {
  const { session } = await openSession();
  await session.addTranscripts([{ name: "night.log", text: await long() }]);
  await session.note("a thought meanwhile", null);
  await session.addTranscripts([{ name: "small.txt", text: SYNCBLK }]);
  const view = await settled(session);
  expect(names(view).sort()).toEqual(["night.log", "note", "small.txt"]);
  const live = liveEntries(view.diagnosed?.log ?? []).filter((entry) => entry.type === "transcript");
  expect(view.diagnosis?.perTranscript).toHaveLength(live.length);
});

test.each<[string, () => Promise<LongText>, string]>([
  ["the same file again", () => long(), "PASTE_REPEATED"],
  ["a file of blanks", () => long(" \n".repeat(5000)), "PASTE_EMPTY"],
  ["bytes that are no text", () => longTextOf(new Blob([new Uint8Array(50_000).fill(1)])), "PASTE_BINARY"],
])("%s is told, and not added", async (_what, of, code) => {
  const { session } = await openSession();
  await session.addTranscripts([{ name: "night.log", text: await long() }]);
  await settled(session);
  await session.addTranscripts([{ name: "again.log", text: await of() }]);
  const view = await vi.waitUntil(() => {
    const { busy, incoming, problem } = session.current();
    return !busy && incoming.length === 0 && problem && session.current();
  }, PATIENCE);
  expect(view.problem?.code).toBe(code);
  expect(names(view)).toEqual(["night.log"]);
});

test("a file larger than a transcript may be is told with both sizes", async () => {
  const { session } = await openSession();
  const blob = Object.assign(new Blob(["0:000> !syncblk\n"]), {});
  Object.defineProperty(blob, "size", { value: 500_000_000 });
  await session.addTranscripts([{ name: "huge.log", text: { id: "a", blob, encoding: "utf-8" } }]);
  const { problem } = await settled(session);
  expect(problem).toMatchObject({ code: "PASTE_TOO_LARGE", what: expect.stringMatching(/500 MB.*300 MB/) });
});

test("a full disk is told, and the case can be worked on", async () => {
  const store = new MemoryCaseStore(null, () => "2024-05-01T09:00:00.000Z");
  const { session } = await openSession(store);
  vi.spyOn(store, "appendEntry").mockImplementationOnce(async () => {
    throw new WaitchainError({ code: "STORAGE_FULL", what: "No room.", fix: "Make room." });
  });
  await session.addTranscripts([{ name: "night.log", text: await long() }]);
  const full = await vi.waitUntil(() => {
    const view = session.current();
    return !view.busy && view.problem && view;
  }, PATIENCE);
  expect(full.problem?.code).toBe("STORAGE_FULL");
  expect(full.incoming).toEqual([]);
  expect(names(full)).toEqual([]);
  await session.addTranscripts([{ name: "small.txt", text: SYNCBLK }]);
  expect(names(await settled(session))).toEqual(["small.txt"]);
});

test("a browser without room says so before anything is read", async () => {
  vi.stubGlobal("navigator", { storage: { estimate: async () => ({ quota: 3_000_000, usage: 2_900_000 }) } });
  const { session } = await openSession();
  await session.addTranscripts([{ name: "night.log", text: await long() }]);
  const { problem, case: subject } = await settled(session);
  expect(problem).toMatchObject({ code: "STORAGE_FULL", what: expect.stringContaining("night.log") });
  expect(subject?.log).toEqual([]);
  vi.unstubAllGlobals();
});

test("a file left for a case is read when the case is opened", async () => {
  const store = new MemoryCaseStore(null, () => "2024-05-01T09:00:00.000Z");
  const create = store.createCase.bind(store);
  vi.spyOn(store, "createCase").mockImplementation(async (start) => {
    const subject = await create(start);
    handOver(subject.id, [{ name: "night.log", text: await long() }]);
    return subject;
  });
  const { session } = await openSession(store);
  await vi.waitUntil(() => names(session.current()).length > 0, PATIENCE);
  expect(names(await settled(session))).toEqual(["night.log"]);
});

test("the browser keeps a long text as a file, and a case file holds all of it", async () => {
  const store: CaseStore = await openCaseStore({ name: "long" });
  expect(store.trouble).toBeNull();
  const { session, id } = await openSession(store);
  await session.addTranscripts([{ name: "night.log", text: await long() }]);
  await settled(session);
  const kept = await store.loadCase(id);
  const [entry] = kept?.log ?? [];
  if (!kept || entry?.type !== "transcript" || typeof entry.text === "string") throw new Error("not kept as a file");
  expect((await piecesOf(entry.text)).join("")).toBe(TEXT);
  const file = await writeCaseFile(kept);
  const back = await readCaseFile(await file.text());
  expect(back.log).toMatchObject([{ type: "transcript", name: "night.log", text: TEXT }]);
  store.close();
});
