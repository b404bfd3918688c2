import { expect, test } from "vitest";
import type { ManagedStack } from "@/evidence";
import { readTranscript } from "@/parsers/read";

function stacks(text: string): ManagedStack[] {
  return readTranscript({ name: "paste", text }, 0).flatMap(({ report }) =>
    report?.kind === "managed-stacks" ? [...report.stacks] : [],
  );
}

const shape = (stack: ManagedStack) => [stack.thread, stack.osThreadId, stack.frames.length, stack.walk];

test("rows below others that were left out go to no thread they cannot be of", () => {
  const text = `0:000> ~*e !clrstack
OS Thread Id: 0x2b10 (0)
Child SP       IP Call Site
0193f3c8 7712eb2c [GCFrame: 0193f3c8]
...
0193f41c 03a51b7d Contoso.Rates.Feed.Load(System.String)
...
02a7e21c 03a51c44 Contoso.Rates.Feed.Save()
`;
  expect(stacks(text).map(shape)).toEqual([
    [0, "2b10", 2, "walked"],
    [null, null, 1, "walked"],
  ]);
});

test("titles below rows begin another stack, whose thread is not known", () => {
  const text = `0:000> ~*e !clrstack
OS Thread Id: 0x2b10 (0)
Child SP       IP Call Site
0193f3c8 7712eb2c [GCFrame: 0193f3c8]
Child SP       IP Call Site
02a7e21c 03a51c44 Contoso.Rates.Feed.Save()
`;
  expect(stacks(text).map(shape)).toEqual([
    [0, "2b10", 1, "walked"],
    [null, null, 1, "walked"],
  ]);
});

test("variables below rows that were left out belong to no frame", () => {
  const text = `0:014> !clrstack -p
OS Thread Id: 0x8a4 (14)
Child SP       IP Call Site
0193f41c 03a51b7d Contoso.Rates.Feed.Load(System.String)
...
    PARAMETERS:
        this (0x0193f430) = 0x02c4f9a0
`;
  expect(stacks(text)[0]?.frames.map(({ values }) => values)).toEqual([[]]);
});

test("what is said of an unmanaged thread below a gap is not said of the thread above it", () => {
  const text = `0:000> ~*e !clrstack
OS Thread Id: 0x2b10 (0)
Child SP       IP Call Site
0193f3c8 7712eb2c [GCFrame: 0193f3c8]
[snip]
managed thread. You can run !threads to get a list of managed threads in
the process
`;
  expect(stacks(text).map(shape)).toEqual([
    [0, "2b10", 1, "walked"],
    [null, null, 0, "none"],
  ]);
});

const BARE = `0:012> !clrstack
OS Thread Id: 0x2b1c (12)
[HelperMethodFrame_1OBJ: 000000d1b5f7e3d0] System.Threading.Monitor.Enter(System.Object)
Contoso.Stock.Ledger.Post(Contoso.Stock.Entry, System.Guid*)+4a
...
Contoso.Web.Stock+<>c__Display1_0.<Book>b__0(Int32) [D:\\src\\Stock.cs @ 41]
`;

test("a stack whose addresses an author left out has its methods", () => {
  const methods = (text: string) =>
    stacks(text).map(({ thread, frames }) => [thread, frames.map(({ method }) => method)]);
  const names = [
    "System.Threading.Monitor.Enter",
    "Contoso.Stock.Ledger.Post",
    "Contoso.Web.Stock+<>c__Display1_0.<Book>b__0",
  ];
  expect(stacks(BARE).map(({ cut }) => cut)).toEqual([true]);
  expect(stacks(BARE)[0]?.frames[2]).toMatchObject({ childSp: null, ip: null, source: "D:\\src\\Stock.cs @ 41" });
  const [command = "", heading = "", ...rows] = BARE.split("\n");
  for (const text of [BARE, [command, ...rows].join("\n"), rows.map((row) => `   at ${row}`).join("\n")]) {
    const above = text.startsWith("0:012>") ? "" : `${heading}\n`;
    expect(methods(above + text)).toEqual([[12, names]]);
  }
});

test("sentences about methods, and methods below whole rows, are no rows without addresses", () => {
  expect(stacks("0:012> !clrstack\nSee Contoso.Stock.Ledger.Post(Contoso.Stock.Entry) for the rest.\n")).toEqual([]);
  const mixed = BARE.replace("[HelperMethodFrame_1OBJ: 000000d1b5f7e3d0]", "0193f3c8 03a51b7d");
  expect(stacks(mixed).map(shape)).toEqual([[12, "2b1c", 1, "walked"]]);
});
