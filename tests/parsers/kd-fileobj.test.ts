import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const fileOf = (block: Block | undefined) => reportOf(block, "kd-fileobj", "file-object");

const DIRECTORY = `1: kd> !fileobj ffffa50f70d4c040

\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET Files\\shop

Device Object: 0xffffa50f5c06e8f0   \\Driver\\volmgr
Vpb: 0xffffa50f5c06c180
Event signalled
Access: Read SharedRead SharedWrite SharedDelete 

Flags:  0x40002
	Synchronous IO
	Handle Created

FsContext: 0xffffc60cdc112170	FsContext2: 0xffffc60cdc1123d0
CurrentByteOffset: 0
`;
const DEVICE = `kd> !fileobj 88dba440

Related File Object: 0x88db0030
Device Object: 0x8a7fa540   \\Driver\\volmgr
Vpb is NULL

Flags:  0x40042
	Cache Supported
	Handle Created

File Object is currently busy and has 2 waiters.

IRPs queued to File Object:

	88d33008   \\FileSystem\\AcmeBkp

1 queued.

FsContext: 0xe1b905a0	FsContext2: 0x00000000
Private Cache Map: 0x88d8f1c8
CurrentByteOffset: 1a000
Cache Data:
  Section Object Pointers: 88dc01a4
  Shared Cache Map: 88d8f0f8         File Offset: 1a000 in VACB number 0
  Vacb: 8a4db0f8
  Your data is at: c1a5a000
`;

test("a directory is read with its path and how it was opened", () => {
  const [block] = read(DIRECTORY);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["!fileobj ffffa50f70d4c040", "read", "kernel"]);
  expect(fileOf(block)).toEqual({
    kind: "file-object",
    line: 3,
    address: "ffffa50f70d4c040",
    path: "\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET Files\\shop",
    pathLine: 3,
    deviceObject: "ffffa50f5c06e8f0",
    driver: "\\Driver\\volmgr",
    vpb: "ffffa50f5c06c180",
    relatedFileObject: null,
    eventSignalled: true,
    access: ["Read", "SharedRead", "SharedWrite", "SharedDelete"],
    flags: "40002",
    flagNames: ["Synchronous IO", "Handle Created"],
    waiters: null,
    fsContext: "ffffc60cdc112170",
    fsContext2: "ffffc60cdc1123d0",
    currentByteOffset: "0",
    sectionObjectPointers: null,
    queuedIrps: [],
  });
});

test("an object without a path, that is busy and has requests queued, is read", () => {
  const [block] = read(DEVICE);
  expect([block?.outcome, fileOf(block)]).toMatchObject([
    "read",
    {
      path: null,
      pathLine: null,
      relatedFileObject: "88db0030",
      vpb: null,
      waiters: 2,
      flagNames: ["Cache Supported", "Handle Created"],
      queuedIrps: [{ line: 15, address: "88d33008", driver: "\\FileSystem\\AcmeBkp" }],
      fsContext2: null,
      currentByteOffset: "1a000",
      sectionObjectPointers: "88dc01a4",
    },
  ]);
});

test("blanks and empty lines lost, doubled back-slashes and the command not pasted change nothing", () => {
  for (const text of [DIRECTORY, DEVICE]) {
    const whole = withoutLines(fileOf(read(text)[0]));
    expect(withoutLines(fileOf(read(collapsed(text))[0]))).toEqual(whole);
    expect(withoutLines(fileOf(read(text.replace(/\n+/g, "\n"))[0]))).toEqual(whole);
    expect(withoutLines(fileOf(read(text.replaceAll("\\", "\\\\"))[0]))).toEqual(whole);
    const blocks = read(text.split("\n").slice(1).join("\n"));
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["!fileobj", "read"]]);
    expect(withoutLines(fileOf(blocks[0]))).toEqual({ ...(whole as object), address: null });
  }
});

test("a path that is relative to another object is taken as it stands", () => {
  const text = DEVICE.replace("Related", "v4.0.30319\\Temporary ASP.NET Files\n\nRelated");
  expect(fileOf(read(text)[0])).toMatchObject({ path: "v4.0.30319\\Temporary ASP.NET Files", pathLine: 3 });
});

test("an output cut behind any line says what was there and nothing else", () => {
  const lines = DIRECTORY.split("\n");
  for (let count = 5; count < lines.length; count++) {
    const report = fileOf(read(lines.slice(0, count).join("\n"))[0]);
    expect([report.path?.endsWith("shop"), report.access.length]).toEqual([true, count > 7 ? 4 : 0]);
    expect(report.currentByteOffset).toBe(count > 14 ? "0" : null);
  }
});

test.each([
  ["0: kd> !fileobj 88dba440\n88dba440 is not a file object\n", "NOT_A_FILE_OBJECT"],
  ["0:000> !fileobj 88dba440\nNo export fileobj found\n", "NEEDS_KERNEL_TARGET"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["kd-fileobj", "unusable", code]);
});

test("an address that the paste breaks off in is none", () => {
  const cut = "0: kd> !fileobj ffffe10a4c5af9a0\n\n\\Windows\\Temp\n\nDevice Object: 0xffffe10a4c5";
  expect(read(cut)[0]?.report).toMatchObject({ deviceObject: null });
});
