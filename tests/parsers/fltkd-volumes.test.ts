import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const volumesOf = (block: Block | undefined) => reportOf(block, "fltkd-volumes", "filter-manager-volumes");

const VOLUMES = `0: kd> !fltkd.volumes

Volume List: ffffa50f5b3a5150 "Frame 0" 
   FLT_VOLUME: ffffa50f5bb26750 "\\Device\\Mup"
      FLT_INSTANCE: ffffa50f5bb5fa80 "AcmeAudit Instance" "385420"
   FLT_VOLUME: ffffa50f5be72010 "\\Device\\Mailslot"
   FLT_VOLUME: ffffa50f5bfc0520 "\\Device\\HarddiskVolume2"
      FLT_INSTANCE: ffffa50f5be2f010 "AcmeAudit Instance" "385420"
      FLT_INSTANCE: ffffa50f60b32aa0 "AcmeBkp Top" "281999.5"
`;
const VOLUME = `kd> !fltkd.volume 8a4c0520
FLT_VOLUME: 8a4c0520 "\\Device\\HarddiskVolume2"
   FLT_OBJECT: 8a4c0520  [04000000] Volume
      PointerCount             : 0x00000001
   Flags                    : [00000064] SetupNotifyCalled EnableNameCaching FilterAttached
   FileSystemType           : [00000002] FLT_FSTYPE_NTFS
   DeviceObject             : 8a7fa540
   InstanceList             : (8a4c0588)
      FLT_INSTANCE: 8a4b32aa "AcmeBkp Top" "281999.5"
`;

test("each volume is read with the filters on it", () => {
  const [block] = read(VOLUMES);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["!fltkd.volumes", "read", "kernel"]);
  expect(volumesOf(block)).toEqual({
    kind: "filter-manager-volumes",
    frames: [{ line: 3, address: "ffffa50f5b3a5150", name: "Frame 0", altitudes: null }],
    volumes: [
      {
        line: 4,
        address: "ffffa50f5bb26750",
        name: "\\Device\\Mup",
        frame: "Frame 0",
        instances: [{ line: 5, address: "ffffa50f5bb5fa80", name: "AcmeAudit Instance", altitude: "385420" }],
      },
      { line: 6, address: "ffffa50f5be72010", name: "\\Device\\Mailslot", frame: "Frame 0", instances: [] },
      {
        line: 7,
        address: "ffffa50f5bfc0520",
        name: "\\Device\\HarddiskVolume2",
        frame: "Frame 0",
        instances: [
          { line: 8, address: "ffffa50f5be2f010", name: "AcmeAudit Instance", altitude: "385420" },
          { line: 9, address: "ffffa50f60b32aa0", name: "AcmeBkp Top", altitude: "281999.5" },
        ],
      },
    ],
    complete: true,
  });
});

test("one volume in full is read, and claims to be no list", () => {
  const [block] = read(VOLUME);
  expect([block?.outcome, volumesOf(block).complete]).toEqual(["read", false]);
  expect(volumesOf(block).volumes).toMatchObject([{ address: "8a4c0520", frame: null, instances: [{ line: 9 }] }]);
});

test("blanks lost, doubled back-slashes and the command not pasted change nothing", () => {
  for (const text of [VOLUMES, VOLUME]) {
    const whole = withoutLines(volumesOf(read(text)[0]));
    expect(withoutLines(volumesOf(read(collapsed(text))[0]))).toEqual(whole);
    expect(withoutLines(volumesOf(read(text.replaceAll("\\", "\\\\"))[0]))).toEqual(whole);
    const blocks = read(text.split("\n").slice(1).join("\n"));
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["!fltkd.volumes", "read"]]);
    expect(withoutLines(volumesOf(blocks[0]))).toEqual(whole);
  }
});

test("a list on one line is read, and one with rows cut out is not complete", () => {
  const [command = "", ...lines] = VOLUMES.split("\n");
  const folded = volumesOf(read(`${command}\n${lines.join(" ").replace(/\s+/g, " ")}\n`)[0]);
  expect(withoutLines(folded)).toEqual(withoutLines(volumesOf(read(VOLUMES)[0])));
  const cut = volumesOf(read(VOLUMES.replace("   FLT_VOLUME: ffffa50f5be7", "...\n   FLT_VOLUME: ffffa50f5be7"))[0]);
  expect([cut.complete, cut.volumes.length]).toEqual([false, 3]);
});

test("a list cut anywhere never says what was not there", () => {
  const whole = volumesOf(read(VOLUMES)[0]).volumes;
  for (let end = VOLUMES.indexOf("Volume List"); end < VOLUMES.length; end += 3) {
    const [block] = read(VOLUMES.slice(0, end));
    if (block?.report?.kind !== "filter-manager-volumes") continue;
    block.report.volumes.forEach(({ name, instances }, index) => {
      expect(name).toBe(whole[index]?.name);
      expect(instances.map((row) => row.name)).toEqual(
        whole[index]?.instances.slice(0, instances.length).map((row) => row.name),
      );
    });
  }
});

test("a missing extension is told with the way to load it", () => {
  const [block] = read("0: kd> !fltkd.volumes\nNo export volumes found\n");
  expect([block?.parser, block?.problem?.code]).toEqual(["fltkd-volumes", "FLTKD_NOT_LOADED"]);
});

test.skipIf(!hasCorpus)("the published list is read as its facts say, and no other output is taken for one", () => {
  const [, block] = readTranscript(corpusTranscript("fltkd-filters-volumes-frames-kd-x64-minifilter-poc"), 0);
  expect(volumesOf(block).volumes.map(({ name, instances }) => [name, instances.length])).toEqual([
    ["\\Device\\Mup", 3],
    ["\\Device\\HarddiskVolume4", 6],
    ["\\Device\\NamedPipe", 1],
    ["\\Device\\Mailslot", 0],
    ["\\Device\\HarddiskVolume2", 3],
    ["\\Device\\HarddiskVolume1", 4],
  ]);
  expect(publishedFor("fltkd-volumes")).toEqual(["fltkd-filters-volumes-frames-kd-x64-minifilter-poc"]);
});
