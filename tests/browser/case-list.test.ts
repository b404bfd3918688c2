import { createElement, type ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { expect, onTestFinished, test, vi } from "vitest";
import { CaseList, type CaseListView } from "@/browser/case-list";
import type { CaseStore } from "@/browser/case-store";
import { MemoryCaseStore } from "@/browser/memory-case-store";
import { useCase } from "@/browser/use-case";
import { useCases } from "@/browser/use-cases";
import { exportCase } from "@/cases/case-file";
import type { Case } from "@/cases/case-log";
import { WaitchainError } from "@/evidence";

const AT = "2024-05-01T10:00:00.000Z";
const OUTPUT = "0:081> !syncblk\nIndex SyncBlock MonitorHeld Recursion Owning Thread Info  SyncBlock Owner\n";

const CASE: Case = {
  id: "abc",
  title: "Shop",
  playbook: "aspnet-hang",
  createdAt: AT,
  log: [{ type: "transcript", id: "t", at: AT, name: "a.txt", text: OUTPUT }],
};

interface Opened {
  list: CaseList;
  store: CaseStore;
  saved: { name: string; content: Blob }[];
}

function Probe(): ReactNode {
  return `${useCase("abc").state} ${useCase(null).state} ${useCases().state}`;
}

async function openList(store: CaseStore = new MemoryCaseStore(null, () => AT)): Promise<Opened> {
  let count = 0;
  const saved: { name: string; content: Blob }[] = [];
  const list = new CaseList({
    store: async () => store,
    now: () => AT,
    newId: () => `id${++count}`,
    save: (name, content) => saved.push({ name, content }),
  });
  onTestFinished(list.open());
  await shows(list, ({ state }) => state === "ready");
  return { list, store, saved };
}

function shows(list: CaseList, wanted: (view: CaseListView) => boolean): Promise<CaseListView> {
  return vi.waitUntil(() => wanted(list.current()) && list.current());
}

test("the list shows what is there, and follows what happens elsewhere", async () => {
  const { list, store } = await openList();
  expect(list.current().cases).toEqual([]);
  const { id } = await store.createCase({ title: "Elsewhere", playbook: "aspnet-hang" });
  await shows(list, ({ cases }) => cases[0]?.title === "Elsewhere");
  await store.deleteCase(id);
  await shows(list, ({ cases }) => cases.length === 0);
});

test("a case begins with what was pasted and what was chosen", async () => {
  const { list, store } = await openList();
  const id = await list.create({
    title: "Shop",
    playbook: "aspnet-hang",
    transcripts: [
      { name: "", text: OUTPUT },
      { name: "empty", text: " " },
    ],
    answers: [{ question: "trigger", value: "after-restart" }],
  });
  expect((await store.loadCase(id ?? ""))?.log).toMatchObject([
    { type: "transcript", name: "paste 1", text: OUTPUT },
    { type: "answer", question: "trigger", value: "after-restart" },
  ]);
  expect(list.current().problem?.code).toBe("PASTE_EMPTY");
});

test("nothing that can be taken in begins no case", async () => {
  const { list, store } = await openList();
  expect(
    await list.create({
      title: "x",
      playbook: "aspnet-hang",
      transcripts: [{ name: "w3wp.dmp", text: "MDMP\u0093\0" }],
    }),
  ).toBeNull();
  expect(list.current().problem?.code).toBe("PASTE_BINARY");
  expect(await list.create({ title: " ", playbook: "aspnet-hang" })).toBeNull();
  expect(list.current().problem?.code).toBe("TITLE_EMPTY");
  expect(await store.listCases()).toEqual([]);
});

test("a case that cannot be kept whole is not kept in part", async () => {
  const { list, store } = await openList();
  vi.spyOn(store, "appendEntry").mockRejectedValue(
    new WaitchainError({ code: "STORAGE_FULL", what: "No room.", fix: "Delete cases." }),
  );
  expect(
    await list.create({ title: "x", playbook: "aspnet-hang", transcripts: [{ name: "", text: OUTPUT }] }),
  ).toBeNull();
  expect(list.current().problem?.code).toBe("STORAGE_FULL");
  expect(await store.listCases()).toEqual([]);
});

test("a case goes out as a file and comes back from it, as a copy when it is still here", async () => {
  const { list, store, saved } = await openList();
  await store.putImported(CASE);
  await list.exportCase("abc");
  expect(saved.map(({ name }) => name)).toEqual(["waitchain-shop-2024-05-01.json"]);
  const file = (): File => new File([saved[0]?.content ?? ""], "from-mail.json");
  const copy = await list.importFile(file());
  expect(copy).not.toBe("abc");
  await list.remove("abc");
  await list.remove(copy ?? "");
  expect(await list.importFile(file())).toBe("abc");
  expect(await store.loadCase("abc")).toEqual(CASE);
  expect(await list.importText((await saved[0]?.content.text()) ?? "")).not.toBeNull();
});

test.each<[string, string, string]>([
  ["a changed byte", exportCase(CASE).replace("Recursion", "Recursiom"), "CASE_CHANGED"],
  ["half a file", exportCase(CASE).slice(0, 300), "CASE_CUT_OFF"],
  ["debugger output", OUTPUT, "CASE_NOT_JSON"],
])("%s is told, and no case comes of it", async (_what, text, code) => {
  const { list, store } = await openList();
  expect(await list.importFile(new File([text], "case.json"))).toBeNull();
  expect(list.current().problem?.code).toBe(code);
  expect(list.current().busy).toBe(false);
  expect(await store.listCases()).toEqual([]);
  list.dismissProblem();
  expect(list.current().problem).toBeNull();
});

test("a file far too large for a case is refused without reading it", async () => {
  const { list } = await openList();
  const file = new File(["{"], "huge.json");
  Object.defineProperty(file, "size", { value: 6e8 });
  file.arrayBuffer = () => Promise.reject(new Error("must not be read"));
  expect(await list.importFile(file)).toBeNull();
  expect(list.current().problem?.code).toBe("CASE_TOO_LARGE");
});

test("a case deleted elsewhere cannot be saved any more, and that is told", async () => {
  const { list, saved } = await openList();
  await list.exportCase("gone");
  expect(list.current().problem?.code).toBe("CASE_NOT_FOUND");
  expect(saved).toEqual([]);
});

test("a browser that keeps nothing is told on the list", async () => {
  const problem = { code: "STORAGE_UNAVAILABLE", what: "Nothing is kept.", fix: "Save the case." };
  const { list } = await openList(new MemoryCaseStore(problem, () => AT));
  expect(list.current().problem).toEqual(problem);
});

test("pages made on the server show neither cases nor a missing one, but that they load", () => {
  expect(renderToString(createElement(Probe))).toBe("loading loading loading");
});
