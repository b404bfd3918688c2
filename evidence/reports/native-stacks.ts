import type { Hex } from "../hex";
import type { Row } from "./row";

/** One row of `k`, `kb`, `kv` …, top of stack first. */
export interface NativeFrame extends Row {
  childSp: Hex | null;
  returnAddress: Hex | null;
  /** As printed, canonical hex; empty when the variant prints none or the page dropped them. */
  args: readonly Hex[];
  module: string | null;
  /** `NtWaitForSingleObject`, `AwareLock::Enter`; null for a raw address or `module+0x10`. */
  symbol: string | null;
  /** Bytes after the symbol (or after the module's base when `symbol` is null), hex. */
  offset: Hex | null;
  /** The call site as printed: `ntdll!NtWaitForSingleObject+0xc`. */
  callSite: string;
  /** True after "Following frames may be wrong" and the like. */
  unreliable: boolean;
  inline: boolean;
  /** Printed in front by `kn`, `kvn` and newer debuggers. */
  frameNumber: number | null;
  /** `file @ line` as printed in brackets behind the call site. */
  source: string | null;
  /** What `kv` adds, without the outer parentheses: `FPO: [Non-Fpo]`, `CONV: cdecl`, `TrapFrame @ 8b487d64`. */
  notes: readonly string[];
}

export interface NativeStack extends Row {
  lastLine: number;
  /** Debugger thread number, from the thread heading, the command or the prompt. */
  thread: number | null;
  processId: Hex | null;
  osThreadId: Hex | null;
  suspendCount: number | null;
  /** Name the thread was given, as newer debuggers print it. */
  name: string | null;
  frames: readonly NativeFrame[];
  /** True when somebody cut rows out (`...`) or a line among the rows could not be read: absence proves nothing then. */
  cut: boolean;
}

/** `k kb kn kv kL kp` and `~*kb`. */
export interface NativeStacksReport {
  kind: "native-stacks";
  stacks: readonly NativeStack[];
  allThreads: boolean;
  /** From the width of the addresses: 32 or 64. */
  bits: 32 | 64 | null;
  /** What `!uniqstack` prints below its stacks; absent where it was not printed. */
  duplicates?: DuplicateStacks;
}

/** `Total threads: 14`, `Duplicate callstacks: 11 (windbg thread #s follow):` and the threads that were not shown. */
export interface DuplicateStacks extends Row {
  totalThreads: number | null;
  count: number;
  threads: readonly number[];
}

/** One row of `~`. */
export interface ThreadListRow extends Row {
  thread: number;
  processId: Hex;
  osThreadId: Hex;
  suspendCount: number | null;
  teb: Hex | null;
  frozen: boolean;
  current: boolean;
  /** Raised the event the debugger stopped at (`#`). */
  event: boolean;
  name: string | null;
  /** Start routine, printed by `~*` and `~.`: `mscorwks!Thread::intermediateThreadProc`. */
  start: string | null;
  priority: number | null;
}

/** `~` of a user-mode target. */
export interface ThreadListReport {
  kind: "thread-list";
  threads: readonly ThreadListRow[];
  /** False for `~.`, a single row, or numbers that leave gaps. */
  complete: boolean;
}

/** `~39s`: the switch and the registers it prints. */
export interface ThreadSwitchReport extends Row {
  kind: "thread-switch";
  thread: number | null;
  registers: Readonly<Record<string, Hex>>;
  instructionPointer: Hex | null;
  /** Where it stands, as printed before the instruction: `ntdll!ZwWaitForSingleObject+0xa`. */
  callSite: string | null;
  /** The instruction itself: `ret`, `mov rax,qword ptr [rsi+10h]`. */
  instruction: string | null;
  bits: 32 | 64 | null;
}
