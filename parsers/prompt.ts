import { canonicalHex, type Hex, type Mode } from "@/evidence";

/** A prompt line, taken apart. */
export interface Prompt {
  mode: Mode;
  /** Current debugger thread (user mode). */
  thread: number | null;
  /** What was typed, as echoed; empty for a bare prompt. */
  typed: string;
}

// 0:081> !syncblk        0:000:x86> k        0:109>        ## 0:001> !cs        (a manual's rule below it became a heading)
const USER = /^\s{0,8}(?:## )?`?\d{1,3}:(\d{1,4})(?::\w{2,6})?>\s?(.*)$/;
// 0: kd> !locks          kd> !thread         lkd> lm        16.0: kd:x86> k
const KERNEL = /^\s{0,8}`?(?:\d{1,3}(?:\.\d)?: )?l?kd(?::\w{2,6})?>\s?(.*)$/;
// (lldb) clrstack
const LLDB = /^\s{0,8}\(lldb\)\s?(.*)$/;
// > clrstack -all        (only when a command we know follows: mail quotes look the same)
const DOTNET_DUMP =
  /^\s{0,4}>\s?((?:(?:eestack|eeversion|fq|frq|ti|tks|tpq|dcd|dcq|dae|exit|quit|taskstate|gcheapstat|gcwhere|gchandles|objsize|verifyheap|ip2md|name2ee|runtimes|pathto|maddress|sizestats|crashinfo)(?:$|\s(?=-|[0-9a-f]{4}))|clr|sos|setthread|threads?|syncblk|threadpool|dump|dso|do\b|pstacks|parallelstacks|tp\b|eeheap|gcroot|pe\b|printexception|timerinfo|analyze|modules|lm\b|finalizequeue).*)$/;
// > dotnet-counters monitor -p 7        >fltmc instances        (as manuals and tickets show a shell)
const ANY_SHELL =
  /^\s{0,8}>\s?(dotnet-(?:counters|stack|trace|dump|gcdump) (?:monitor|collect|report|analyze|ps|list)\b.*|fltmc(?:\.exe)?(?: (?:filters|instances|volumes)(?: -\w .{1,80})?)?|netstat -\w{1,5}|tasklist(?: \/.{1,60})?|typeperf ["\\-].*)$/;
// PS C:\Temp> fltmc      C:\Windows\system32>dir /s      [WEB01]: PS C:\> fltmc      svc@WEB01 C:\Users\svc>fltmc
const WINDOWS_SHELL =
  /^\s{0,8}`?(?:\([\w.-]{1,40}\) |\[[\w.-]{1,80}\]: |[\w.\\-]{1,60}@[\w.-]{1,60} )?(?:PS )?[A-Za-z]:[^<>|*?":]{0,200}(?<!=)>\s?(.*)$/;
// root@web-7f9c:/app# dotnet-stack report -p 1
const UNIX_SHELL = /^\s{0,8}[\w.-]{1,40}@[\w.-]{1,80}:[^\s#$]{0,200}[#$]\s(.*)$/;
// [root@web-7f9c ~]# ps -eLf     sh-4.4$ df -h     bash-5.1# top -H -b -n 1
const NAMED_SHELL = /^\s{0,8}(?:\[[\w.-]{1,40}@[\w.-]{1,80} [^\]]{1,100}\]|(?:ba|z|k|da)?sh-\d\.\d{1,2})[#$]\s?(.*)$/;
// / # cat /proc/7/stack     ~ $ ps     $ df -h     7f9c:/app# du -sh /tmp     mac:~ me$ top -l 1     (only when a command we know follows)
const BARE_SHELL =
  /^\s{0,8}(?:[\w.-]{1,80}:){0,2}(?:[~/][\w./~-]{0,100})?(?: \w{1,40})? ?[#$] ((?:(?:sudo|kubectl|docker|podman|winrs|for \w{1,20} in) \S|dotnet[- ]\w{4,10} |ps \w{1,6}$|(?:ps|top|df|du|cat|head|tail|grep|find|watch|timeout|typeperf)(?: [-"'./~\d]|$)).*)$/;

/** Every line with a prompt matches one of these. */
export const PROMPTS: readonly RegExp[] = [
  USER,
  KERNEL,
  LLDB,
  DOTNET_DUMP,
  WINDOWS_SHELL,
  UNIX_SHELL,
  NAMED_SHELL,
  BARE_SHELL,
  ANY_SHELL,
];

/** True for a prompt of dotnet-dump, which looks like a line of a mail. */
export function isDotnetDumpPrompt(text: string): boolean {
  return DOTNET_DUMP.test(text);
}

// `0:003> !syncblk`: what was marked as code, on one line or on several
const CODE_MARK = /^\s{0,8}`/;

/** Reads a prompt line; null when the line is none. */
export function parsePrompt(text: string): Prompt | null {
  const prompt = promptOf(text);
  return prompt && CODE_MARK.test(text) ? { ...prompt, typed: prompt.typed.replace(/`$/, "").trimEnd() } : prompt;
}

function promptOf(text: string): Prompt | null {
  let match = USER.exec(text);
  if (match) return { mode: "user", thread: Number(match[1]), typed: (match[2] ?? "").trim() };
  match = KERNEL.exec(text);
  if (match) return { mode: "kernel", thread: null, typed: (match[1] ?? "").trim() };
  match = LLDB.exec(text) ?? DOTNET_DUMP.exec(text);
  if (match) return { mode: "dotnet-dump", thread: null, typed: (match[1] ?? "").trim() };
  match =
    WINDOWS_SHELL.exec(text) ??
    UNIX_SHELL.exec(text) ??
    NAMED_SHELL.exec(text) ??
    BARE_SHELL.exec(text) ??
    ANY_SHELL.exec(text);
  if (match) return { mode: "shell", thread: null, typed: (match[1] ?? "").trim() };
  return null;
}

/** A typed command, taken apart. */
export interface Command {
  /** Without thread prefix and extension path, name in lower case: `!clrstack -p`, `kb 2000`. */
  bare: string;
  args: string;
  thread: number | null;
  /** OS thread id of `~~[360]k`. */
  osThreadId: Hex | null;
  allThreads: boolean;
  /** False when a prefix sent it to another thread than the prompt's, even one it does not number (`~~[360]k`, `~#k`). */
  onPromptThread: boolean;
}

// ~39e !clrstack   ~*e!clrstack   ~*kb 2000   ~39 kv   ~~[360]k   ~.   ~39s
const THREAD_PREFIX = /^~\s?(\*|\d{1,9}|\.|#|~?\[(?:0x)?[0-9a-f]+\])\s?(.*)$/i;
// sos ClrStack   !sos threads        SOS gives all its commands under its own name, too
const SOS_WORD = /^!?sos\s{1,4}(?=[a-z])/i;
// !sos.clrstack   !clr10\sos.clrstack   !C:\ext\psscor2.syncblk
const EXTENSION_PATH = /^!(?:[^\s!]*[.\\])?([A-Za-z_][\w]*)/;

/** Takes a typed command apart. Only the first of several joined by `;` counts. */
export function parseCommand(typed: string): Command {
  let rest = (/^[^;"]*(?:"[^"]*"[^;"]*)*/.exec(typed)?.[0] ?? typed).trim();
  let thread: number | null = null;
  let osThreadId: Hex | null = null;
  let allThreads = false;
  let onPromptThread = true;
  const prefix = THREAD_PREFIX.exec(rest);
  if (prefix) {
    const which = prefix[1] ?? "";
    const tail = (prefix[2] ?? "").trim();
    if (/^\d+$/.test(which)) thread = Number(which);
    else if (which.startsWith("~[")) osThreadId = canonicalHex(which.slice(2, -1));
    allThreads = which === "*";
    onPromptThread = which === ".";
    // `~39` and `~39s` are commands of their own.
    if (tail === "" || /^(?:s|f|u|n|m)$/i.test(tail)) {
      const bare = tail === "" ? "~" : `~${tail.toLowerCase()}`;
      return { bare, args: which, thread, osThreadId, allThreads, onPromptThread };
    }
    rest = /^e\s?!/i.test(tail) || /^e\s/i.test(tail) ? tail.slice(1).trim() : tail;
  }
  rest = rest.replace(SOS_WORD, "!").replace(EXTENSION_PATH, (_all, name: string) => `!${name}`);
  const space = rest.search(/\s/);
  const name = (space < 0 ? rest : rest.slice(0, space)).toLowerCase();
  const args = space < 0 ? "" : rest.slice(space + 1).trim();
  return { bare: args ? `${name} ${args}` : name, args, thread, osThreadId, allThreads, onPromptThread };
}
