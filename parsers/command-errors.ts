import type { Problem } from "@/evidence";
import { LOAD_SOS, MISSING_EXTENSION, NEEDS_KERNEL } from "./missing-extension";
import type { OutputError } from "./parser";

const USER_TARGET: Problem = {
  code: "NEEDS_USER_TARGET",
  what: "In a kernel dump the tilde means processors, so thread commands that begin with it do not work there.",
  fix: "Run it on the process dump, or list the threads of the process in the kernel dump.",
  commands: ["!process 0 0 w3wp.exe", "!process <address> 7"],
};

const DAC_MISMATCH: Problem = {
  code: "DAC_MISMATCH",
  what: "The data access library (mscordacwks) on this machine does not fit the runtime in the dump, or the debugger has the wrong bitness.",
  fix: "Let the debugger fetch the right one, or copy it from the server, and open a 32-bit dump in a debugger that can read 32-bit dumps.",
  commands: [".symfix+", ".cordll -ve -u -l", ".reload"],
};

const DAC_MISSING: Problem = {
  code: "DAC_MISMATCH",
  what: "The data access library (libmscordaccore) that fits the runtime in the dump was not found on this machine.",
  fix: "Fetch the files of the dump's runtime and name their folder, or open the dump where it was taken.",
  commands: ["dotnet-symbol --host-only --debugging <dump>", "setclrpath <folder of libcoreclr.so>"],
};

/** Error texts that many commands share: the debugger, SOS and the shells refusing to work. */
export const COMMAND_ERRORS: readonly OutputError[] = [
  MISSING_EXTENSION,
  {
    // Failed to find runtime DLL (clr.dll), 0x80004005      Unable to find module 'clr'      No CLR runtime found.
    line: /Failed to find runtime (?:DLL|module|directory)|^\s*Unable to find module '|No CLR runtime found/i,
    problem: {
      code: "RUNTIME_NOT_FOUND",
      what: "SOS finds no .NET runtime of its kind in this process.",
      fix: "Check which runtime is loaded, then load the SOS that belongs to it. A process that runs no managed code has none.",
      commands: ["lm m clr", "lm m mscorwks", "lm m mscorsvr", "lm m coreclr", ...LOAD_SOS],
    },
  },
  {
    // Failed to load data access DLL, 0x80004005      CLRDLL: Loaded DLL … load disabled
    line: /Failed to load data access (?:DLL|module)|Fail to initialize CoreCLR|CLRDLL: .*(?:disabled|mismatch)|mscordac\w* .*(?:not found|mismatch)|version of (?:sos|mscordacwks)\S* does not match/i,
    problem: (_match, mode) => (mode === "dotnet-dump" ? DAC_MISSING : DAC_MISMATCH),
  },
  {
    // The version of SOS does not match the version of CLR you are debugging
    line: /The version of SOS does not match the version of CLR/i,
    problem: {
      code: "SOS_VERSION_MISMATCH",
      what: "SOS is loaded, but from another build of the runtime than the one in the dump.",
      fix: "Load the SOS from the runtime's own folder or from the symbol server.",
      commands: [".cordll -ve -u -l", ...LOAD_SOS],
    },
  },
  {
    // SOS does not support the current target architecture.
    line: /SOS does not support the current target architecture/i,
    problem: {
      code: "WRONG_BITNESS",
      what: "The dump was taken with a tool of the other bitness, so SOS cannot read it.",
      fix: "Take the dump again with a 32-bit tool for a 32-bit process, or switch the debugger's view and try once more.",
      commands: ["!wow64exts.sw", "procdump -ma <pid>"],
    },
  },
  {
    // c0000005 Exception in C:\…\sos.SyncBlk debugger extension.
    line: /^\s*c0000005 Exception in .*debugger extension/i,
    problem: {
      code: "EXTENSION_FAULT",
      what: "The debugger extension itself ran into a bad address.",
      fix: "Run the command once more; the second run often works. If it does not, reload the symbols first.",
      commands: [".reload /f"],
    },
  },
  {
    // ^ Syntax error in '~*kb'
    line: /\^ (?:Syntax|Extra character) error (?:in|at) '~(?:[*.#]|\d{1,4}|~\[[^\]']{1,20}\])?\s?(?:e\b|k|s\b|')/i,
    problem: USER_TARGET,
  },
  {
    // Couldn't resolve error at 'foo'      Unrecognized command 'clrstak'
    line: /^\s*(?:\^ )?(?:Syntax|Extra character|Couldn't resolve) error (?:at|in)|^\s*Unrecognized (?:SOS )?command/i,
    problem: {
      code: "COMMAND_REJECTED",
      what: "The debugger did not accept the command as typed.",
      fix: "Copy the command from the step and run it again; a chat or mail may have changed its characters.",
    },
  },
  {
    // Illegal thread error in '~360s'      Invalid thread index 360
    line: /Illegal thread error|^\s*Invalid thread index\b/i,
    problem: {
      code: "NO_SUCH_THREAD",
      what: "There is no debugger thread with that number. OS thread ids are hex and need another form.",
      fix: "Use the debugger's own thread number, or put the OS id into brackets.",
      commands: ["~~[<os thread id>]s"],
    },
  },
  {
    // This command is only valid in kernel-mode      Debuggee is not a kernel
    line: /(?:only|requires?)(?: valid| supported| available)?(?: in| for)? (?:a )?kernel[- ](?:mode|debugging)|kernel[- ]mode only|is not (?:valid|supported) (?:in|for) user[- ]mode|Debuggee is not a kernel/i,
    problem: NEEDS_KERNEL,
  },
  {
    // 39 is not a valid processor number      ^ Illegal processor error in '~39s'
    line: /^\s*\d{1,5} is not a valid processor number|\^ Illegal processor error/i,
    problem: USER_TARGET,
  },
  {
    // NT symbols are incorrect, please fix symbols      ***** Kernel symbols are WRONG. Please fix symbols to do analysis.
    line: /\b(?:NT|Kernel) symbols are (?:incorrect|wrong)\b|\b(?:PsActiveProcessHead|ExpSystemResourcesList|PsLoadedModuleList) (?:not found|is not)|Unable to (?:get|read|find|resolve) .{0,40}\b(?:PsActiveProcessHead|ExpSystemResourcesList|_EPROCESS|_ETHREAD|_ERESOURCE)\b/i,
    problem: {
      code: "KERNEL_SYMBOLS_MISSING",
      what: "The debugger has no right symbols for the Windows kernel, so it cannot find the kernel's own lists.",
      fix: "Load the kernel's symbols from the symbol server, then run the command again.",
      commands: [".symfix+", ".reload /f nt"],
    },
  },
  {
    // TYPE mismatch for process object at ffffac819f177080
    line: /^\s*TYPE mismatch for (?:process|thread) object/i,
    problem: {
      code: "NOT_A_KERNEL_OBJECT",
      what: "There is no process or thread at that address in this dump.",
      fix: "Take the address from an output of the very same dump; after a restart every address is another.",
      commands: ["!process 0 0 w3wp.exe", "!locks"],
    },
  },
  {
    // GetPointerFromAddress: unable to read from fffff8012a2b4c08
    line: /^\s*Get(?:Pointer|Ulong|UlongPtr)FromAddress: unable to read/i,
    problem: {
      code: "MEMORY_NOT_IN_DUMP",
      what: "The dump does not hold the memory that this command reads. Small memory dumps hold next to nothing of the kernel.",
      fix: "Have Windows write a kernel or a complete memory dump, and take one anew.",
      commands: ["reg query HKLM\\SYSTEM\\CurrentControlSet\\Control\\CrashControl /v CrashDumpEnabled"],
    },
  },
  {
    // 'fltmc' is not recognized as an internal or external command,
    line: /is not recognized as (?:an internal or external command|the name of a cmdlet)|command not found/i,
    problem: {
      code: "COMMAND_NOT_FOUND",
      what: "The shell does not know this program on that machine.",
      fix: "Run it with its full path, or take one of the alternatives of this step.",
    },
  },
  {
    // ERROR: Invalid argument/option - '/x'.      Unknown option: -x      error: unrecognized option '--x'
    line: /^\s*(?:ERROR: )?Invalid argument\/option - |^\s*Unknown option: |^\s*(?:[\w.-]{1,40}: )?(?:unrecognized|invalid) option\b/i,
    problem: {
      code: "ARGUMENTS_REJECTED",
      what: "The command is known, but not with what was typed behind its name.",
      fix: "Copy the command from the step and run it again; a chat or mail may have changed its characters.",
    },
  },
  {
    // The system cannot find the file specified.      cat: /app/x: No such file or directory
    line: /^\s*(?:Error:\s{1,4})?The system cannot find the (?:file|path|drive) specified|^\s*\w{1,20}: .{1,200}: No such file or directory$/i,
    problem: {
      code: "FILE_NOT_FOUND",
      what: "There is no such file or folder on the machine where this ran.",
      fix: "Check the path, and that this is the server that hangs.",
    },
  },
  {
    // Access is denied.   Filter listing failed with error: 0x80070005
    line: /^\s*(?:ERROR: ?)?Access (?:is|to the path .* is) denied\.?|0x80070005/i,
    problem: {
      code: "NEEDS_ELEVATION",
      what: "Windows refused access: the prompt was not elevated.",
      fix: 'Open the prompt with "Run as administrator" and run the command again.',
    },
  },
];
