import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const driverOf = (block: Block | undefined) => reportOf(block, "kd-drvobj", "driver-object");

const DEVICES = `0: kd> !drvobj \\FileSystem\\AcmeBkp
Driver object (ffffa50f5b8827e0) is for:
 \\FileSystem\\AcmeBkp

Driver Extension List: (id , addr)
(fffff8012d0a1b30 ffffa50f5b9d1cd0)  

Device Object list:
ffffa50f5c0aa030  ffffa50f5c0aa8d0  ffffa50f5b8cc6c0  
ffffa50f5b8cc030  
`;
const ROUTINES = `kd> !drvobj 8a0b3c10 3
Driver object (8a0b3c10) is for:
 \\FileSystem\\AcmeBkp
Driver Extension List: (id , addr)

Device Object list:
8a0b1a48  89eff930  

DriverEntry:   f7391d05	AcmeBkp!DriverEntry
DriverStartIo: 00000000	
DriverUnload:  00000000	
AddDevice:     00000000	

Dispatch routines:
[00] IRP_MJ_CREATE                      f738c2a0	AcmeBkp+0x12a0
[03] IRP_MJ_READ                        f738c4e6	AcmeBkp+0x14e6
[1b] IRP_MJ_PNP                         80820b6c	nt!IopInvalidDeviceRequest

Fast I/O routines:
FastIoCheckIfPossible                   f738d0aa	AcmeBkp+0x20aa
AcquireForModWrite                      f738d0f4	AcmeBkp+0x20f4

`;

test("a driver is read with its devices", () => {
  const [block] = read(DEVICES);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["!drvobj \\FileSystem\\AcmeBkp", "read", "kernel"]);
  expect(driverOf(block)).toEqual({
    kind: "driver-object",
    line: 2,
    address: "ffffa50f5b8827e0",
    driver: "\\FileSystem\\AcmeBkp",
    devices: ["ffffa50f5c0aa030", "ffffa50f5c0aa8d0", "ffffa50f5b8cc6c0", "ffffa50f5b8cc030"],
    entryPoints: [],
    dispatchRoutines: [],
    fastIoRoutines: [],
  });
});

test("with flag 2 its routines are read", () => {
  const [block] = read(ROUTINES);
  const report = driverOf(block);
  expect([block?.outcome, report.devices]).toEqual(["read", ["8a0b1a48", "89eff930"]]);
  expect(report.entryPoints.map(({ line, name, address, symbol }) => [line, name, address, symbol])).toEqual([
    [9, "DriverEntry", "f7391d05", "AcmeBkp!DriverEntry"],
    [10, "DriverStartIo", null, null],
    [11, "DriverUnload", null, null],
    [12, "AddDevice", null, null],
  ]);
  expect(report.dispatchRoutines.map(({ name, code, symbol }) => [name, code, symbol])).toEqual([
    ["IRP_MJ_CREATE", "0", "AcmeBkp+0x12a0"],
    ["IRP_MJ_READ", "3", "AcmeBkp+0x14e6"],
    ["IRP_MJ_PNP", "1b", "nt!IopInvalidDeviceRequest"],
  ]);
  expect(report.fastIoRoutines.map(({ name, code, address }) => [name, code, address])).toEqual([
    ["FastIoCheckIfPossible", null, "f738d0aa"],
    ["AcquireForModWrite", null, "f738d0f4"],
  ]);
});

test("blanks lost, doubled back-slashes and the command not pasted change nothing", () => {
  for (const text of [DEVICES, ROUTINES]) {
    const whole = withoutLines(driverOf(read(text)[0]));
    expect(withoutLines(driverOf(read(collapsed(text))[0]))).toEqual(whole);
    expect(withoutLines(driverOf(read(text.replaceAll("\\", "\\\\"))[0]))).toEqual(whole);
    const blocks = read(text.split("\n").slice(1).join("\n"));
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["!drvobj", "read"]]);
    expect(withoutLines(driverOf(blocks[0]))).toEqual(whole);
  }
});

test("the device stacks that flag 4 adds are blocks of their own", () => {
  const blocks = read(`${DEVICES}
Device Object stacks:

!devstack ffffa50f5c0aa030 :
  !DevObj           !DrvObj            !DevExt           ObjectName
> ffffa50f5c0aa030  \\FileSystem\\AcmeBkp ffffa50f5c0aa180
  ffffa50f5b8829b0  \\FileSystem\\Ntfs   ffffa50f5b882b00

Processed 1 device objects.
`);
  expect(blocks.map(({ parser, outcome }) => [parser, outcome])).toEqual([
    ["kd-drvobj", "read"],
    ["kd-devstack", "partly-read"],
  ]);
});

test.each([
  ["0: kd> !drvobj AcmeBkp\nDriver object \\Driver\\AcmeBkp not found\n", "NOT_A_DEVICE"],
  ["0:000> !drvobj AcmeBkp\nNo export drvobj found\n", "NEEDS_KERNEL_TARGET"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["kd-drvobj", "unusable", code]);
});

test("the front of a row that the paste breaks off in is no part of the row above", () => {
  const [block] = read(
    [
      "0: kd> !drvobj \\FileSystem\\AcmeBkp 2",
      "Driver object (ffffa50f6b6a2e30) is for:",
      " \\FileSystem\\AcmeBkp",
      "",
      "Fast I/O routines:",
      "FastIoCheckIfPossible                   fffff8012a6c2716\tAcmeBkp+0x2716",
      "FastIoRead",
    ].join("\n"),
  );
  expect(block?.report).toMatchObject({ fastIoRoutines: [{ symbol: "AcmeBkp+0x2716" }] });
});

test("a remark of the debugger below an output on one line makes it no longer", () => {
  const folded = `${DEVICES.trim()
    .split(/\s*\n\s*/)
    .join(" ")}\n*** WARNING: Unable to verify checksum for AcmeBkp.sys\n`;
  expect(read(folded)[0]?.problem?.code).toBe("OUTPUT_ON_ONE_LINE");
});

test("an address with fewer digits than the driver's own was cut", () => {
  const cut =
    "0: kd> !drvobj \\FileSystem\\FltMgr 2\nDriver object (ffffe10a4c553310) is for:\n \\FileSystem\\FltMgr\n\nDispatch routines:\n[00] IRP_MJ_CREATE  ffffe10a4c55173c\tFltMgr+0x173c\n[0d] IRP_MJ_FILE_SYSTEM_CONTROL  ffffe10a";
  expect(read(cut)[0]?.report).toMatchObject({ dispatchRoutines: [{ code: "0" }] });
});
