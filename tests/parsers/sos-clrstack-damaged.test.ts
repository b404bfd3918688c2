import { expect, test } from "vitest";
import type { ManagedStack } from "@/evidence";
import { read } from "../support/reading";

const stacks = (text: string): ManagedStack[] =>
  read(text).flatMap(({ report }) => (report?.kind === "managed-stacks" ? [...report.stacks] : []));
const methods = (stack: ManagedStack | undefined) => stack?.frames.map((frame) => frame.method);

test("x64 rows without their titles say neither where they were nor where they return to", () => {
  const text = `000000000193f3c8 000007ff001e86c8 Contoso.Rates.Feed.Load(System.String)
000000000193f5a0 000007fef1feeb52 Contoso.Rates.Feed..ctor()
000000000193f660 000007fef1feec10 Contoso.Rates.Feed.Run()
`;
  const [stack] = stacks(text);
  expect(methods(stack)).toEqual(["Contoso.Rates.Feed.Load", "Contoso.Rates.Feed..ctor", "Contoso.Rates.Feed.Run"]);
  expect(stack?.frames.map(({ ip, returnAddress }) => ip ?? returnAddress)).toEqual([null, null, null]);
});

test("titles above one stack tell the columns of all stacks of the command", () => {
  const text = `0:000> ~*e !clrstack
OS Thread Id: 0x8a4 (14)
Child-SP         RetAddr          Call Site
000000000193f3c8 000007ff001e86c8 Contoso.Rates.Feed.Load(System.String)
...
00000000029af5a0 000007fef1feeb52 Contoso.Rates.Feed.Run()
`;
  expect(stacks(text).flatMap(({ frames }) => frames.map(({ returnAddress }) => returnAddress))).toEqual([
    "7ff001e86c8",
    "7fef1feeb52",
  ]);
});

test("the end of a name that a mail broke is no name", () => {
  const text = `0:003> ~4e !clrstack
OS Thread Id: 0x45e0 (4)
        Child SP               IP Call Site
000000c9d7f70478 00007ffbbc56199b [GCFrame: 000000c9d7f70478]
mscorlib]].Load(IntPtr)
000000c9d7f70514 00007ffbbc5622e2 Contoso.Stock.JsonMap.Post()
`;
  expect(stacks(text).map(methods)).toEqual([[null, "Contoso.Stock.JsonMap.Post"]]);
});

test("a variable that the paste breaks off in has no value", () => {
  const text = `0:003> ~4e !clrstack -a
OS Thread Id: 0x45e0 (4)
        Child SP               IP Call Site
000000c9d7f70514 00007ffbbc5622e2 Contoso.Stock.JsonMap.Post()
    PARAMETERS:
        this (0x000000c9d7f70540) = 0x0000021c0a45a728
        count (0x000000c9d7f70548) = 0x0000021c`;
  expect(stacks(text)[0]?.frames[0]?.values.map(({ name, value }) => [name, value])).toEqual([
    ["this", "21c0a45a728"],
    ["count", null],
  ]);
});
