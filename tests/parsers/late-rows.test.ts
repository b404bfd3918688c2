import { expect, test } from "vitest";
import type { NativeStacksReport } from "@/evidence";
import { readTranscript } from "@/parsers/read";

const TEXT = `0:014> kb
ChildEBP RetAddr  Args to Child
0193f55c 77e61d1e 000007c4 00000000 00000000 ntdll!NtWaitForSingleObject+0xc
0193f5cc 6a2b13f0 000007c4 ffffffff 00000000 kernel32!WaitForSingleObjectEx+0xac
0193f5f8 6a2b1777 00000000 00000000 00000000 app!Main+0x12
`;

function readReport(): NativeStacksReport {
  const report = readTranscript({ name: "paste", text: TEXT }, 0)[0]?.report;
  if (report?.kind !== "native-stacks") throw new Error("No stack was read.");
  return report;
}

test("frames that are read when somebody looks are frames like others", () => {
  const frames = readReport().stacks[0]?.frames;
  expect(frames?.map(({ line, module, childSp }) => [line, module, childSp])).toEqual([
    [3, "ntdll", "193f55c"],
    [4, "kernel32", "193f5cc"],
    [5, "app", "193f5f8"],
  ]);
});

test("a report whose frames nobody looked at crosses to the page, into a file and into a copy", () => {
  const looked = readReport();
  expect(looked.stacks[0]?.frames).toHaveLength(3);
  expect(structuredClone(readReport())).toEqual(looked);
  expect(JSON.parse(JSON.stringify(readReport()))).toEqual(looked);
  expect(readReport().stacks.map((stack) => ({ ...stack }))).toEqual(looked.stacks);
});

test("frames are the same ones whenever they are looked at", () => {
  const [stack] = readReport().stacks;
  expect(stack?.frames).toBe(stack?.frames);
  expect(stack?.frames[1]).toBe(stack?.frames[1]);
});
