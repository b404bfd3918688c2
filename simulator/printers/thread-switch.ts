import type { Hex, ThreadSwitchReport } from "@/evidence";
import type { Server } from "../server";
import type { Thread } from "../threads";
import { callSite } from "./native-rows";
import { pointer, ticked } from "./pointers";
import type { Printer } from "./printer";

const NAMES = {
  32: ["eax", "ebx", "ecx", "edx", "esi", "edi"],
  64: ["rax", "rbx", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"],
} as const;

/** Instructions with their bytes, and the memory some of them point at. */
const INSTRUCTIONS: readonly (readonly [bytes: string, text: string, memory: string])[] = [
  ["c3", "ret", ""],
  ["c20c00", "ret     0Ch", ""],
  ["8b4108", "mov     eax,dword ptr [ecx+8]", " ds:0023:02c4f9a8=00000000"],
  ["85c0", "test    eax,eax", ""],
];
const SEGMENTS = {
  32: { cs: "1b", ss: "23", ds: "23", es: "23", fs: "3b", gs: "0" },
  64: { cs: "33", ss: "2b", ds: "2b", es: "2b", fs: "53", gs: "2b" },
} as const;
const FLAGS = "iopl=0         nv up ei pl zr na pe nc";

/** The general registers hold what lies in the topmost frames. */
function generalRegisters({ native }: Thread, { runtime: { bits } }: Server): [name: string, value: Hex][] {
  const words = native.flatMap(({ args }) => args);
  return NAMES[bits].map((name, at) => [name, words[at % words.length] ?? "0"]);
}

function standing({ native: [top] }: Thread, { runtime: { bits } }: Server): { ip: Hex; sp: Hex; site: string | null } {
  if (!top) return { ip: "0", sp: "0", site: null };
  return { ip: top.address, sp: top.sp, site: top.module === null ? null : callSite(top, bits, false) };
}

function instructionOf({ number }: Thread): (typeof INSTRUCTIONS)[number] {
  return INSTRUCTIONS[number % INSTRUCTIONS.length] ?? ["c3", "ret", ""];
}

function instructionLines(thread: Thread, server: Server): string[] {
  const { ip, site } = standing(thread, server);
  const [bytes, text, memory] = instructionOf(thread);
  const row = `${ticked(ip, server.runtime.bits)} ${bytes.padEnd(15)} ${text}${memory}`;
  return site === null ? [row] : [`${site}:`, row];
}

function registerLines(thread: Thread, server: Server): string[] {
  const { bits } = server.runtime;
  const { ip, sp } = standing(thread, server);
  const words = new Map(generalRegisters(thread, server));
  const show = (name: string): string => `${name.padStart(3)}=${pointer(words.get(name) ?? "0", bits)}`;
  const segments = Object.entries(SEGMENTS[bits]).map(([name, value]) => `${name}=${value.padStart(4, "0")}`);
  const last = `${segments.join("  ")}             efl=00000246`;
  if (bits === 32) {
    return [
      NAMES[32].map(show).join(" "),
      `eip=${pointer(ip, 32)} esp=${pointer(sp, 32)} ebp=${pointer(sp, 32)} ${FLAGS}`,
      last,
    ];
  }
  return [
    ["rax", "rbx", "rcx"].map(show).join(" "),
    ["rdx", "rsi", "rdi"].map(show).join(" "),
    `rip=${pointer(ip, 64)} rsp=${pointer(sp, 64)} rbp=${pointer(sp, 64)}`,
    ["r8", "r9", "r10"].map(show).join(" "),
    ["r11", "r12", "r13"].map(show).join(" "),
    ["r14", "r15"].map(show).join(" "),
    FLAGS,
    last,
  ];
}

/** `~39s`: where the debugger stands after going to a thread; newer ones leave the registers out. */
export function printThreadSwitch(thread: Thread, server: Server, registers: boolean): string[] {
  return [...(registers ? registerLines(thread, server) : []), ...instructionLines(thread, server)];
}

function target(server: Server): Thread {
  return server.threads.at(-1) ?? server.current;
}

function registerFacts(thread: Thread, server: Server): Record<string, Hex> {
  const { bits } = server.runtime;
  const { ip, sp } = standing(thread, server);
  const letter = bits === 32 ? "e" : "r";
  return {
    ...Object.fromEntries(generalRegisters(thread, server)),
    [`${letter}ip`]: ip,
    [`${letter}sp`]: sp,
    [`${letter}bp`]: sp,
    ...SEGMENTS[bits],
    efl: "246",
  };
}

function printer(dialect: string, needs: Printer["needs"], registers: boolean): Printer<ThreadSwitchReport> {
  return {
    parser: "windbg-thread-switch",
    dialect,
    needs,
    prompt: "user",
    command: (server) => `~${target(server).number}s`,
    print: (server) => printThreadSwitch(target(server), server, registers),
    expected: (server, echoed) => {
      const thread = target(server);
      const { ip, site } = standing(thread, server);
      return {
        kind: "thread-switch",
        thread: echoed ? thread.number : null,
        registers: registers ? registerFacts(thread, server) : {},
        instructionPointer: ip,
        callSite: site,
        instruction: instructionOf(thread)[1].replace(/\s+/g, " "),
        bits: server.runtime.bits,
      };
    },
  };
}

export const THREAD_SWITCH: readonly Printer<ThreadSwitchReport>[] = [
  printer("registers-x86", { bits: 32 }, true),
  printer("registers-x64", { bits: 64 }, true),
  printer("instruction-x86", { bits: 32 }, false),
  printer("instruction-x64", { bits: 64 }, false),
];
