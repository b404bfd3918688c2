import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { diagnose } from "@/cases/diagnose";
import { ioPath } from "@/components/pictures/io-path-data";
import { waitChain } from "@/components/pictures/wait-chain-data";
import type { Finding } from "@/evidence";
import { PLAYBOOKS } from "@/machines/list";

const CASE_STUDY = join(import.meta.dirname, "..", "fixtures", "case-study");

function findingsOf(...numbers: readonly string[]): readonly Finding[] {
  const [playbook] = PLAYBOOKS;
  if (!playbook) throw new Error("There is no playbook");
  const files = readdirSync(CASE_STUDY).filter((name) => numbers.some((number) => name.startsWith(number)));
  const transcripts = files.sort().map((name) => ({ name, text: readFileSync(join(CASE_STUDY, name), "utf8") }));
  return diagnose(playbook, transcripts).findings;
}

function fact(id: string, values: Finding["values"]): Finding {
  return { id, says: `${id}.`, values, cites: [], tone: "fact" };
}

test("nothing is drawn while nobody is seen waiting", () => {
  expect(waitChain([])).toBeNull();
  expect(ioPath([])).toBeNull();
});

test("with the table of locks alone the chain ends at the owner, and says what is not seen", () => {
  const chain = waitChain(findingsOf("04"));

  expect(chain?.links.map(({ title }) => title)).toEqual([
    "72 threads wait",
    "lock on HttpApplicationFactory",
    "thread 39",
    "not seen yet",
  ]);
  expect(chain?.links.at(-1)).toMatchObject({ unseen: true, detail: "what the owner is doing" });
});

test("the owner's stacks carry the chain into the kernel, and no further", () => {
  const titles = waitChain(findingsOf("04", "05"))?.links.map(({ title }) => title);

  expect(titles?.slice(2)).toEqual(["thread 39", "ZwQueryDirectoryFile", "not seen yet"]);
});

test("the kernel thread carries it through the driver to where the call waits", () => {
  const chain = waitChain(findingsOf("04", "05", "09"));

  expect(chain?.links.map(({ title }) => title).slice(3)).toEqual([
    "ZwQueryDirectoryFile",
    "SomeFiltr",
    "Ntfs!NtfsWaitSync",
  ]);
  expect(chain?.links.some(({ unseen }) => unseen)).toBe(false);
});

test("every link that is seen names the findings that show it", () => {
  for (const link of waitChain(findingsOf("0"))?.links ?? []) {
    expect(link.findings.length, link.title).toBeGreaterThan(0);
  }
});

test("two threads that wait for each other close the chain to a ring", () => {
  const chain = waitChain([fact("lock-cycle", { threads: [4, 9], types: ["Shop.Cart", "Shop.Stock"] })]);

  expect(chain?.loop).toBe(true);
  expect(chain?.links.map(({ title }) => title)).toEqual([
    "thread 4",
    "lock on Shop.Stock",
    "thread 9",
    "lock on Shop.Cart",
  ]);
});

test("a waiter without a table of locks does not give the lock an owner", () => {
  const chain = waitChain(findingsOf("02"));

  expect(chain?.links.at(-1)).toMatchObject({ unseen: true, detail: "who owns it" });
});

test("a chain of owners is followed to the last of them", () => {
  const chain = waitChain([
    fact("lock-owner", { type: "A", thread: 5, waiters: 3, waitingThreads: [7, 8, 9], index: 1 }),
    fact("lock-owner", { type: "B", thread: 6, waiters: 1, waitingThreads: [5], index: 2 }),
  ]);

  expect(chain?.links.map(({ title }) => title)).toEqual([
    "3 threads wait",
    "lock on A",
    "thread 5",
    "lock on B",
    "thread 6",
    "not seen yet",
  ]);
});

test("the path of the file call meets the driver twice, with the page fault between", () => {
  const stations = ioPath(findingsOf("09"))?.stations.map(({ title }) => title);

  expect(stations).toEqual([
    "SomeFiltr",
    "fltmgr",
    "Ntfs",
    "page fault",
    "SomeFiltr",
    "fltmgr",
    "Ntfs",
    "Ntfs!NtfsWaitSync",
  ]);
});

test("only what is no part of Windows is marked on the path", () => {
  const foreign = ioPath(findingsOf("09"))?.stations.filter((station) => station.foreign);

  expect(new Set(foreign?.map(({ title }) => title))).toEqual(new Set(["SomeFiltr"]));
});
