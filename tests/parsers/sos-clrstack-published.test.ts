import { expect, test } from "vitest";
import type { ManagedStack } from "@/evidence";
import { corpusTranscript, corpusTranscripts, hasCorpus } from "../support/corpus";
import { reportsOf } from "../support/reading";

const stacks = (text: string): ManagedStack[] =>
  reportsOf(text, "managed-stacks").flatMap((report) => [...report.stacks]);
const methods = (stack: ManagedStack | undefined) => stack?.frames.map((frame) => frame.method);
const shape = (stack: ManagedStack) => [stack.thread, stack.osThreadId, stack.frames.length, stack.walk];
const published = (name: string) => stacks(corpusTranscript(name).text);

test.skipIf(!hasCorpus)("published stacks of the .NET Framework have the rows their readers counted", () => {
  expect(published("clrstack-a-do-dumpheap-clr2-x86-vs2008").map(shape)).toEqual([[null, "1984", 3, "walked"]]);
  expect(published("deadlock-syncblk-cs-kvl-clrstack-clr2-x64-bitauto").map(shape)).toEqual([
    [49, "28a4", 36, "walked"],
    [51, "26a4", 27, "walked"],
  ]);
  expect(published("deadlock-syncblk-cs-kvl-clrstack-clr2-x64-bitauto")[0]?.frames[0]).toMatchObject({
    method: "BitAuto.AutoAlbum.Logic.DataStorage.DataStorageService..ctor",
    ip: null,
    returnAddress: "7fef1feeb52",
  });
  const visualStudio = published("deadlock-kv-handle-clrstack-visualstudio-clr4-x86-chinese");
  expect(visualStudio.map(shape)).toEqual([
    [0, "5734", 2, "walked"],
    [0, "5734", 26, "walked"],
    [11, "1d30", 0, "failed"],
    [12, "65a0", 25, "walked"],
  ]);
  expect(visualStudio.map((stack) => stack.cut)).toEqual([true, false, false, true]);
  expect(published("hang-syncblk-asyncblock-clr4-x86-gabrielweyer").map((stack) => stack.thread)).toEqual([
    143, 136, 123, 42,
  ]);
  expect(
    published("hang-clrstack-winforms-userpreferencechanged-clr4-x86-chinese").map((stack) => [
      stack.thread,
      stack.osThreadId,
      stack.cut,
    ]),
  ).toEqual([[0, "4eb688", true]]);
  expect(published("syncblk-runaway-clrstack-dumpheap-collapsed-csdn").map(shape)).toEqual([[39, "14b4", 8, "walked"]]);
  expect(methods(published("deadlock-syncblk-dlk-clr4-x64-osisoft")[0])?.[3]).toBe(
    "OSIsoft.AF.Support.AFTransactable.AutoCheckOut",
  );
});

test.skipIf(!hasCorpus)(
  "a published listing of eighteen threads tells the failed walks from the unmanaged threads",
  () => {
    const found = published("sqlwait-clrstack-dso-w3wp-clr4-x64-siteserver");
    expect(found).toHaveLength(18);
    const numbers = (walk: ManagedStack["walk"]) =>
      found.filter((stack) => stack.walk === walk).map((stack) => stack.thread);
    expect(numbers("failed")).toEqual([64, 65, 67, 68, 70, 71, 72, 73, 74, 75, 76, 77, 79, 81]);
    expect(numbers("none")).toEqual([69, 80]);
    const sql = found.find((stack) => stack.thread === 66);
    expect([sql?.osThreadId, sql?.frames.length, sql?.frames[0]?.method]).toEqual([
      "2ffe8",
      54,
      ".SNIReadSyncOverAsync",
    ]);
    expect(methods(found.find((stack) => stack.thread === 78))?.slice(0, 2)).toEqual([
      "System.Security.Cryptography.Utils._AcquireCSP",
      "System.Security.Cryptography.CryptoAPITransform..ctor",
    ]);
  },
);

test.skipIf(!hasCorpus)("published stacks of .NET Core have the rows their readers counted", () => {
  expect(published("clrstack-clrthreads-dotnet-dump-alpine-netcore22").map(shape)).toEqual([[0, "7", 10, "walked"]]);
  expect(published("clrstack-lldb-wrapped-net8-linux-dotnetdocs").map(shape)).toEqual([[1, "497", 8, "walked"]]);
  expect(methods(published("clrstack-lldb-wrapped-net8-linux-dotnetdocs")[0])?.slice(0, 3)).toEqual([
    "System.Threading.Monitor.ObjWait",
    "System.Threading.Monitor.Wait",
    "System.Threading.ManualResetEventSlim.Wait",
  ]);
  expect(published("clrstack-pe-lines-dotnet-dump-linux-netcore-dotnetdocs").map(shape)).toEqual([
    [0, "573d", 8, "walked"],
  ]);
  expect(published("deadlock-pstacks-dotnet-dump-x86-functions").map(shape)).toEqual([[8, "4b90", 5, "walked"]]);
  expect(published("sqlwait-clrthreads-clrstack-dotnet-dump-linux-bulkcopy").map(shape)).toEqual([
    [11, "260d", 30, "walked"],
  ]);
  expect(published("sos-set-dotnet-dump-net10-linux").map(shape)).toEqual([
    [null, "72", 8, "walked"],
    [null, "77", 1, "walked"],
    [null, "78", 1, "walked"],
    [null, "79", 6, "walked"],
  ]);
  expect(
    published("alc-unload-dumpheap-gcroot-all-clrstack-netcore3-x64-dotnetdocs").map((stack) => [
      stack.thread,
      stack.walk,
      stack.frames.length,
    ]),
  ).toEqual([
    [0, "walked", 5],
    [1, "none", 0],
    [2, "none", 0],
    [3, "none", 0],
    [4, "none", 0],
    [5, "walked", 1],
    [6, "failed", 0],
    [7, "walked", 7],
  ]);
  const hang = published("kvn-threads-clrstack-inline-netcore31-x64-hanganalyzer");
  expect(hang.map((stack) => [stack.thread, stack.walk, stack.frames.length])).toEqual([
    [0, "walked", 12],
    ...[1, 2, 3, 4].map((thread) => [thread, "none", 0]),
    [5, "walked", 1],
    [6, "none", 0],
    [7, "none", 0],
    [8, "walked", 0],
  ]);
});

test.skipIf(!hasCorpus)("no published output without a managed stack is taken for one", () => {
  const holders = corpusTranscripts().filter((transcript) => stacks(transcript.text).length > 0);
  expect(
    holders
      .map((transcript) => transcript.name)
      .filter((name) => !/OS Thread Id|clrstack/i.test(corpusTranscript(name).text)),
  ).toEqual([]);
});
