import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const analysisIn = (block: Block | undefined) => reportOf(block, "windbg-analyze", "analysis");

const HANG = `0:000> !analyze -v -hang
*******************************************************************************
*                                                                             *
*                        Exception Analysis                                   *
*                                                                             *
*******************************************************************************

Failed calling InternetOpenUrl, GLE=12002

FAULTING_IP:
+c7827e0
00000000\`00000000 ??              ???

EXCEPTION_RECORD:  ffffffffffffffff -- (.exr 0xffffffffffffffff)
ExceptionAddress: 0000000000000000
   ExceptionCode: 80000003 (Break instruction exception)
  ExceptionFlags: 00000000
NumberParameters: 0

FAULTING_THREAD:  000000000000000e

BUGCHECK_STR:  HANG

DEFAULT_BUCKET_ID:  APPLICATION_HANG

PROCESS_NAME:  w3wp.exe

ERROR_CODE: (NTSTATUS) 0xcfffffff - <Unable to get error code text>

MANAGED_STACK: !dumpstack -EE
No export dumpstack found

LOADERLOCK_OWNER_API:  LdrLoadDll

DERIVED_WAIT_CHAIN:

Dl Eid Cid     WaitType
-- --- ------- --------------------------
   0   1d28.1d34 Speculated (Triage)    -->
x  14  1d28.2a58 Critical Section

WAIT_CHAIN_COMMAND:  ~0s;k;;~14s;k;;

BLOCKING_THREAD:  0000000000002a58

PRIMARY_PROBLEM_CLASS:  APPLICATION_HANG

LAST_CONTROL_TRANSFER:  from 0000000074792bf1 to 0000000074792e09

STACK_TEXT:
00000000\`0393be38 00000000\`74792bf1 : 00000000\`75f372b9 00000000\`ffff0023 00000000\`00000246 00000000\`07cf7f1c : wow64cpu!CpupSyscallStub+0x9
00000000\`0393be40 00000000\`7480d286 : 00000000\`00000000 00000000\`74791904 00000000\`00000000 00000000\`7480d286 : wow64cpu!Thunk0ArgReloadState+0x23

STACK_COMMAND:  ~14s ; kb

FAILURE_BUCKET_ID:  APPLICATION_HANG_cfffffff_Unknown_Image!Unknown

Followup: MachineOwner
---------
`;

const BUGCHECK = `kd> !analyze -v

RESOURCE_NOT_OWNED (e3)
A thread tried to release a resource it did not own.
Arguments:
Arg1: 8055b4e0, Address of resource
Arg2: 89c4a020, Address of thread
Arg3: 00000001, bitfield :
	bit 0 : value 0 = read operation, 1 = write operation
Arg4: 00000002

Debugging Details:
------------------

LOCK_ADDRESS:  8055b4e0 -- (!locks 8055b4e0)

Resource @ nt!PiEngineLock (0x8055b4e0)    Available
    Contention Count = 12
1 total locks

CONTEXT:  f78de750 -- (.cxr fffffffff78de750)
eax=00000001 ebx=00000000 ecx=8055b4e0 edx=00000000 esi=89c4a020 edi=00000000
nt!ExReleaseResourceLite+0x30:
8053331e 8b4508          mov     eax,dword ptr [ebp+8] ss:0010:f78deb24=????????

STACK_TEXT:
f2522d84 f7e695a3 000000e3 8055b4e0 89c4a020 nt!KeBugCheckEx+0x1b
WARNING: Stack unwind information not available. Following frames may be wrong.
f2522dac 8057be15 824c7338 00000000 00000000 AcmeBkp+0x5a3

FOLLOWUP_IP:
AcmeBkp+5a3
f7e695a3 57              push    edi

Followup: MachineOwner
---------
`;

test("a hang has its chain, its blocking thread and the stack that the debugger chose", () => {
  const [block] = read(HANG);
  const report = analysisIn(block);
  expect([block?.outcome, block?.mode, block?.unread]).toEqual(["read", "user", []]);
  expect([report.analysed, report.complete, report.bits, report.bugcheckStr]).toEqual(["exception", true, 64, "HANG"]);
  expect(report.waitChain).toEqual([
    { line: 39, mark: null, thread: 0, processId: "1d28", osThreadId: "1d34", waitType: "Speculated (Triage)" },
    { line: 40, mark: "x", thread: 14, processId: "1d28", osThreadId: "2a58", waitType: "Critical Section" },
  ]);
  expect([report.waitChainCommand, report.blockingThread, report.loaderLockOwnerApi]).toEqual([
    "~0s;k;;~14s;k;;",
    "2a58",
    "LdrLoadDll",
  ]);
  expect([report.exceptionCode, report.exceptionName]).toEqual(["80000003", "Break instruction exception"]);
  expect(report.lastControlTransfer).toEqual({ line: 48, from: "74792bf1", to: "74792e09" });
  expect(report.frames.map(({ line, module, symbol, args }) => [line, module, symbol, args.length])).toEqual([
    [51, "wow64cpu", "CpupSyscallStub", 4],
    [52, "wow64cpu", "Thunk0ArgReloadState", 4],
  ]);
  expect(report.sections.find(({ key }) => key === "ERROR_CODE")?.value).toBe(
    "(NTSTATUS) 0xcfffffff - <Unable to get error code text>",
  );
});

test("a bug check has its arguments with what they mean, and keeps what it holds of other commands", () => {
  const [block, ...others] = read(BUGCHECK);
  const report = analysisIn(block);
  expect([others, block?.outcome, block?.mode]).toEqual([[], "read", "kernel"]);
  expect([report.bugcheckName, report.bugcheckCode, report.lockAddress]).toEqual([
    "RESOURCE_NOT_OWNED",
    "e3",
    "8055b4e0",
  ]);
  expect(report.arguments.map(({ value, meaning }) => [value, meaning])).toEqual([
    ["8055b4e0", "Address of resource"],
    ["89c4a020", "Address of thread"],
    ["1", "bitfield : bit 0 : value 0 = read operation, 1 = write operation"],
    ["2", null],
  ]);
  expect(report.frames.map(({ module, unreliable }) => [module, unreliable])).toEqual([
    ["nt", false],
    ["AcmeBkp", true],
  ]);
  expect(report.followupIp).toEqual({ line: 32, site: "AcmeBkp+5a3", address: "f7e695a3", instruction: "push edi" });
});

const CRASH = `0: kd> !analyze -v
*******************************************************************************
*                                                                             *
*                        Bugcheck Analysis                                    *
*                                                                             *
*******************************************************************************

DRIVER_IRQL_NOT_LESS_OR_EQUAL (d1)
An attempt was made to access a pageable (or completely invalid) address at an
interrupt request level (IRQL) that is too high.  This is usually
caused by drivers using improper addresses.
If kernel debugger is available get stack backtrace.
Arguments:
Arg1: fffff8a004a2c010, memory referenced
Arg2: 0000000000000002, IRQL
Arg3: 0000000000000000, value 0 = read operation, 1 = write operation
Arg4: fffff88001a2b3c4, address which referenced memory

Debugging Details:
------------------

unable to get nt!MmSpecialPoolStart
*************************************************************************
***                                                                   ***
***    Either you specified an unqualified symbol, or your debugger   ***
***    doesn't have full symbol information.                          ***
***                                                                   ***
*************************************************************************

SYSTEM_SKU:  SKU

READ_ADDRESS: fffff800030c1100: Unable to get MiVisibleState
Unable to get NonPagedPoolStart
Unable to get PagedPoolStart
 fffff8a004a2c010 

CURRENT_IRQL:  2

FAULTING_IP: 
AcmeBkp+12ac
fffff880\`01a2b3c4 488b01          mov     rax,qword ptr [rcx]

TAG_NOT_DEFINED_202b:  *** Unknown TAG in analysis list 202b

TRAP_FRAME:  fffff88002f1b5a0 -- (.trap 0xfffff88002f1b5a0)
NOTE: The trap frame does not contain all registers.
Some register values may be zeroed or incorrect.
rax=0000000000000000 rbx=0000000000000000 rcx=fffff8a004a2c010
rdx=0000000000000000 rsi=0000000000000000 rdi=0000000000000000
rip=fffff88001a2b3c4 rsp=fffff88002f1b730 rbp=fffffa8004ddf1a0
 r8=0000000000000000  r9=0000000000000000 r10=0000000000000000
iopl=0         nv up ei ng nz na po nc
AcmeBkp+0x12ac:
fffff880\`01a2b3c4 488b01          mov     rax,qword ptr [rcx] ds:fffff8a0\`04a2c010=????????????????
Resetting default scope

LAST_CONTROL_TRANSFER:  from fffff800026d0569 to fffff800026d0fc0

STACK_TEXT:  
fffff880\`02f1b458 fffff800\`026d0569 : 00000000\`0000000a fffff8a0\`04a2c010 00000000\`00000002 00000000\`00000000 : nt!KeBugCheckEx
fffff880\`02f1b460 fffff800\`026cf1e0 : fffffa80\`05efb010 fffff880\`02f1b6a0 fffffa80\`00000000 fffff880\`02f1b730 : nt!KiBugCheckDispatch+0x69
fffff880\`02f1b5a0 fffff880\`01a2b3c4 : fffffa80\`04ddf1a0 fffffa80\`05efb010 fffffa80\`04ddf1a0 00000000\`00000000 : nt!KiPageFault+0x260
fffff880\`02f1b730 fffff880\`01a2c000 : 00000000\`00000001 00000000\`00000000 fffffa80\`04ddf1a0 00000000\`00000001 : AcmeBkp+0x12ac

STACK_COMMAND:  kb

ADDITIONAL_DEBUG_TEXT:  
Use '!findthebuild' command to search for the target build information.
If the build information is available, run '!findthebuild -s ; .reload' to set symbol path and load symbols.

FAULTING_SOURCE_CODE:  
    23: 	if (x)
>   24: 		*p = 1;

SYMBOL_STACK_INDEX:  3

SYMBOL_NAME:  AcmeBkp+12ac

FOLLOWUP_NAME:  MachineOwner

BLACKBOXBSD: 1 (!blackboxbsd)

VIRTUAL_MACHINE:  VMware

FAILURE_BUCKET_ID:  X64_0xD1_AcmeBkp+12ac

BUCKET_ID:  X64_0xD1_AcmeBkp+12ac

Followup: MachineOwner
---------
`;

test("a crash with a trap frame, remarks in boxes and source lines is read whole", () => {
  const [block, ...others] = read(CRASH);
  const report = analysisIn(block);
  expect([others, block?.outcome, block?.unread, report.complete]).toEqual([[], "read", [], true]);
  expect(report.arguments.at(-1)).toEqual({
    line: 17,
    number: 4,
    value: "fffff88001a2b3c4",
    meaning: "address which referenced memory",
  });
  const values = new Map(report.sections.map(({ key, value }) => [key, value]));
  expect(values.get("TAG_NOT_DEFINED_202b")).toBe("*** Unknown TAG in analysis list 202b");
  expect(values.get("TRAP_FRAME")).toMatch(/^fffff88002f1b5a0 -- .*Resetting default scope$/);
  expect(values.get("ADDITIONAL_DEBUG_TEXT")).toMatch(/^Use '!findthebuild' .* load symbols\.$/);
  expect([report.faultingIp?.site, report.frames.length, report.failureBucketId]).toEqual([
    "AcmeBkp+12ac",
    4,
    "X64_0xD1_AcmeBkp+12ac",
  ]);
});

test("without -v there are code, arguments and the module it blames", () => {
  const text = `BugCheck D1, {fffff8a004a2c010, 2, 0, fffff88001a2b3c4}

*** ERROR: Module load completed but symbols could not be loaded for AcmeBkp.sys
Probably caused by : AcmeBkp.sys ( AcmeBkp+12ac )

Followup: MachineOwner
---------
`;
  const [block, ...others] = read(text);
  const report = analysisIn(block);
  expect([others, block?.command, block?.outcome]).toEqual([[], "!analyze", "read"]);
  expect([report.bugcheckCode, report.probablyCausedBy]).toEqual(["d1", "AcmeBkp.sys ( AcmeBkp+12ac )"]);
  expect(report.arguments.map(({ value }) => value)).toEqual(["fffff8a004a2c010", "2", "0", "fffff88001a2b3c4"]);
});

test.each([
  ["a hang", HANG],
  ["a bug check", BUGCHECK],
])("%s reads the same without its command and with single blanks", (_name, text) => {
  const bare = text.split("\n").slice(1).join("\n");
  for (const changed of [bare, collapsed(text), collapsed(bare)]) {
    const [block, ...others] = read(changed);
    expect([block?.outcome, others]).toEqual(["read", []]);
    expect(withoutLines(analysisIn(block))).toEqual(withoutLines(analysisIn(read(text)[0])));
  }
});

test("a paste that ends inside gives no cut value and is not complete", () => {
  const whole = analysisIn(read(HANG)[0]);
  for (let end = HANG.indexOf("FAULTING_IP"); end < HANG.indexOf("Followup:"); end += 3) {
    const block = read(HANG.slice(0, end))[0];
    if (!block?.report) continue;
    const report = analysisIn(block);
    expect(report.complete).toBe(false);
    for (const [name, value] of Object.entries(report)) {
      if (typeof value === "string" || typeof value === "number") {
        expect([name, value]).toEqual([name, whole[name as keyof typeof whole]]);
      }
    }
    for (const frame of report.frames) expect(whole.frames).toContainEqual(frame);
  }
});

test("a remark between two keys is left unread, and no part of the value above it", () => {
  const [block] = read(HANG.replace("PROCESS_NAME:  w3wp.exe\n", "PROCESS_NAME:  w3wp.exe\n\nThis is our pool.\n"));
  expect([block?.outcome, analysisIn(block).processName, analysisIn(block).complete]).toEqual([
    "partly-read",
    "w3wp.exe",
    false,
  ]);
});

test("a name in capitals with a number behind it is no bug check", () => {
  const [block] = read("RESOURCE_NOT_OWNED (e3)\nis what somebody wrote in a mail.\n");
  expect(block?.parser).toBe(null);
});
