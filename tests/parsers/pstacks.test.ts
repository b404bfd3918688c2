import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { read, reportOf } from "../support/reading";

const stacksOf = (block: Block | undefined): ReportOf<"parallel-stacks"> =>
  reportOf(block, "pstacks", "parallel-stacks");

const TREE = `> pstacks
________________________________________________
 ~~~~ 5a10
    1 System.Threading.Thread.Sleep(Int32)
    1 Contoso.Orders.Program.Main(String[])


________________________________________________
      ~~~~ 5a2c
         1 System.IO.FileStream.Read(Byte[], Int32, Int32)
         1 Contoso.Orders.Catalog.Load()
      ~~~~ 5a30,5a38,5a44,5a48...
         6 System.Threading.Monitor.Enter(Object, Boolean ByRef)
    7 Contoso.Orders.Catalog.Get(Int32)
    7 System.Threading.Thread.StartCallback()


==> 8 threads with 2 roots
`;

test("each run of frames has its threads and the run that called it", () => {
  const [block] = read(TREE);
  expect([block?.outcome, block?.mode]).toEqual(["read", "dotnet-dump"]);
  const report = stacksOf(block);
  expect([report.totalThreads, report.roots, report.complete]).toEqual([8, 2, true]);
  expect(report.stacks.map((stack) => [stack.threads, stack.osThreadIds, stack.moreThreads, stack.callers])).toEqual([
    [1, ["5a10"], false, null],
    [1, ["5a2c"], false, 3],
    [6, ["5a30", "5a38", "5a44", "5a48"], true, 3],
    [7, [], false, null],
  ]);
  expect(report.stacks[2]?.frames).toEqual([
    { line: 13, threads: 6, method: "System.Threading.Monitor.Enter", parameters: "Object, Boolean ByRef" },
  ]);
});

test("single blanks and a missing command change nothing", () => {
  const bare = TREE.split("\n")
    .slice(1)
    .map((line) => line.replace(/\s+/g, " ").trim())
    .join("\n");
  const [block] = read(bare);
  expect([block?.command, block?.echoed, block?.outcome]).toEqual(["pstacks", false, "read"]);
  expect(stacksOf(block).stacks.map((stack) => [stack.threads, stack.callers])).toEqual([
    [1, null],
    [1, 3],
    [6, 3],
    [7, null],
  ]);
});

test("WinDbg's own name of the command is known", () => {
  const [block] = read(TREE.replace("> pstacks", "0:000> !parallelstacks -a"));
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["!parallelstacks -a", "read", "user"]);
});

test("a long list of ids and a long signature may wrap", () => {
  const [block] = read(
    TREE.replace("5a30,5a38,5a44,5a48...", "5a30,5a38,\n5a44,5a48,5a4c,5a50").replace("Object, Bool", "Object,\nBool"),
  );
  expect(block?.outcome).toBe("read");
  expect(stacksOf(block).stacks[2]).toMatchObject({
    osThreadIds: ["5a30", "5a38", "5a44", "5a48", "5a4c", "5a50"],
    frames: [{ parameters: "Object, Boolean ByRef" }],
  });
});

test("runs that do not add up to a caller are not joined to it", () => {
  const report = stacksOf(
    read(TREE.replace("         1 System.IO", "...\n         1 System.IO").replaceAll("    7 ", "    9 "))[0],
  );
  expect(report.stacks.map((stack) => stack.callers)).toEqual([null, null, null, null, null]);
  expect(report.stacks[1]?.cut).toBe(true);
});

test("a paste that ends early is not complete, and names no id it may have cut", () => {
  for (let end = TREE.indexOf("5a30"); end < TREE.indexOf("         6"); end++) {
    const report = stacksOf(read(TREE.slice(0, end))[0]);
    expect(report.complete).toBe(false);
    expect(report.stacks.flatMap((stack) => stack.osThreadIds)).toEqual(["5a10", "5a2c"]);
  }
});

test("a debugger without SOS is told as such", () => {
  expect(read("0:000> !pstacks\nNo export pstacks found\n")[0]).toMatchObject({
    parser: "pstacks",
    outcome: "unusable",
    problem: { code: "SOS_NOT_LOADED" },
  });
});

test.skipIf(!hasCorpus)("published merged stacks hold what their readers saw", () => {
  const cut = readTranscript(corpusTranscript("deadlock-pstacks-dotnet-dump-x86-functions"), 0).find(
    (block) => block.parser === "pstacks",
  );
  const report = stacksOf(cut);
  expect([report.totalThreads, report.roots]).toEqual([346, 2]);
  const groups = report.stacks.map((stack) => [
    stack.threads,
    stack.osThreadIds.length,
    stack.frames[0]?.method,
    stack.cut,
  ]);
  expect(groups).toEqual([
    [252, 4, "Deadlock.SomeFactory.GetData", true],
    [25, 4, "System.Threading.Monitor.Enter", true],
    [11, 4, "System.Threading.Monitor.Enter", true],
    [1, 1, "System.Threading.ManualResetEventSlim.Wait", true],
  ]);
  expect(report.stacks[3]?.osThreadIds).toEqual(["4b90"]);
  const whole = readTranscript(corpusTranscript("sos-set-dotnet-dump-net10-linux"), 0).find(
    (block) => block.parser === "pstacks",
  );
  expect(whole?.outcome).toBe("read");
  expect(stacksOf(whole)).toMatchObject({ totalThreads: 2, roots: 2 });
});

test("the line above the stacks is read in bold, too", () => {
  const text = `<b>0:006></b> !pstacks
<b>________________________________________________</b>
      <b>~~~~</b> 2a34
         <b>1</b> Contoso.Stock.Basket.Load(Byte[])

<b>==></b> 1 threads with 1 roots
`;
  const [block] = readTranscript({ name: "paste", text }, 0);
  expect([block?.parser, block?.outcome, block?.unread]).toEqual(["pstacks", "read", []]);
});

test("parameters keep their blank where a console broke behind the comma", () => {
  const text = `> pstacks
________________________________________________
 ~~~~ 4698
    1 Contoso.Ledger_2.Journal+<ReadAsync>d__7.ReloadTwice(HttpContext, Boolean,
 List${"`"}1<String>)

==> 1 threads with 1 roots
`;
  expect(text.split("\n")[3]).toHaveLength(80);
  expect(readTranscript({ name: "paste", text }, 0)[0]?.report).toMatchObject({
    stacks: [{ frames: [{ parameters: "HttpContext, Boolean, List`1<String>" }] }],
  });
});

test("a line that mail could only break late keeps the blank at its end", () => {
  const late = `> pstacks
________________________________________________
    ~~~~ 5eac
       1 Contoso.Ledger_2.Basket+<>c__DisplayClass4_0.<Refresh>b__1_with_more(Object
ByRef, String)
==> 1 threads with 1 roots
`;
  const [block] = read(late);
  expect(stacksOf(block).stacks[0]?.frames[0]?.parameters).toBe("Object ByRef, String");
});

test("a constructor whose dots begin a line is no mark of a gap", () => {
  const front = `         1 Contoso.${"Orders".padEnd(20, "s")}.Repository\`1[[System.__Canon, Contoso.Shop]]`;
  const text = `> pstacks\n________________________________________________\n      ~~~~ 1dfc\n${front.padEnd(80, "x")}\n..cctor(Byte[])\n==> 1 threads with 1 roots\n`;
  expect(stacksOf(read(text)[0]).stacks[0]?.frames[0]?.parameters).toBe("Byte[]");
});
