import type { KernelThreadReport } from "@/evidence";
import { isChatter } from "./chatter";
import { ADDRESS, rx } from "./grammar";
import { KernelThreadReader } from "./kernel-thread";
import { type LineReader, readLinesOf, UnreadLines } from "./line-reader";
import type { Parser } from "./parser";

/**
 * `!thread [ADDR [FLAGS]]` of a kernel target: one thread with its wait, its I/O requests and its kernel stack.
 *
 * Windows Server 2003 x86, white space collapsed by a page:
 * ```sample x86
 * 0: kd> !thread 8a41c020
 * THREAD 8a41c020 Cid 0f1c.0a44 Teb: 7ffd9000 Win32Thread: 00000000 WAIT: (Unknown) KernelMode Non-Alertable
 * b6c31a4c NotificationEvent
 * IRP List:
 * 89d1f008: (0006,01d8) Flags: 00000000 Mdl: 00000000
 * Not impersonating
 * DeviceMap e1c84a20
 * Owning Process 8a3b7d88 Image: w3wp.exe
 * Wait Start TickCount 114032 Ticks: 640 (0:00:00:10.000)
 * Context Switch Count 5120
 * UserTime 00:00:02.078
 * KernelTime 00:00:00.906
 * Win32 Start Address 0x791fda8b
 * Start Address 0x77e6b5f3
 * Stack Init b6c32000 Current b6c31978 Base b6c32000 Limit b6c2f000 Call 0
 * Priority 8 BasePriority 8 PriorityDecrement 0
 * ChildEBP RetAddr Args to Child
 * b6c31990 8083d5b1 8a41c0c8 8a41c020 00000000 nt!KiSwapContext+0x26 (FPO: [Uses EBP] [0,0,4])
 * b6c319bc 8083df9e 89d1f008 b6c31a4c 00000000 nt!KiSwapThread+0x284 (FPO: [Non-Fpo])
 * WARNING: Stack unwind information not available. Following frames may be wrong.
 * b6c31a04 f71c0fa3 b6c31a4c 00000000 00000000 AcmeFlt+0x2f3
 * ```
 * Windows 10 and later x64:
 * ```sample x64
 * 3: kd> !thread ffffa50f6c2d1080
 * THREAD ffffa50f6c2d1080  Cid 1c38.1f4c  Teb: 000000c9d4a1d000 Win32Thread: 0000000000000000 WAIT: (UserRequest) KernelMode Non-Alertable
 *     ffffa50f6b1f2608  Mutant - owning thread ffffa50f6d0b7040
 * IRP List:
 *     ffffa50f6fb2a010: (0006,0430) Flags: 00000884  Mdl: 00000000
 * Impersonation token:  ffffd104a28c8060 (Level Impersonation)
 * DeviceMap                 ffffd1049e8445b0
 * Owning Process            ffffa50f6b7d9080       Image:         w3wp.exe
 * Attached Process          N/A            Image:         N/A
 * Wait Start TickCount      812345         Ticks: 2304 (0:00:00:36.000)
 * Context Switch Count      1904           IdealProcessor: 3
 * UserTime                  00:00:00.156
 * KernelTime                00:00:00.453
 * Win32 Start Address ntdll!TppWorkerThread (0x00007ff9f6208a40)
 * Stack Init fffff90e6b1c35f0 Current fffff90e6b1c24b0
 * Base fffff90e6b1c4000 Limit fffff90e6b1bd000 Call 0000000000000000
 * Priority 9 BasePriority 8 PriorityDecrement 0 IoPriority 2 PagePriority 5
 * Child-SP          RetAddr               : Args to Child                                                           : Call Site
 * fffff90e`6b1c24f0 fffff801`2a0c1d47     : ffffd001`383c7180 00000000`00000000 00000000`00000000 00000000`00000001 : nt!KiSwapContext+0x76
 * (Inline Function) --------`--------     : --------`-------- --------`-------- --------`-------- --------`-------- : AcmeBkp!Lock+0x1c (Inline Function @ fffff801`3b5512ac) [c:\src\lock.c @ 62]
 * fffff90e`6b1c2630 fffff801`3b5512ac     : ffffa50f`6b1f2608 00000000`00000006 00000000`00000000 00000000`00000000 : nt!KeWaitForSingleObject+0x377
 * ```
 *
 * Cid is process id and thread id, hex. `Ticks` is the length of the current wait (or, for a thread that
 * runs, since it last began), with its time in parentheses; it starts again whenever the thread waits anew.
 * Frames stand deepest call first. Read but not kept: DeviceMap, Stack Init and Current, IoPriority,
 * IdealProcessor, scheduling groups.
 */
const START = rx("^\\s*THREAD\\s+", ADDRESS, "\\s+Cid:?\\s+[0-9a-f]{1,8}\\.[0-9a-f]");
// Looking for thread Cid = 1f4c ...      ffffac819f177080 is not a thread object, interpreting as stack value...
const SEARCH = /^\s*Looking for thread Cid\b|is not a thread object, interpreting as stack value/i;

function newReader(): LineReader<KernelThreadReport> {
  const reader = new KernelThreadReader();
  const refused = new UnreadLines();
  return {
    takes: (line) => {
      const taken = reader.take(line);
      refused.note(line, !taken && !isChatter(line.text) && !SEARCH.test(line.text));
      return taken;
    },
    reading: (source) => {
      const { threads, bits } = reader;
      if (threads.length === 0) return null;
      return { report: { kind: "kernel-threads", threads, bits }, unread: [...refused.in(source), ...reader.unread] };
    },
  };
}

export const kdThread: Parser<KernelThreadReport> = {
  id: "kd-thread",
  name: "!thread",
  mode: "kernel",
  command: /^!thread\b/,
  recognise: [START],
  reader: newReader,
  errors: [
    {
      // TYPE mismatch for thread object at ffffac819f177080
      line: /TYPE mismatch for thread object|is not a thread object/i,
      problem: {
        code: "NOT_A_THREAD",
        what: "There is no thread at that address in this dump.",
        fix: "Take the address from the !locks or !process output of the very same dump; addresses change with every boot.",
        commands: ["!locks", "!process 0 0 w3wp.exe"],
      },
    },
  ],
  parse: (source) => readLinesOf(newReader(), source),
};
