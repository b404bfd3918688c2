import fc from "fast-check";
import { expect, test } from "vitest";
import { framesNamed } from "@/cases/frames-named";
import { FRAME_EXAMPLES } from "@/findings/frame-examples";
import { FRAME_SIGNATURES } from "@/findings/frame-signatures";
import { IDLE_STACKS } from "@/findings/idle-stacks";
import { CASE_STUDY } from "../support/case-study";

const OUTPUTS = CASE_STUDY.map(({ text }) => text);

test.each(FRAME_SIGNATURES)("each example of $id, typed alone, shows it", ({ id }) => {
  for (const frame of FRAME_EXAMPLES[id] ?? []) {
    const [stack] = framesNamed(frame).stacks;
    expect([frame, stack?.signatures.includes(id)]).toEqual([frame, true]);
  }
});

test.each(IDLE_STACKS)("each example of $id, typed alone, is idle", ({ id }) => {
  for (const frame of FRAME_EXAMPLES[id] ?? []) {
    const [stack] = framesNamed(frame.replace(/^vmlinux!/, "nt!")).stacks;
    if (frame.startsWith("vmlinux!")) continue;
    expect([frame, stack?.idle]).toEqual([frame, id]);
  }
});

test("the owner of the case study clears temporary files, lists a folder, and is not idle", () => {
  const { stacks, commands } = framesNamed(OUTPUTS.join("\n"));
  const owner = stacks.find(({ names }) => names.includes("39"));

  expect(commands).toContain("!syncblk");
  expect(owner?.idle).toBeNull();
  expect(owner?.signatures).toEqual(expect.arrayContaining(["lists-folder", "cleans-temp-files"]));
  expect(owner?.frames.find(({ signatures }) => signatures.includes("lists-folder"))?.name).toMatch(/FindNextFile$/);
});

test("offsets, frame numbers and assemblies in front do not matter", () => {
  const rows = [
    "03 0e8cf5a4 77e6132f ntdll!ZwQueryDirectoryFile+0xc",
    "System.Private.CoreLib!System.Threading.Monitor.Wait",
  ].join("\n");

  expect(framesNamed(rows).stacks[0]?.frames.map(({ name, side }) => [name, side])).toEqual([
    ["ntdll!ZwQueryDirectoryFile", "native"],
    ["System.Threading.Monitor.Wait", "managed"],
  ]);
});

test("a driver's frame without symbols belongs to nobody known", () => {
  expect(framesNamed("nt!IofCallDriver\nfltmgr!FltpDispatch").stacks[0]?.frames.map(({ family }) => family)).toEqual([
    "windows",
    "windows",
  ]);
});

test("an output without a stack is not read as symbols", () => {
  expect(framesNamed(OUTPUTS[3] ?? "")).toMatchObject({ stacks: [], commands: ["!syncblk"] });
});

test("any text is answered", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constant("nt!ExpWorkerThread"))), (rows) => {
      expect(framesNamed(rows.join("\n")).stacks.length).toBeLessThanOrEqual(60);
    }),
    { numRuns: 60 },
  );
});
