import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { CASE_STUDY } from "../support/case-study";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const irpOf = (block: Block | undefined) => reportOf(block, "kd-irp", "irp");

const NAMED = `0: kd> !irp ffffa50f5fb2a010
Irp is active with 3 stacks 2 is current (= 0xffffa50f5fb2a128)
 No Mdl: System buffer=ffffa50f6e113040: Thread ffffa50f6c2d1080:  Irp stack trace.  Pending was returned
     cmd  flg cl Device   File     Completion-Context
 [N/A(0), N/A(0)]
            0  0 00000000 00000000 00000000-00000000    

            Args: 00000000 00000000 00000000 00000000
>[IRP_MJ_DIRECTORY_CONTROL(c), N/A(1)]
            0 e1 ffffa50f5c0aa030 ffffa50f70d4c040 fffff8013b551a00-ffffa50f61f90040 Success Error Cancel pending
           \\FileSystem\\Ntfs	FLTMGR!FltpPassThroughCompletion
            Args: 00001000 00000000 00000003 00000000
 [IRP_MJ_POWER(16), IRP_MN_SET_POWER(2)]
            0  0 ffffa50f5b8829b0 ffffa50f70d4c040 00000000-00000000    
           \\FileSystem\\FltMgr
            Args: 00001000 00000000 0x00000003 00000000
`;

const CODES = `0: kd> !irp 88d33008
Irp is active with 3 stacks 2 is current (= 0x88d33078)
 Mdl = 82b020d8 Thread 88e889a0:  Irp stack trace.
     cmd  flg cl Device   File     Completion-Context
 [  0, 0]   0  0 00000000 00000000 00000000-00000000

                        Args: 00000000 00000000 00000000 00000000
>[  3,34]  40 e1 828517a8 00000000 842511e0-00000000 Success Error Cancel pending
               \\Driver\\disk     partmgr!PmReadWriteCompletion
 Args: 00007000 00000000 fe084e00 00000004
 [  0, 0]   0  0 82851450 8e879410 00000000-00000000
               \\FileSystem\\Ntfs
                        Args: 00007000 00000000 00018400 00000000
`;

test("what each driver was asked for is read, with the one that has the request now", () => {
  const [block] = read(NAMED);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["!irp ffffa50f5fb2a010", "read", "kernel"]);
  expect(irpOf(block)).toEqual({
    kind: "irp",
    line: 2,
    address: "ffffa50f5fb2a010",
    stacks: 3,
    currentStack: 2,
    mdl: null,
    systemBuffer: "ffffa50f6e113040",
    thread: "ffffa50f6c2d1080",
    completed: false,
    pendingReturned: true,
    ioStatus: null,
    cancelRoutine: null,
    complete: true,
    locations: [
      expect.objectContaining({ line: 5, lastLine: 8, current: false, major: null, device: null, driver: null }),
      {
        line: 9,
        lastLine: 12,
        current: true,
        major: "IRP_MJ_DIRECTORY_CONTROL",
        majorCode: "c",
        minor: null,
        minorCode: "1",
        flags: "0",
        control: "e1",
        device: "ffffa50f5c0aa030",
        file: "ffffa50f70d4c040",
        driver: "\\FileSystem\\Ntfs",
        completionRoutine: "FLTMGR!FltpPassThroughCompletion",
        completionAddress: "fffff8013b551a00",
        completionContext: "ffffa50f61f90040",
        invokeOn: ["success", "error", "cancel"],
        pending: true,
        args: ["1000", "0", "3", "0"],
      },
      expect.objectContaining({
        line: 13,
        major: "IRP_MJ_POWER",
        minor: "IRP_MN_SET_POWER",
        minorCode: "2",
        driver: "\\FileSystem\\FltMgr",
        completionRoutine: null,
        completionAddress: null,
        pending: false,
        args: ["1000", "0", "3", "0"],
      }),
    ],
  });
});

test("older debuggers print codes, and an unused location is not a create", () => {
  const report = irpOf(read(CODES)[0]);
  expect([report.address, report.mdl, report.systemBuffer, report.thread]).toEqual([
    "88d33008",
    "82b020d8",
    null,
    "88e889a0",
  ]);
  expect(
    report.locations.map(({ current, major, minorCode, driver, pending }) => [
      current,
      major,
      minorCode,
      driver,
      pending,
    ]),
  ).toEqual([
    [false, null, "0", null, false],
    [true, "IRP_MJ_READ", "34", "\\Driver\\disk", true],
    [false, "IRP_MJ_CREATE", "0", "\\FileSystem\\Ntfs", false],
  ]);
});

test("blanks lost and the command not pasted change nothing but the address", () => {
  for (const text of [NAMED, CODES]) {
    const { address: _address, ...whole } = irpOf(read(text)[0]);
    expect(withoutLines(irpOf(read(collapsed(text))[0]))).toMatchObject(withoutLines(whole) as object);
    const [bare] = read(text.split("\n").slice(1).join("\n"));
    expect([bare?.command, bare?.outcome, irpOf(bare).address]).toEqual(["!irp", "read", null]);
    expect(withoutLines(irpOf(bare).locations)).toEqual(withoutLines(whole.locations));
  }
});

test("an output on one line is read", () => {
  const [command = "", ...lines] = CODES.split("\n");
  const folded = irpOf(read(`${command}\n${lines.join(" ").replace(/\s+/g, " ")}\n`)[0]);
  expect(withoutLines(folded)).toEqual(withoutLines(irpOf(read(CODES)[0])));
});

test("the current location is told by its number when a page has eaten the mark", () => {
  const report = irpOf(read(NAMED.replace(">[", " ["))[0]);
  expect(report.locations.map(({ current }) => current)).toEqual([false, true, false]);
});

test("doubled back-slashes and a wrapped row are put right", () => {
  const [block] = read(
    NAMED.replaceAll("\\", "\\\\").replace(" Success Error Cancel pending", "\nSuccess Error Cancel pending"),
  );
  expect([block?.outcome, irpOf(block).locations[1]]).toMatchObject([
    "read",
    { driver: "\\FileSystem\\Ntfs", pending: true, invokeOn: ["success", "error", "cancel"] },
  ]);
});

test("a request that has ended is told, with what detail 1 adds", () => {
  const text = `kd> !irp 88d33008 1
Irp is active with 1 stacks 3 is current (= 0x88d330c0)
 No Mdl Thread 00000000:  Irp was completed.  Pending returned
Flags = 00000043
ThreadListEntry.Flink = 88e88bb0
IoStatus.Status = c0000120
IoStatus.Information = 00000000
RequestorMode = 00000001
CancelRoutine = 80831d2c Npfs!NpCancelRequest
&Tail.Overlay.DeviceQueueEntry = 88d33048
     cmd  flg cl Device   File     Completion-Context
 [  c, 2]   0  1 82851450 8e879410 00000000-00000000    pending
               \\FileSystem\\Ntfs
                        Args: 00000020 00000000 00000000 00000000
`;
  const [block] = read(text);
  expect([block?.outcome, irpOf(block)]).toMatchObject([
    "read",
    {
      completed: true,
      pendingReturned: true,
      thread: null,
      ioStatus: "c0000120",
      cancelRoutine: "Npfs!NpCancelRequest",
      complete: true,
      locations: [{ current: false, pending: true }],
    },
  ]);
});

test("an output cut anywhere never names a driver or a function that was not there", () => {
  for (const text of [NAMED, CODES]) {
    const whole = irpOf(read(text)[0]);
    for (let end = text.indexOf("Irp stack trace"); end < text.length - 1; end++) {
      const [block] = read(text.slice(0, end));
      const report = irpOf(block);
      report.locations.forEach((location, index) => {
        const same = whole.locations[index];
        expect([location.major, location.device, location.file]).toEqual([same?.major, same?.device, same?.file]);
        if (location.driver !== null) expect(location.driver).toBe(same?.driver);
        if (location.args.length > 0 && end < text.length - 12) expect(location.args.length).toBe(4);
      });
      if (report.locations.length < 3) expect(report.complete).toBe(false);
    }
  }
});

test.each([
  ["0: kd> !irp 88d33008\nThis is not an IRP\n", "NOT_AN_IRP"],
  ["0: kd> !irp 88d33008\nCannot read the Irp\n", "NOT_AN_IRP"],
  ["0:000> !irp 88d33008\nNo export irp found\n", "NEEDS_KERNEL_TARGET"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["kd-irp", "unusable", code]);
});

test("the outputs of the case study are none of this", () => {
  const parsers = CASE_STUDY.flatMap((transcript) => readTranscript(transcript, 0)).map(({ parser }) => parser);
  expect(parsers).not.toContain("kd-irp");
});

test.skipIf(!hasCorpus)("the published request is read as its facts say, and no other output is taken for one", () => {
  const [block] = readTranscript(corpusTranscript("irp-kd-x86-win10-msdocs"), 0);
  const report = irpOf(block);
  expect([report.address, report.stacks, report.currentStack, report.thread]).toEqual(["ac598dc8", 2, 1, "8d1c7bc0"]);
  expect(report.locations.map(({ driver }) => driver)).toEqual(["\\FileSystem\\Npfs", "\\FileSystem\\FltMgr"]);
  expect(report.locations.find(({ current }) => current)).toMatchObject({
    device: "8a6434d8",
    major: "IRP_MJ_FILE_SYSTEM_CONTROL",
    majorCode: "d",
    pending: true,
    completionRoutine: "fltmgr!FltpPassThroughCompletion",
  });
  expect(publishedFor("kd-irp")).toEqual(["irp-kd-x86-win10-msdocs"]);
});
