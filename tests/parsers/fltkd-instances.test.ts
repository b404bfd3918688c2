import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const instancesOf = (block: Block | undefined) => reportOf(block, "fltkd-instances", "filter-manager-instances");

const ONE = `0: kd> !fltkd.instance ffffa50f5bb5fa80 4

FLT_INSTANCE: ffffa50f5bb5fa80 "AcmeBkp Top" "281999.5"
   FLT_OBJECT: ffffa50f5bb5fa80  [01000000] Instance
      RundownRef               : 0x0000000000000000 (0)
      PointerCount             : 0x00000012
      PrimaryLink              : [ffffa50f5bda3770-ffffa50f5bfc0520]
   OperationRundownRef      : ffffa50f5bb5a0b0
Could not read field "Number" of fltmgr!_EX_RUNDOWN_REF_CACHE_AWARE from address: ffffa50f5bb5a0b0
   Flags                    : [00000004] DetachingInstance Syncing
   Volume                   : ffffa50f5bfc0520 "\\Device\\HarddiskVolume2"
   Filter                   : ffffa50f5b3ba020 "AcmeBkp"
   TrackCompletionNodes     : ffffa50f5bb5f820
   Context                  : ffffa50f5bb5a770
   CallbackNodes            : (ffffa50f5bb5fb10)
      CREATE (0)
         CALLBACK_NODE: ffffa50f5bb5fb80  Inst:(ffffa50f5bb5fa80,"AcmeBkp Top","\\Device\\HarddiskVolume2")
   VolumeLink               : [ffffa50f5bda3770-ffffa50f5bfc0520]
`;
const LIST = `kd> !fltkd.instances
FLT_INSTANCE: 8a4c2c60 "AcmeBkp Top" "281999.5"
FLT_INSTANCE: 8a346c60 "AcmeAudit Instance" "385420"
`;

test("an instance is read with the filter and the volume it connects", () => {
  const [block] = read(ONE);
  expect([block?.command, block?.outcome, block?.mode]).toEqual([
    "!fltkd.instance ffffa50f5bb5fa80 4",
    "read",
    "kernel",
  ]);
  expect(instancesOf(block).instances).toEqual([
    {
      line: 3,
      lastLine: 18,
      address: "ffffa50f5bb5fa80",
      name: "AcmeBkp Top",
      altitude: "281999.5",
      filter: "AcmeBkp",
      filterAddress: "ffffa50f5b3ba020",
      volume: "\\Device\\HarddiskVolume2",
      volumeAddress: "ffffa50f5bfc0520",
      pointerCount: 18,
      flags: "4",
      flagNames: ["DetachingInstance", "Syncing"],
      context: "ffffa50f5bb5a770",
    },
  ]);
});

test("a bare list is read", () => {
  const [block] = read(LIST);
  expect([
    block?.outcome,
    instancesOf(block).instances.map(({ address, name, filter }) => [address, name, filter]),
  ]).toEqual([
    "read",
    [
      ["8a4c2c60", "AcmeBkp Top", null],
      ["8a346c60", "AcmeAudit Instance", null],
    ],
  ]);
});

test("blanks lost, doubled back-slashes and the command not pasted change nothing", () => {
  for (const text of [ONE, LIST]) {
    const whole = withoutLines(instancesOf(read(text)[0]));
    expect(withoutLines(instancesOf(read(collapsed(text))[0]))).toEqual(whole);
    expect(withoutLines(instancesOf(read(text.replaceAll("\\", "\\\\"))[0]))).toEqual(whole);
    const blocks = read(text.split("\n").slice(1).join("\n"));
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["!fltkd.instance", "read"]]);
    expect(withoutLines(instancesOf(blocks[0]))).toEqual(whole);
  }
});

test("an output cut anywhere never names a filter or a volume that was not there", () => {
  for (let end = ONE.indexOf("FLT_OBJECT"); end < ONE.length; end += 3) {
    const [instance] = instancesOf(read(ONE.slice(0, end))[0]).instances;
    expect([null, "AcmeBkp"]).toContain(instance?.filter);
    expect([null, "\\Device\\HarddiskVolume2"]).toContain(instance?.volume);
  }
});

test("a missing extension is told with the way to load it", () => {
  const [block] = read("0: kd> !fltkd.instance 8a4c2c60\nNo export instance found\n");
  expect([block?.parser, block?.problem?.code]).toEqual(["fltkd-instances", "FLTKD_NOT_LOADED"]);
});

test.skipIf(!hasCorpus)("the published instance is read as its facts say, and no other output is taken for one", () => {
  const [, block] = readTranscript(corpusTranscript("fltkd-filters-instance-kd-x64-win7-qq-sysmon"), 0);
  expect(instancesOf(block).instances).toMatchObject([
    { address: "fffffa8004432c60", volume: "\\Device\\HarddiskVolume1", filter: "TFsFlt", pointerCount: 2 },
  ]);
  expect(publishedFor("fltkd-instances")).toEqual(["fltkd-filters-instance-kd-x64-win7-qq-sysmon"]);
});
