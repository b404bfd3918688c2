import type { CommandAsk, Debugger, Form, FormOrLack, Lack, Template } from "../ask";

/** What every tool has. */
type Forms = Readonly<Record<Debugger, FormOrLack>>;

/** What dotnet-dump cannot show, and where it can be seen. */
export const NO_NATIVE: Lack = {
  lacks: "dotnet-dump shows no native code. Windows dumps open in WinDbg too, which shows it.",
};
export const NOT_IN_DOTNET_DUMP: Lack = {
  lacks: "dotnet-dump has no such command. Windows dumps open in WinDbg too, which has it.",
};
export const NEEDS_DUMP: Lack = {
  lacks:
    "Only a dump holds this. Save one on the server and open it elsewhere: no debugger has to be installed where it hangs.",
};
export const NO_STACKS_OUTSIDE: Lack = {
  lacks:
    "No tool here prints native stacks of a running process. Process Explorer shows one thread's at a time (the process, Threads, Stack); a dump that is opened elsewhere shows all.",
};

/** The stacks of a running process, without a dump. */
export const LIVE_STACKS: Form = {
  run: "dotnet-stack report -p <pid>",
  command: "dotnet-stack",
  target: "server",
  cost: "stops-process",
  coreOnly: true,
};

/** The figures of a running process. */
export const LIVE_COUNTERS: Form = {
  run: "dotnet-counters monitor -p <pid> --counters System.Runtime",
  command: "dotnet-counters",
  target: "server",
  cost: "live",
  coreOnly: true,
};

/** What a process on Linux does, thread by thread. */
export const LINUX_THREADS: Form = {
  run: "ps -eLo pid,tid,stat,wchan:40,comm",
  command: "linux-ps",
  target: "server",
  cost: "live",
};

/** Where the threads of a process are inside the Linux kernel. */
export const LINUX_KERNEL_STACKS: Form = {
  run: "head -n 50 /proc/<pid>/task/*/stack",
  command: "linux-kernel-stack",
  target: "server",
  cost: "elevated",
};

/** A command of WinDbg's own, which shows native state. */
export function inWinDbg(
  run: string,
  none: FormOrLack = NEEDS_DUMP,
  dotnetDump: FormOrLack = NOT_IN_DOTNET_DUMP,
): Forms {
  return { windbg: run, "windbg-core": run, "dotnet-dump": dotnetDump, none };
}

/** A command of SOS: with an exclamation mark in WinDbg, without one in dotnet-dump. */
export function inSos(run: string, none: FormOrLack = NEEDS_DUMP, core: string = run): Forms {
  return { windbg: `!${run}`, "windbg-core": `!${core}`, "dotnet-dump": core, none };
}

/** The fields of one object. */
export function inObject(object: Template, none: FormOrLack = NEEDS_DUMP): Forms {
  return { windbg: `!do ${object}`, "windbg-core": `!do ${object}`, "dotnet-dump": `dumpobj ${object}`, none };
}

/** What is looked up for one thread: WinDbg names it in the command, dotnet-dump is set to it first. */
export function onThread(thread: Template, command: string, why?: Template): Forms {
  const run = `~${thread}e !${command}`;
  return { windbg: run, "windbg-core": run, "dotnet-dump": { run: command, why }, none: NEEDS_DUMP };
}

/** In dotnet-dump a command works on the thread that was gone to; its stacks name threads by their OS id. */
export function goTo(finding: string, more: Pick<CommandAsk, "when" | "unless">): CommandAsk {
  return {
    command: "sos-threads",
    run: `setthread -t 0x{${finding}.osThreadId}`,
    tools: ["dotnet-dump"],
    target: "process-dump",
    why: "Goes to one of the waiting threads: what is typed next is about that thread.",
    cost: "safe",
    ...more,
  };
}
