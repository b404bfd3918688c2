import type { Mode, Problem } from "@/evidence";
import type { OutputError } from "./parser";

/** Loads the SOS that belongs to the runtime in the dump. */
export const LOAD_SOS = [".loadby sos clr", ".loadby sos mscorwks", ".loadby sos coreclr"];

/** An extension of a debugger and the commands that it brings. */
interface Extension {
  /** Its file, without folder and ending. */
  file: RegExp;
  commands: RegExp;
  /** What to do without it. */
  missing: Problem;
  /** The same at a `kd>` prompt, where it is of no use or not what is lacking. */
  inKernel?: Problem;
}

function anyOf(...names: readonly string[]): RegExp {
  return new RegExp(`^(?:${names.join("|")})$`, "i");
}

const NEEDS_PROCESS: Problem = {
  code: "NEEDS_USER_TARGET",
  what: "This command reads one process, and a kernel dump is open.",
  fix: "Run it on the process dump. Where there is none, the kernel dump shows the process's threads from below.",
  commands: ["!process 0 0 w3wp.exe", "!process <address> 7"],
};

export const NEEDS_KERNEL: Problem = {
  code: "NEEDS_KERNEL_TARGET",
  what: "This command works on a kernel dump only, and a process dump is open.",
  fix: "Open the kernel dump (File > Open Crash Dump) and run it at the kd> prompt.",
};

const EXTENSIONS: readonly Extension[] = [
  {
    file: anyOf("kdexts"),
    commands: anyOf(
      "process|thread|zombies|session|stacks|running|ready|exqueue|irp|irpfind|devobj|devstack|devnode|drvobj|fileobj",
      "filecache|object|qlocks|deadlock|vm|memusage|pool|poolused|poolfind|poolval|lookaside|sysptes|pte|pcr|prcb|dpcs",
      "timer|irql|apc|filters|volumes|instances",
    ),
    missing: NEEDS_KERNEL,
    inKernel: {
      code: "KERNEL_EXTENSION_NOT_LOADED",
      what: "The debugger does not find its own extension for kernel dumps.",
      fix: "Load it from the debugger's folder, then run the command again. `.chain` shows what is loaded.",
      commands: [".load kdexts", ".chain"],
    },
  },
  {
    file: anyOf("sos|psscor\\d?"),
    commands: anyOf(
      "clrstack|threads|clrthreads|syncblk|threadpool|threadstate|dumpheap|dumpobj|do|dumpvc|dumparray|da|dumpmt|dumpmd",
      "dumpclass|dumpmodule|dumpassembly|dumpdomain|dumpil|dumplog|dumpasync|dumprequests|dumpstack|dumpstackobjects|dso",
      "dumpruntimetypes|eestack|eeheap|eeversion|finalizequeue|gcroot|gchandles|gcwhere|gchandleleaks|heapstat|objsize",
      "pe|printexception|parallelstacks|pstacks|pathto|ip2md|name2ee|token2ee|u|bpmd|verifyheap|verifyobj|analyzeoom",
      "findappdomain|findroots|comstate|rcwcleanuplist|timerinfo|traverseheap|vmmap|vmstat|savemodule|saveallmodules",
      "minidumpmode|histinit|sosstatus|soshelp|sosflush|sizestats|maddress|runtimes|setclrpath",
    ),
    missing: {
      code: "SOS_NOT_LOADED",
      what: "The debugger does not know this command, because the extension that brings it is not loaded.",
      fix: "Load the SOS that fits the runtime in the dump, then run the command again.",
      commands: [...LOAD_SOS, ".load clr10\\sos"],
    },
    inKernel: NEEDS_PROCESS,
  },
  {
    file: anyOf("sosex"),
    commands: anyOf(
      "dlk|mlocks|mwaits|rwlock|mk|mdv|mdso|mdt|mx|mbp|mbm|mln|muf|mu|mroot|refs|gch|bhi|chi|strings|finq|frq|sosexhelp",
    ),
    missing: {
      code: "SOSEX_NOT_LOADED",
      what: "This command belongs to SOSEX, and SOSEX is not loaded. It reads .NET Framework only.",
      fix: "Load it in the bitness of the debugger. Without it, `!syncblk` tells who owns a monitor, and the stacks tell who waits.",
      commands: [".load sosex", "!syncblk"],
    },
    inKernel: NEEDS_PROCESS,
  },
  {
    file: anyOf("mex"),
    commands: anyOf("us|tl|mex|listthreads|comcalls|dcc|fe|foreachframe|crawl|p|mheap|cn|sqlcn|strings2"),
    missing: {
      code: "MEX_NOT_LOADED",
      what: "This command belongs to MEX, and MEX is not loaded.",
      fix: "Load it in the bitness of the debugger. Without it, all stacks one by one tell the same.",
      commands: [".load mex", "~*kb"],
    },
  },
  {
    file: anyOf("ext|exts|uext|ntsdexts"),
    commands: anyOf(
      "runaway|locks|cs|handle|htrace|peb|teb|address|uniqstack|findstack|analyze|heap|gle|error|avrf|dlls|imggp|uptime",
    ),
    missing: {
      code: "DEBUGGER_EXTENSION_NOT_LOADED",
      what: "The debugger does not find its own extensions, which bring this command.",
      fix: "Load them from the debugger's folder, or start the debugger from there. `.chain` shows what is loaded.",
      commands: [".load ext", ".load uext", ".load ntsdexts", ".chain"],
    },
  },
];

const UNKNOWN: Problem = {
  code: "COMMAND_UNKNOWN",
  what: "No extension that is loaded has this command.",
  fix: "Check how it is spelled, and load the extension that brings it, in the bitness of the debugger. `.chain` shows what is loaded.",
  commands: [".chain"],
};

function problemOf(command: string | undefined, path: string, mode: Mode): Problem {
  const file = path.replace(/^.*[\\/]/, "").replace(/\.dll$/i, "");
  const extension = EXTENSIONS.find((each) => (command ? each.commands.test(command) : each.file.test(file)));
  if (!extension) return UNKNOWN;
  return (mode === "kernel" && extension.inKernel) || extension.missing;
}

/** What the debugger says of a command that no loaded extension has, and of an extension that it cannot load. */
export const MISSING_EXTENSION: OutputError = {
  // No export syncblk found      The call to LoadLibrary(sos) failed, Win32 error 0n2
  line: /^\s*No export (?<command>\w+) found|The call to LoadLibrary\((?<path>.{1,300}?)\) failed/i,
  problem: ({ groups }, mode) => problemOf(groups?.command, groups?.path ?? "", mode),
};
