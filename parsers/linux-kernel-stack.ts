import {
  canonicalHex,
  type Hex,
  type Line,
  type LinuxKernelFrame,
  type LinuxKernelStack,
  type LinuxKernelStacksReport,
} from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import type { Parser, Reading, Source } from "./parser";
import { unixCommand } from "./unix-command";

/**
 * Where threads are inside the Linux kernel: `cat /proc/PID/stack`, `head -n 50 /proc/PID/task/<tid>/stack`, a loop that
 * prints each thread's path first, or `grep . /proc/PID/task/<tid>/stack`.
 *
 * ```sample headed
 * root@web-7f9c:/app# head -n 50 /proc/7/task/23/stack /proc/7/task/24/stack
 * ==> /proc/7/task/23/stack <==
 * [<0>] fanotify_get_response+0x84/0x160
 * [<0>] fanotify_handle_event+0x19a/0x2b0
 * [<0>] fsnotify+0x33f/0x4b0
 * [<0>] do_dentry_open+0x264/0x3a0
 * [<0>] entry_SYSCALL_64_after_hwframe+0x6c/0xd6
 *
 * ==> /proc/7/task/24/stack <==
 * [<0>] nfs_wait_bit_killable+0x1e/0x90 [nfs]
 * [<0>] entry_SYSCALL_64_after_hwframe+0x6c/0xd6
 *
 * ```
 * A loop prints what its author thought of; older kernels show addresses and end with one:
 * ```sample loop
 * / # for t in /proc/7/task/*; do echo "$t $(cat $t/comm)"; cat $t/stack; done
 * /proc/7/task/7 dotnet
 * [<ffffffff810f2a31>] futex_wait_queue_me+0xc1/0x120
 * [<ffffffffffffffff>] 0xffffffffffffffff
 * /proc/7/task/23 .NET ThreadPool
 * [<ffffffff8126c5aa>] ep_poll+0x34d/0x390
 * [<ffffffffffffffff>] 0xffffffffffffffff
 * ```
 * ```sample grep
 * $ grep . /proc/7/task/23/stack
 * /proc/7/task/23/stack:[<0>] io_schedule+0x46/0x70
 * /proc/7/task/23/stack:[<0>] wait_on_page_bit+0x133/0x270 [ext4]
 * ```
 * `wchan` names the first row's function alone, or 0 for a thread that runs:
 * ```sample wchan
 * $ grep . /proc/7/task/7/wchan /proc/7/task/23/wchan /proc/7/task/24/wchan
 * /proc/7/task/7/wchan:futex_wait_queue_me
 * /proc/7/task/23/wchan:fanotify_get_response
 * /proc/7/task/24/wchan:0
 * ```
 *
 * Rows: function + bytes into it / its size, and the module unless it is the kernel itself. Stacks that follow each
 * other without a heading are parted behind the row by which the kernel was entered, and belong to nobody.
 */
// [<0>] nfs_wait_bit_killable+0x1e/0x90 [nfs]      [<ffffffff810f2a31>] futex_wait+0x1a9/0x290      [] ep_poll+0x1/0x2
const FRAME =
  /^\s*\[(?:<(?:0x)?(?<address>[0-9a-f]{1,16})>)?\]\s+(?:(?<function>[A-Za-z_][\w.]{0,120})\+0x(?<offset>[0-9a-f]{1,8})\/0x(?<size>[0-9a-f]{1,8})(?:\s+\[(?<module>[\w-]{1,60})\])?|(?:0x)?[0-9a-f]{8,16})$/i;
// [<0>] do_mmap      [<0>] cmem_mmap [cmem_dev]        as notes shorten it
const NAMED_FRAME = /^\s*\[<0>\]\s+(?<function>[A-Za-z_][\w.]{2,120})(?:\s+\[(?<module>[\w-]{1,60})\])?$/;
// [<0>] insert+0xed/0x1a7   | the race
const REMARK = /(?<=0x[0-9a-f]{1,8}(?: \[[\w-]{1,60}\])?)\s+\|\s.*$/i;
// ==> /proc/7/task/23/stack <==      /proc/7/task/23 .NET ThreadPool      --- /proc/7/stack ---
const HEADING =
  /^\s*(?:[-=#*]{1,8}>?\s?)?\/proc\/(?<process>\d{1,7})(?:\/task\/(?<thread>\d{1,7}))?(?:\/(?:stack|wchan|comm))?\/?(?::?\s{1,4}(?<name>[^\s<=#*/-][^/<=]{0,60}?))?:?\s*(?:<?[-=#*]{1,8})?$/;
// /proc/7/task/23/stack:[<0>] io_schedule+0x46/0x70
const PREFIXED = /^\s*(?<path>\/proc\/\d{1,7}(?:\/task\/\d{1,7})?\/stack):\s?(?<frame>\[.{0,300})$/;
// 23      23:      tid 23 (.NET ThreadPool)      === 23 .NET ThreadPool ===
const NUMBERED =
  /^\s*(?:[-=#*]{1,8}>?\s?)?(?:(?:tid|thread|task|lwp)[\s:#=]{0,3})?(?<thread>\d{1,7}):?(?:\s{1,4}\(?(?<name>[^\s()=\d*-][^()=*]{0,60}?)\)?)?:?\s*(?:[-=#*]{1,8})?$/i;
// === 3253: write_dirty_finish
const MARKED = /^\s*[-=#*]{2,8}>?\s?\d{1,7}[:\s]/;
/** How the kernel is entered, by a call, a fault or a new thread: the outermost row of a whole stack. */
const ENTRY =
  /^(?:entry_\w+|asm_\w+|ret_from_\w+|ret_fast_syscall|system_call\w*|sysenter_do_call|int_ret_from_sys_call|el0(?:t_(?:64|32))?_(?:sync|irq)|el0_svc_naked)$/;
const REFUSED =
  /^\s*(?:cat|head|tail|grep): .{0,120}(?:No such (?:file|process)|Permission denied|Operation not permitted|Invalid argument)/i;
const PATH = /\/proc\/(?<process>\d{1,7})(?:\/task\/(?<thread>\d{1,7}))?\/(?:stack|wchan)\b/g;
// /proc/7/task/23/wchan:futex_wait_queue_me
const WCHAN = /^\s*(?<path>\/proc\/\d{1,7}(?:\/task\/\d{1,7})?\/wchan):\s?(?:(?<function>[A-Za-z_][\w.]{2,120})|0)$/;
// futex_wait_queue_me      what `cat /proc/7/wchan` prints
const WCHAN_ALONE = /^\s*(?:(?<function>[a-z_][\w.]{2,120})|0)$/;

function idOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

function hexOf(text: string | undefined): Hex | null {
  return text === undefined ? null : canonicalHex(text);
}

function readFrame(text: string, line: number): LinuxKernelFrame | null {
  const parts = FRAME.exec(text) ?? NAMED_FRAME.exec(text);
  if (!parts) return null;
  const { address, function: name, offset, size, module } = parts.groups ?? {};
  const at = address === undefined || /^0+$/.test(address) ? null : canonicalHex(address);
  return {
    line,
    address: at,
    function: name ?? null,
    offset: hexOf(offset),
    size: hexOf(size),
    module: module ?? null,
  };
}

type Stack = { -readonly [Key in keyof LinuxKernelStack]: LinuxKernelStack[Key] } & { frames: LinuxKernelFrame[] };

class StacksReader {
  readonly stacks: Stack[] = [];
  private open: Stack | null = null;
  /** Path that `grep` last put in front. */
  private path: string | null = null;
  private gapped = false;

  constructor(
    private readonly owner: { processId: number | null; threadId: number | null },
    private readonly lines: readonly Line[],
    /** The command asks for no whole stacks. */
    private readonly ofWchan: boolean,
  ) {}

  take(at: number): boolean {
    const line = this.lines[at];
    if (!line) return false;
    const text = withoutAnnotation(line.text).replace(REMARK, "").trimEnd();
    const prefixed = PREFIXED.exec(text)?.groups;
    const frame = readFrame(prefixed?.frame ?? text, line.number);
    if (frame) return this.frame(frame, prefixed?.path ?? null);
    const wchan = WCHAN.exec(text) ?? (this.ofWchan ? WCHAN_ALONE.exec(text) : null);
    if (wchan) return this.innermost(wchan.groups?.function, wchan.groups?.path ?? null, line.number);
    return this.heading(text, line.number, at);
  }

  /** Rows below belong to nobody. */
  gap(): void {
    if (this.stacks.length > 0) this.gapped = true;
    this.open = null;
    this.path = null;
  }

  private frame(frame: LinuxKernelFrame, path: string | null): boolean {
    const before = this.open?.frames.at(-1);
    const entered = before !== undefined && isEntry(before) && !isEntry(frame);
    if (path !== null && path !== this.path) {
      this.path = path;
      const owner = HEADING.exec(path)?.groups;
      this.begin(frame.line, idOf(owner?.process), idOf(owner?.thread) ?? idOf(owner?.process), null, true);
    } else if (this.open === null || entered) {
      // Behind a gap, and behind another stack, nothing tells whose it is.
      const { processId, threadId } = this.stacks.length === 0 ? this.owner : { processId: null, threadId: null };
      this.begin(frame.line, processId, threadId, null, true);
    }
    this.open?.frames.push(frame);
    if (this.open) this.open.lastLine = frame.line;
    return true;
  }

  /** The function that `wchan` names is the first row of a stack; a thread that runs has none. */
  private innermost(name: string | undefined, path: string | null, line: number): boolean {
    if (name === undefined) return true;
    const nothing = { address: null, offset: null, size: null, module: null };
    // Of two names without their paths nobody knows whose the second is.
    if (path === null && this.open && this.open.frames.length > 0) return false;
    return this.frame({ line, function: name, ...nothing }, path);
  }

  private heading(text: string, line: number, at: number): boolean {
    const heading = HEADING.exec(text)?.groups;
    if (heading) {
      const process = idOf(heading.process);
      this.begin(line, process, idOf(heading.thread) ?? process, heading.name ?? null);
      return true;
    }
    const numbered = NUMBERED.exec(text)?.groups;
    if (!numbered || !FRAME.test(this.lines[at + 1]?.text ?? "")) return false;
    this.begin(line, this.owner.processId, idOf(numbered.thread), numbered.name ?? null);
    return true;
  }

  /** `frameFirst`: no heading tells that its rows are all there. */
  private begin(
    line: number,
    processId: number | null,
    threadId: number | null,
    name: string | null,
    frameFirst = false,
  ): void {
    this.open = { line, lastLine: line, processId, threadId, name, frames: [], cut: false };
    if (this.gapped && frameFirst) this.open.cut = true;
    this.gapped = false;
    this.stacks.push(this.open);
  }
}

function isEntry({ function: name }: LinuxKernelFrame): boolean {
  return name === null || ENTRY.test(name);
}

/** A whole stack ends where the kernel was entered. One without rows is that of a thread that runs. */
function isCut({ frames, cut }: Stack): boolean {
  const last = frames.at(-1);
  return cut || (last !== undefined && !isEntry(last));
}

/** Whose stack the command asks for, when it names one only. */
function ownerIn(command: string): { processId: number | null; threadId: number | null } {
  const paths = [...command.matchAll(PATH)];
  const process = idOf(paths[0]?.groups?.process ?? /\/proc\/(\d{1,7})\/task\//.exec(command)?.[1]);
  if (paths.length !== 1) return { processId: process, threadId: null };
  return { processId: process, threadId: idOf(paths[0]?.groups?.thread) ?? process };
}

function parse(source: Source): Reading<LinuxKernelStacksReport> {
  const command = source.command ?? "";
  const reader = new StacksReader(ownerIn(command), source.lines, /\/wchan\b/.test(command));
  const unread: number[] = [];
  const last = source.openEnd ? source.lines.length - 1 : -1;
  source.lines.forEach((line, at) => {
    if (isElision(line.text)) reader.gap();
    if (isChatter(line.text)) return;
    // A size at the end of the paste may have been cut, or what stands behind it.
    const cut = at === last && !/(?:\]|\b0x[0-9a-f]{16}|==|wchan:\s?0)$/i.test(line.text);
    if (!cut && reader.take(at)) return;
    if (REFUSED.test(line.text) && (reader.stacks.length > 0 || at < source.lines.length - 1)) return;
    reader.gap();
    unread.push(line.number);
  });
  if (!reader.stacks.some(({ frames }) => frames.length > 0)) return null;
  const stacks = reader.stacks.map((stack) => ({ ...stack, cut: isCut(stack) }));
  return { report: { kind: "linux-kernel-stacks", stacks }, unread };
}

const FILES = "\\s[^|]{0,300}/proc/[^|\\s]{1,80}/(?:stack|wchan)\\b";

export const linuxKernelStack: Parser<LinuxKernelStacksReport> = {
  id: "linux-kernel-stack",
  name: "cat /proc/<pid>/stack",
  mode: "shell",
  command: new RegExp(`${unixCommand("cat|head|tail|grep|more", FILES).source}|^for \\w{1,20} in /proc/`, "i"),
  bareCommand:
    /^\s{0,8}(?:(?:sudo )?(?:cat|head|tail|grep) (?:-[\w]{1,8} |\d{1,4} |\. ){0,3}(?:\/proc\/[\w*{},/]{1,80}\/(?:stack|wchan) ?){1,9}|for \w{1,20} in \/proc\/[^;]{1,80};.{1,200}done)$/,
  recognise: [FRAME, NAMED_FRAME, PREFIXED, WCHAN, HEADING, MARKED],
  confirm: (lines, at) => {
    const text = lines[at]?.text ?? "";
    if (MARKED.test(text)) return FRAME.test(lines[at + 1]?.text ?? "");
    return (
      !HEADING.test(text) ||
      /\/(?:stack|wchan)\s*(?:<?[-=#*]{1,8})?:?$/.test(text) ||
      FRAME.test(lines[at + 1]?.text ?? "")
    );
  },
  keeps: [REFUSED],
  errors: [
    {
      // cat: /proc/7/stack: Permission denied
      line: /^\s*(?:cat|head|tail|grep): .{0,80}\/stack['’:]{0,2}.{0,40}(?:Permission denied|Operation not permitted)/i,
      problem: {
        code: "NEEDS_ROOT",
        what: "Only root may see the kernel stacks of a process, and a container needs a privilege for it.",
        fix: "Run it with sudo, or on the host that the container runs on.",
        commands: ["sudo cat /proc/<pid>/task/<tid>/stack"],
      },
    },
    {
      // cat: /proc/7/stack: No such file or directory
      line: /^\s*(?:cat|head|tail|grep): .{0,80}\/stack['’:]{0,2}.{0,40}No such (?:file|process)/i,
      problem: {
        code: "NO_SUCH_TASK",
        what: "The process or thread has ended, or this kernel shows no stacks.",
        fix: "List the threads anew and take the ids from there.",
        commands: ["ps -eLo pid,tid,stat,wchan:32,comm"],
      },
    },
  ],
  parse,
};
