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
