import type { Hex, Line, ThreadSwitchReport } from "@/evidence";
import { canonicalHex } from "@/evidence";
import { isChatter } from "./chatter";
import { bitsOf } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `~39s`, `~~[360]s`: the debugger goes to another thread and prints where that stands. `r`,
 * `.ecxr` and `.cxr` print the same, and so does a live target whenever it stops.
 *
 * x86 prints all registers, then the instruction:
 * ```sample x86
 * 0:031> ~14s
 * eax=00000000 ebx=0193f690 ecx=0193f558 edx=7c82860c esi=00000000 edi=7ffd4000
 * eip=7c82860c esp=0193f558 ebp=0193f5cc iopl=0         nv up ei pl zr na pe nc
 * cs=001b  ss=0023  ds=0023  es=0023  fs=003b  gs=0000             efl=00000246
 * ntdll!KiFastSystemCallRet:
 * 7c82860c c3              ret
 * ```
 * x64 mostly prints the instruction alone:
 * ```sample x64
 * 0:000> ~31s
 * ntdll!NtQueryDirectoryFile+0x14:
 * 00007ffc`1ab3d5e4 c3              ret
 * ```
 * ```sample x64-registers
 * 0:031> r
 * rax=0000000000000035 rbx=000000c9d5f7e310 rcx=0000000000000a14
 * rdx=0000000000000000 rsi=0000000000000000 rdi=0000000000000a14
 * rip=00007ffc1ab3d5e4 rsp=000000c9d5f7e288 rbp=000000c9d5f7e3f0
 *  r8=000000c9d5f7e288  r9=000000c9d5f7e3f0 r10=0000000000000000
 * iopl=0         nv up ei pl zr na po nc
 * cs=0033  ss=002b  ds=002b  es=002b  fs=0053  gs=002b             efl=00000246
 * ntdll!NtQueryDirectoryFile+0x14:
 * 00007ffc`1ab3d5e4 c3              ret
 * ```
 *
 * The prompt after it shows the thread's number. Not read: the flags by name, the bytes of the
 * instruction and the memory it points at.
 */
const REGISTER = /(?:^|\s)(?<name>[a-z][a-z0-9]{1,4})=(?<value>[0-9a-f]{4,16}(?:[`'´][0-9a-f]{8})?)(?=\s|$)/gi;
// eax=791b6a40 ebx=06da8fd0 …      rax=0000000000000035 …
const FIRST_REGISTERS = /^\s*(?:eax=[0-9a-f]{8}\s+ebx=|rax=[0-9a-f]{16}\s+rbx=|x0=[0-9a-f]{16}\s+x1=)/i;
// eip=7c82ed54 esp=0e8cf25c ebp=0e8cf2d8 iopl=0 nv up ei pl zr na pe nc
const REGISTERS = /^\s*(?:[a-z][a-z0-9]{1,4}=[0-9a-f]{4,16}(?:[`'´][0-9a-f]{8})?(?:\s+|$)|iopl=\d)/i;
// ntdll!ZwWaitForSingleObject+0xa:
const CALL_SITE =
  /^\s*(?<site>[^\s!:()[\]]{1,100}!(?: \?)?\S.{0,400}|[^\s!:()[\]]{1,100}\+0x[0-9a-f]{1,16}):(?:\s+\[[^[\]]{1,400}\])?$/i;
// 00007ffa`c3e99586 488b4610 mov rax,qword ptr [rsi+10h] ds:000000f5`95cf9510=000000f495c35318
const INSTRUCTION =
  /^\s*(?<ip>[0-9a-f]{8}(?:\\?[`'´]?[0-9a-f]{8})?)\s+(?<bytes>(?:[0-9a-f]{2}){1,15})\s+(?<text>[a-z][a-z0-9.]{1,15}(?:\s.*)?)$/i;
const EFFECTIVE_ADDRESS = /\s[c-gs]s:(?:[0-9a-f]{1,4}(?::|$))?[0-9a-f`'´]{0,17}(?:=.*)?$/i;
/** What a mail broke off the line of the flags, and off the instruction. */
const FLAGS = /^\s*(?:(?:nv|ov|up|dn|ei|di|pl|ng|zr|nz|na|ac|po|pe|cy|nc)(?:\s+|$)){1,8}$/;
const EFFECTIVE_ALONE = /^\s*[c-gs]s:(?:[0-9a-f]{4}:)?[0-9a-f`'´]{8,17}=/i;

const KERNEL_SITE = /^(?:nt|ntoskrnl|ntkrnl\w*|hal)!/i;
// `u`, `uf` and `ub` print instructions as well, and say of no thread where it stands.
const DISASSEMBLY = /^u[bfpruw]?(?:\s|$)/;
const COMMAND = /^(?:~s$|r(?:\s|$)|\.ecxr\b|\.cxr\b)/;

/** Digits a register is always printed with; a shorter one was cut. */
function widthOf(name: string): number {
  if (/^[c-gs]s$/.test(name)) return 4;
  return /^(?:r(?:[a-d]x|[sd]i|[bsi]p|8|9|1[0-5])|x\d{1,2})$/.test(name) ? 16 : 8;
}

function isInstruction(text: string): boolean {
  return INSTRUCTION.test(text);
}

/** True when `at` is a call site with a single instruction below it; `u` prints many. */
function isStop(lines: readonly Line[], at: number): boolean {
  const [below, after] = [lines[at + 1]?.text ?? "", lines[at + 2]?.text ?? ""];
  return isInstruction(below) && !isInstruction(after);
}

/** True when a register dump begins at `at`; `!clrstack -r` prints registers too, but no flags. */
function isDump(lines: readonly Line[], at: number): boolean {
  return lines.slice(at, at + 14).some((line) => /\b(?:iopl|efl|psr|cpsr)=/i.test(line.text));
}

/** True for what is not read, on a line of its own. */
function isRest(text: string, instruction: string | null): boolean {
  return FLAGS.test(text) || (instruction !== null && EFFECTIVE_ALONE.test(text));
}

function parse(source: Source): Reading<ThreadSwitchReport> {
  if (source.command !== null && DISASSEMBLY.test(source.command)) return null;
  const registers: Record<string, Hex> = {};
  const unread: number[] = [];
  let bits: 32 | 64 | null = null;
  let instructionPointer: Hex | null = null;
  let callSite: string | null = null;
  let instruction: string | null = null;

  for (const { text, number } of source.lines) {
    const step = INSTRUCTION.exec(text);
    if (REGISTERS.test(text)) {
      for (const match of text.matchAll(REGISTER)) {
        const name = (match.groups?.name ?? "").toLowerCase();
        const value = match.groups?.value ?? "";
        if (name === "iopl" || value.length < widthOf(name)) continue;
        registers[name] = canonicalHex(value);
        if (/^(?:[er]ip|pc)$/.test(name)) {
          instructionPointer = canonicalHex(value);
          bits = bitsOf(value);
        }
      }
    } else if (step && instruction === null) {
      const address = (step.groups?.ip ?? "").replace("\\", "");
      instruction = (step.groups?.text ?? "").replace(EFFECTIVE_ADDRESS, "").replace(/\s+/g, " ").trim();
      instructionPointer ??= canonicalHex(address);
      bits ??= bitsOf(address);
    } else if (callSite === null && CALL_SITE.test(text)) callSite = CALL_SITE.exec(text)?.groups?.site ?? null;
    else if (!isChatter(text) && !isRest(text, instruction) && !/^\s*Last set context:/i.test(text))
      unread.push(number);
  }

  if (Object.keys(registers).length === 0 && instruction === null) return null;
  const line =
    source.commandLine ?? source.lines.find((row) => !unread.includes(row.number) && !isChatter(row.text))?.number;
  return {
    report: {
      kind: "thread-switch",
      line: line ?? source.lines[0]?.number ?? 1,
      // After `g` or `p` the target may have stopped on any thread.
      thread: source.command === null || COMMAND.test(source.command) ? source.thread : null,
      registers,
      instructionPointer,
      callSite,
      instruction,
      bits,
    },
    unread,
    ...(KERNEL_SITE.test(callSite ?? "") && { mode: "kernel" as const }),
  };
}

export const windbgThreadSwitch: Parser<ThreadSwitchReport> = {
  id: "windbg-thread-switch",
  name: "~s",
  mode: "user",
  command: COMMAND,
  bareCommand: /^\s{0,8}~\s?(?:\d{1,4}|[*.#]|~?\[(?:0x)?[0-9a-f]{1,8}\])\s?s\s{0,4}$/i,
  recognise: [FIRST_REGISTERS, CALL_SITE],
  confirm: (lines, at) => (FIRST_REGISTERS.test(lines[at]?.text ?? "") ? isDump(lines, at) : isStop(lines, at)),
  keeps: [REGISTERS, INSTRUCTION],
  parse,
};
