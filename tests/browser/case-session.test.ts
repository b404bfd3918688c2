import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exportCase } from "@/cases/case-file";
import { CASE_LIMITS } from "@/cases/limits";
import { names, openSession, settled } from "../support/case-session";

const FIXTURES = join(import.meta.dirname, "../fixtures/case-study");
const SYNCBLK = readFileSync(join(FIXTURES, "04-syncblk.txt"), "utf8");
const OWNER = readFileSync(join(FIXTURES, "05-owner-thread-39-stacks.txt"), "utf8");

test("a new case is ready with its first step before anything was put in", async () => {
  const { session } = await openSession();
  const view = session.current();
  expect(view).toMatchObject({ state: "ready", busy: false, problem: null, canUndo: false, canRedo: false });
  expect(view.diagnosis?.step.id).toBe("symptoms");
});

test("a paste is stored first, then read, and moves the case on", async () => {
  const { session, store, id } = await openSession();
  await session.addTranscripts([{ name: "", text: SYNCBLK }]);
  expect((await store.loadCase(id))?.log).toMatchObject([{ type: "transcript", name: "paste 1", text: SYNCBLK }]);
  const view = await settled(session);
  expect(view.diagnosis?.findings.some(({ id: finding }) => finding === "lock-owner")).toBe(true);
  expect(view.diagnosis?.step.id).toBe("owner");
  expect(view.diagnosed).toBe(view.case);
  expect(view.problem).toBeNull();
});

test("several files at once get names that tell them apart", async () => {
  const { session } = await openSession();
  await session.addTranscripts([
    { name: "log.txt", text: SYNCBLK },
    { name: "log.txt", text: OWNER },
    { name: "", text: "0:000> .time\nDebug session time: Thu Jun 21 11:28:51.000 2007 (GMT+2)" },
  ]);
  expect(names(session.current())).toEqual(["log.txt", "log.txt (2)", "paste 3"]);
});

test.each([
  ["an empty paste", " \n ", "PASTE_EMPTY"],
  ["a dump", "MDMP\u0093\u00a7\0\0", "PASTE_BINARY"],
  [
    "a saved case",
    exportCase({ id: "a", title: "t", playbook: "aspnet-hang", createdAt: "2024-05-01T09:00:00.000Z", log: [] }),
    "PASTE_CASE_FILE",
  ],
])("%s is refused, and the case stays as it was", async (_what, text, code) => {
  const { session } = await openSession();
  await session.addTranscripts([{ name: "good.txt", text: SYNCBLK }]);
  const before = (await settled(session)).case;
  await session.addTranscripts([{ name: "", text }]);
  const view = await settled(session);
  expect(view.problem?.code).toBe(code);
  expect(view.problem?.fix).not.toBe("");
  expect(view.case).toBe(before);
});

test("the same text is not added twice, unless it was taken out before", async () => {
  const { session } = await openSession();
  await session.addTranscripts([{ name: "a.txt", text: SYNCBLK }]);
  await session.addTranscripts([{ name: "b.txt", text: `\n${SYNCBLK.replaceAll("\n", "\r\n")}` }]);
  expect(session.current().problem).toMatchObject({ code: "PASTE_REPEATED", what: expect.stringContaining("a.txt") });
  expect(names(session.current())).toEqual(["a.txt"]);
  await session.undo();
  await session.addTranscripts([{ name: "b.txt", text: SYNCBLK }]);
  expect(names(session.current())).toEqual(["b.txt"]);
});

test("of several items the good ones are added and each bad one is told", async () => {
  const { session } = await openSession();
  await session.addTranscripts([
    { name: "empty.txt", text: "" },
    { name: "good.txt", text: SYNCBLK },
    { name: "w3wp.dmp", text: "MDMP\u0093\u00a7\0\0" },
  ]);
  const view = await settled(session);
  expect(names(view)).toEqual(["good.txt"]);
  expect(view.problems.map(({ code }) => code)).toEqual(["PASTE_EMPTY", "PASTE_BINARY"]);
  session.dismissProblem();
  expect(session.current().problem?.code).toBe("PASTE_BINARY");
  session.dismissProblem();
  expect(session.current().problem).toBeNull();
});

test("a paste in which nothing is recognised is kept, and told with what to run", async () => {
  const { session } = await openSession();
  await session.addTranscripts([{ name: "", text: SYNCBLK }]);
  await settled(session);
  await session.addTranscripts([{ name: "mail.txt", text: "Hello,\nthe site hangs again.\nRegards" }]);
  const view = await settled(session);
  expect(names(view)).toEqual(["paste 1", "mail.txt"]);
  expect(view.problem).toMatchObject({
    code: "NOTHING_RECOGNISED",
    what: expect.stringContaining("mail.txt"),
    commands: [view.diagnosis?.step.commands[0]?.command],
  });
});

test("an output that is an error is told with its remedy and where it stands", async () => {
  const { session } = await openSession();
  await session.addTranscripts([{ name: "sos.txt", text: "0:000> !syncblk\nNo export syncblk found\n" }]);
  const view = await settled(session);
  expect(view.problem).toMatchObject({ code: "SOS_NOT_LOADED", what: expect.stringContaining("“sos.txt”, line 1") });
  expect(view.problem?.commands).toContain(".loadby sos clr");
});

test("the next action clears what the last one ran into", async () => {
  const { session } = await openSession();
  await session.addTranscripts([{ name: "", text: "" }]);
  expect(session.current().problem).not.toBeNull();
  await session.answer("trigger", "any-time");
  expect(session.current().problem).toBeNull();
});

test("undo and redo go back and forth, say what they did, and the diagnosis follows", async () => {
  const { session } = await openSession();
  await session.addTranscripts([{ name: "a.txt", text: SYNCBLK }]);
  await session.answer("trigger", "after-restart");
  expect(session.current()).toMatchObject({ canUndo: true, canRedo: false });
  await session.undo();
  expect(session.current().announcement?.says).toBe("Taken out: the answer to “When do requests begin to stall?”.");
  await session.undo();
  expect(session.current()).toMatchObject({ canUndo: false, canRedo: true });
  expect(session.current().announcement).toEqual({ says: "Taken out: “a.txt”.", serial: 2 });
  expect((await settled(session)).diagnosis?.findings).toEqual([]);
  await session.undo();
  expect(session.current().announcement?.says).toBe("There is nothing to undo.");
  await session.redo();
  expect(session.current().announcement?.says).toBe("Back again: “a.txt”.");
  const redo = session.current().case?.log.filter((entry) => entry.type === "removal")[0];
  await session.remove(redo?.id ?? "");
  expect(names(await settled(session))).toEqual(["a.txt", "answer"]);
  expect(session.current().diagnosis?.step.id).toBe("owner");
});

test("an entry in the middle can be taken out, and undo brings it back", async () => {
  const { session } = await openSession();
  await session.addTranscripts([{ name: "a.txt", text: SYNCBLK }]);
  await session.addTranscripts([{ name: "b.txt", text: OWNER }]);
  const first = session.current().case?.log[0]?.id ?? "";
  await session.remove(first);
  expect(names(session.current())).toEqual(["b.txt"]);
  expect(session.current().announcement?.says).toBe("Taken out: “a.txt”.");
  await session.remove(first);
  expect(session.current().case?.log).toHaveLength(3);
  await session.undo();
  expect(names(session.current())).toEqual(["a.txt", "b.txt"]);
  expect(session.current().announcement?.says).toBe("Back again: “a.txt”.");
});

test("answers are checked, kept trimmed, and not repeated", async () => {
  const { session } = await openSession();
  await session.answer("folder-size", " 80 GB ");
  await session.answer("folder-size", "80 GB");
  expect(session.current().case?.log).toMatchObject([{ type: "answer", value: "80 GB" }]);
  await session.answer("folder-size", "huge");
  expect(session.current().problem).toMatchObject({ code: "ANSWER_REFUSED", fix: expect.stringContaining("80GB") });
  await session.answer("favourite-colour", "blue");
  expect(session.current().problem?.code).toBe("ANSWER_REFUSED");
  expect(session.current().case?.log).toHaveLength(1);
});

test("a skipped step is kept with its reason, and the case goes on without it", async () => {
  const { session } = await openSession();
  await session.skip("symptoms", "  nobody to ask ");
  const view = await settled(session);
  expect(view.case?.log).toMatchObject([{ type: "skip", step: "symptoms", reason: "nobody to ask" }]);
  expect(view.diagnosis?.step.id).not.toBe("symptoms");
});

test("titles and notes that cannot be kept are refused", async () => {
  const { session, store, id } = await openSession();
  await session.rename("  Shop,\n second time ");
  expect(session.current().case?.title).toBe("Shop, second time");
  expect((await store.loadCase(id))?.title).toBe("Shop, second time");
  await session.rename(" ");
  expect(session.current().problem?.code).toBe("TITLE_EMPTY");
  await session.rename("x".repeat(CASE_LIMITS.title + 1));
  expect(session.current().problem?.code).toBe("TITLE_TOO_LONG");
  await session.note(" ", null);
  expect(session.current().problem?.code).toBe("NOTE_EMPTY");
  await session.note("x".repeat(CASE_LIMITS.note + 1), null);
  expect(session.current().problem?.code).toBe("NOTE_TOO_LONG");
  await session.skip("lock", "x".repeat(CASE_LIMITS.reason + 1));
  expect(session.current().problem?.code).toBe("REASON_TOO_LONG");
  expect(session.current().case).toMatchObject({ title: "Shop, second time", log: [] });
});

test("the chosen tool decides the commands, and is remembered", async () => {
  const { session, tools } = await openSession();
  await session.chooseTool("dotnet-dump");
  expect((await settled(session)).diagnosis?.tool).toBe("dotnet-dump");
  expect(tools.tool).toBe("dotnet-dump");
  await session.chooseTool(null);
  expect((await settled(session)).diagnosis?.tool).toBe("windbg");
});
