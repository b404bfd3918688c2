import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { read } from "../support/reading";

function stacksOf(block: Block | undefined): ReportOf<"managed-stacks">["stacks"] {
  expect(block?.parser).toBe("dotnet-stack");
  if (block?.report?.kind !== "managed-stacks") throw new Error(`no stacks, but ${block?.outcome}`);
  return block.report.stacks;
}

const REPORT = `C:\\tools>dotnet-stack report -p 7312
Thread (0x4F2C):
  [Native Frames]
  System.Private.CoreLib!System.Threading.Monitor.Enter(class System.Object,bool&)
  Contoso.Orders!Contoso.Orders.Catalog.Get(int32)

Thread (0x4F30):
  [Native Frames]
  System.Private.CoreLib.il!System.Threading.Tasks.Task.SpinThenBlockingWait(int32,value class System.Threading.CancellationToken)
  ?!?
  Contoso.Orders!Contoso.Orders.Program.Main(class System.String[])
`;

test("each thread has its id and its frames, top first", () => {
  const [block] = read(REPORT);
  expect([block?.outcome, block?.mode]).toEqual(["read", "shell"]);
  const stacks = stacksOf(block);
  expect(stacks.map((stack) => [stack.osThreadId, stack.thread, stack.frames.length, stack.cut])).toEqual([
    ["4f2c", null, 3, false],
    ["4f30", null, 4, false],
  ]);
  expect(stacks[0]?.frames[0]?.transition).toBe("Native Frames");
  expect(stacks[0]?.frames[1]).toMatchObject({
    line: 4,
    module: "System.Private.CoreLib",
    method: "System.Threading.Monitor.Enter",
    parameters: "class System.Object,bool&",
  });
  expect(stacks[1]?.frames[1]?.parameters).toBe("int32,value class System.Threading.CancellationToken");
  expect(stacks[1]?.frames[2]).toMatchObject({ module: "?", method: null });
});

test.each(["$ ", "root@web-1:/app# ", ""])("the command may stand behind %j", (prompt) => {
  const text = REPORT.replace("C:\\tools>", prompt).replace("$ dotnet-stack report -p 7312\n", "");
  expect(read(text).map((block) => [block.parser, block.outcome])).toEqual([["dotnet-stack", "read"]]);
});

test("lost indentation and wrapped parameters change nothing", () => {
  const flat = REPORT.split("\n").map((line) => line.trim());
  const [block] = read(flat.join("\n").replace("(int32,value", "(int32,\nvalue"));
  expect(block?.outcome).toBe("read");
  expect(stacksOf(block)[1]?.frames[1]?.parameters).toBe("int32,value class System.Threading.CancellationToken");
});

test("a stack that ends inside a frame, or has rows cut out, says so", () => {
  expect(stacksOf(read(REPORT.slice(0, REPORT.indexOf("String[])")))[0])[1]?.cut).toBe(true);
  const elided = read(REPORT.replace("  ?!?", "  ..."))[0];
  expect([elided?.outcome, stacksOf(elided)[1]?.cut]).toEqual(["partly-read", true]);
});

test.each([
  ["[ERROR] Process 7312 not running compatible .NET runtime.", "NO_DOTNET_RUNTIME"],
  ["Process 7312 seems to be elevated.", "ACCESS_DENIED"],
])("%s is unusable, and the fix is named", (line, code) => {
  expect(read(`C:\\tools>dotnet-stack report -p 7312\n${line}\n`)[0]).toMatchObject({
    parser: "dotnet-stack",
    outcome: "unusable",
    problem: { code },
  });
});
