import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const callbackOf = (block: Block | undefined) => reportOf(block, "fltkd-cbd", "callback-data");

const CREATE = `3: kd> !fltkd.cbd ffffa50f6f5ef7d0

IRP_CTRL: ffffa50f6f5ef720  CREATE (0) [00000009] Irp SystemBuffer
Flags                    : [1000000c] DontCopyParms Synchronize FixedAlloc
Irp                      : ffffa50f5fb2a010 
DeviceObject             : ffffa50f5c0d2030 "\\Device\\HarddiskVolume2"
FileObject               : ffffa50f70d4c040 
CompletionNodeStack      : ffffa50f6f5ef870   Size=3  Next=1
SyncEvent                : (ffffa50f6f5ef738)
InitiatingInstance       : 0000000000000000 
CreateIrp.NameCacheCtrl  : 0000000000000000 
CallbackData             : (ffffa50f6f5ef7d0)
 Flags                    : [00000009] Irp SystemBuffer
 Thread                   : ffffa50f6c2d1080 
 RequestorMode            : [01] UserMode
 IoStatus.Status          : 0xc0000043 
 FilterContext[0]         : 0000000000000000 

   Cmd     IrpFl   OpFl  CmpFl  Instance FileObjt Completion-Context  Node Adr
--------- -------- ----- -----  -------- -------- ------------------  --------
 [0,0]    00000000  00   0000   0000000000000000 0000000000000000 0000000000000000-0000000000000000   ffffa50f6f5ef8f0
     Args: 0000000000000000 0000000000000000 0000000000000000 0000000000000000 0000000000000000 0000000000000000
 [0,0]    00000884  00   0000   ffffa50f5bb5fa80 ffffa50f70d4c040 fffff8013b55e474-0000000000000000   ffffa50f6f5ef870
            ("AcmeBkp","AcmeBkp Top")  AcmeBkp!PostCreate
     Args: fffff90e6b1c2758 0000000001200000 0000000000070080 0000000000000000 0000000000000000 0000000000000000
Working IOPB:
>[0,0]    00000884  00          ffffa50f5be2f010 ffffa50f70d4c040                     ffffa50f6f5ef828
            ("AcmeAudit","AcmeAudit Instance")
     Args: fffff90e6b1c2758 0000000001200000 0000000000070080 0000000000000000 0000000000000000 0000000000000000
`;
const X86 = `kd> !fltkd.irpctrl 8a5ef720
IRP_CTRL: 8a5ef720  DIRECTORY_CONTROL (12) [00000001] Irp
Flags                    : [10000004] DontCopyParms FixedAlloc
Irp                      : 88d33008
DeviceObject             : 89eff930
CallbackData             : (8a5ef7d0)
 Thread                   : 88e889a0
 RequestorMode            : [00] KernelMode
   Cmd     IrpFl   OpFl  CmpFl  Instance FileObjt Completion-Context  Node Adr
--------- -------- ----- -----  -------- -------- ------------------  --------
 [12,1]   00060800  02   0000   8a4c2c60 88dba440 f738c2a0-8a4b1000   8a5ef870
            ("AcmeBkp","AcmeBkp Top")  AcmeBkp+0x12a0
     Args: 00001000 00000000 00000003 00000000 00000000 00000000
`;

test("an operation is read with who asked for it and which filters wait for its end", () => {
  const [block] = read(CREATE);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["!fltkd.cbd ffffa50f6f5ef7d0", "read", "kernel"]);
  expect(callbackOf(block)).toEqual({
    kind: "callback-data",
    line: 3,
    address: "ffffa50f6f5ef720",
    callbackData: "ffffa50f6f5ef7d0",
    operation: "CREATE",
    majorCode: 0,
    flagNames: ["Irp", "SystemBuffer"],
    irp: "ffffa50f5fb2a010",
    deviceObject: "ffffa50f5c0d2030",
    device: "\\Device\\HarddiskVolume2",
    fileObject: "ffffa50f70d4c040",
    initiatingInstance: null,
    thread: "ffffa50f6c2d1080",
    requestorMode: "UserMode",
    ioStatus: "c0000043",
    nodes: [
      {
        line: 23,
        lastLine: 25,
        working: false,
        code: "0,0",
        irpFlags: "884",
        instance: "ffffa50f5bb5fa80",
        fileObject: "ffffa50f70d4c040",
        filter: "AcmeBkp",
        instanceName: "AcmeBkp Top",
        completionRoutine: "AcmeBkp!PostCreate",
        completionAddress: "fffff8013b55e474",
        completionContext: null,
        args: ["fffff90e6b1c2758", "1200000", "70080", "0", "0", "0"],
      },
      expect.objectContaining({
        line: 27,
        working: true,
        filter: "AcmeAudit",
        instance: "ffffa50f5be2f010",
        completionRoutine: null,
        completionAddress: null,
      }),
    ],
  });
});

test("a listing of a directory on a 32-bit machine is read", () => {
  const [block] = read(X86);
  expect([block?.outcome, callbackOf(block)]).toMatchObject([
    "read",
    {
      operation: "DIRECTORY_CONTROL",
      majorCode: 12,
      deviceObject: "89eff930",
      device: null,
      thread: "88e889a0",
      requestorMode: "KernelMode",
      ioStatus: null,
      nodes: [{ code: "12,1", filter: "AcmeBkp", completionRoutine: "AcmeBkp+0x12a0", completionContext: "8a4b1000" }],
    },
  ]);
});

test("blanks lost, lines doubly spaced, back-slashes doubled and the command not pasted change nothing", () => {
  for (const text of [CREATE, X86]) {
    const whole = withoutLines(callbackOf(read(text)[0]));
    expect(withoutLines(callbackOf(read(collapsed(text))[0]))).toEqual(whole);
    expect(withoutLines(callbackOf(read(text.replaceAll("\n", "\n\n"))[0]))).toEqual(whole);
    expect(withoutLines(callbackOf(read(text.replaceAll("\\", "\\\\"))[0]))).toEqual(whole);
    const blocks = read(text.split("\n").slice(1).join("\n"));
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["!fltkd.cbd", "read"]]);
    expect(withoutLines(callbackOf(blocks[0]))).toEqual(whole);
  }
});

test("an output cut behind any line names no filter that was not there", () => {
  const lines = CREATE.split("\n");
  for (let count = 3; count < lines.length; count++) {
    const { nodes } = callbackOf(read(lines.slice(0, count).join("\n"))[0]);
    expect(nodes.map(({ filter }) => filter)).toEqual(
      [count > 23 ? "AcmeBkp" : null, count > 27 ? "AcmeAudit" : null].slice(0, nodes.length),
    );
  }
});

test("a missing extension is told with the way to load it", () => {
  const [block] = read("0: kd> !fltkd.cbd 8a4c2c60\nNo export cbd found\n");
  expect([block?.parser, block?.problem?.code]).toEqual(["fltkd-cbd", "FLTKD_NOT_LOADED"]);
});

test("the name of a property that the paste breaks off in is not joined with the line above", () => {
  const cut =
    "0: kd> !fltkd.cbd 89172590\n\nIRP_CTRL: 891724e0  DIRECTORY_CONTROL (12) [00000009] Irp SystemBuffer\nFlags     ";
  expect(read(cut)[0]?.report).toMatchObject({ flagNames: ["Irp", "SystemBuffer"] });
});

test("an argument with fewer digits than an address was cut", () => {
  const cut =
    "0: kd> !fltkd.cbd ffffe10a4c7a4000\n\nIRP_CTRL: ffffe10a4c7a4000  DIRECTORY_CONTROL (12) [00000009] Irp SystemBuffer\n>[12,1]    00000884  00          ffffe10a4c7a4e00 ffffe10a4c552e10                    ffffe10a4c804f10\n     Args: 0000000000001000 00000000";
  expect(read(cut)[0]?.report).toMatchObject({ nodes: [{ args: ["1000"] }] });
});
