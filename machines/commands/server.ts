import type { CommandAsk } from "../ask";
import { LINUX_THREADS } from "./forms";

export const requests: CommandAsk = {
  command: "appcmd-requests",
  run: "%windir%\\system32\\inetsrv\\appcmd list requests /elapsed:10000",
  onLinux: {
    run: "dotnet-counters monitor -p <pid> --counters System.Runtime,Microsoft.AspNetCore.Hosting",
    command: "dotnet-counters",
    cost: "live",
    why: "Counts the requests at work, the pool's queue and the processor of a running process.",
  },
  target: "server",
  why: "Lists the requests that have been running for ten seconds or more, and where they are held up.",
  cost: "elevated",
  unless: ["requests-running-long", "no-long-requests"],
};

export const workerProcesses: CommandAsk = {
  command: "appcmd-wp",
  run: "%windir%\\system32\\inetsrv\\appcmd list wp",
  onLinux: { ...LINUX_THREADS, why: "Tells which process is the one, and whether its threads sleep in the kernel." },
  target: "server",
  why: "Tells which process serves the stalled site, in case another one was dumped.",
  cost: "elevated",
  unless: ["worker-processes"],
};

export const httpErrors: CommandAsk = {
  command: "httperr",
  run: 'type "%windir%\\System32\\LogFiles\\HTTPERR\\httperr1.log"',
  onLinux: { lacks: "HTTP.sys is Windows'. The log of the proxy in front tells which requests it gave up." },
  target: "server",
  why: "Tells whether requests were turned away in front of the process, and why.",
  cost: "elevated",
  unless: ["request-queue-full", "request-queue-never-full"],
};

export const folderSize: CommandAsk = {
  command: "dir",
  run: 'dir /a /s "{runtime.tempFolder|%windir%\\Microsoft.NET\\Framework\\<version>\\Temporary ASP.NET Files}"',
  onLinux: {
    run: "du -sh <folder>",
    command: "linux-du",
    why: "Of the folder that is gone through: /tmp, or where views are compiled or bundles unpacked.",
  },
  target: "server",
  why: "The last lines give the folder's size and number of files: the clean-up has to go through all of them.",
  cost: "slow",
  unless: ["folder-size"],
};

const OTHER_FOLDER_TOOL = { only: "windows", onLinux: undefined } as const;

export const folderByRobocopy: CommandAsk = {
  ...folderSize,
  ...OTHER_FOLDER_TOOL,
  command: "robocopy",
  run: 'robocopy "{runtime.tempFolder|<Temporary ASP.NET Files>}" NUL /L /S /BYTES /NJH /NFL /NDL',
};

export const folderByPowerShell: CommandAsk = {
  ...folderSize,
  ...OTHER_FOLDER_TOOL,
  command: "measure-object",
  run: 'Get-ChildItem -Recurse -Force "{runtime.tempFolder|<Temporary ASP.NET Files>}" | Measure-Object Length -Sum',
};

export const folderByDu: CommandAsk = {
  ...folderSize,
  ...OTHER_FOLDER_TOOL,
  command: "du",
  run: 'du "{runtime.tempFolder|<Temporary ASP.NET Files>}"',
};

export const diskFree: CommandAsk = {
  command: "linux-df",
  run: "df -hT",
  only: "linux",
  target: "server",
  why: "Shows a full disk, and which folders lie on a file server.",
  cost: "live",
};

export const filters: CommandAsk = {
  command: "fltmc",
  run: "fltmc",
  onLinux: {
    ...LINUX_THREADS,
    why: "Linux has no filter drivers: a scanner holds threads in fanotify_get_response, a file server in nfs_….",
  },
  target: "server",
  why: "Names every filter driver that sees each file access.",
  cost: "elevated",
  unless: ["filters-listed"],
};

export const filterInstances: CommandAsk = {
  ...filters,
  command: "fltmc-instances",
  run: "fltmc instances",
  only: "windows",
  onLinux: undefined,
};

export const connections: CommandAsk = {
  command: "netstat",
  run: "netstat -ano",
  onLinux: {
    run: "ss -tnp",
    command: null,
    cost: "live",
    why: "Shows the connections that are open to the other side, by process. Nothing here reads it: note what it shows.",
  },
  target: "server",
  why: "Shows the connections that are open to the other side, by process.",
  cost: "live",
  unless: ["outgoing-limit-reached", "connection-pool-full"],
};

export const processes: CommandAsk = {
  command: "tasklist",
  run: "tasklist",
  onLinux: { ...LINUX_THREADS, why: "Shows what runs beside it: a debugger, a scanner, a backup." },
  target: "server",
  why: "Shows a debugger that was left running, and what else is on the server.",
  cost: "live",
  unless: ["debugger-running"],
};

export const events: CommandAsk = {
  command: "event-log",
  run: "wevtutil qe System /c:200 /rd:true /f:text",
  onLinux: {
    run: "dmesg -T | tail -n 200",
    command: null,
    why: "Names tasks that hung for two minutes, disks that failed and processes killed for memory. Nothing here reads it: note what it shows.",
  },
  target: "server",
  why: "Dates recycles, missed pings, disk resets and memory alarms.",
  cost: "elevated",
};

export const machineCounters: CommandAsk = {
  command: "counters",
  run: 'typeperf "\\Memory\\Available MBytes" "\\Memory\\Page Reads/sec" "\\PhysicalDisk(*)\\Avg. Disk sec/Read" "\\Processor(_Total)\\% Processor Time" "\\ASP.NET\\Requests Queued" "\\ASP.NET\\Application Restarts" "\\HTTP Service Request Queues(*)\\CurrentQueueSize" "\\.NET CLR LocksAndThreads(*)\\Contention Rate / sec" "\\.NET CLR Memory(*)\\% Time in GC" -sc 10',
  onLinux: {
    run: "top -b -n 1",
    command: "linux-ps",
    why: "Shows whether the processors are busy or wait for disks, and who uses the memory.",
  },
  target: "server",
  why: "Shows within ten seconds whether memory, disks or the processor are short, and whether requests queue up.",
  cost: "live",
  unless: ["available-memory-low", "paging-heavy", "disk-slow"],
};

/** What Process Monitor recorded has to be exported before anybody can read it. */
export const fileActivity: CommandAsk = {
  command: "procmon",
  run: "procmon /OpenLog %TEMP%\\files.pml /SaveAs %TEMP%\\files.csv",
  only: "windows",
  target: "server",
  why: "Shows what each file access costs, and which other programs open the same files. First record half a minute of the stall: procmon /AcceptEula /Quiet /Minimized /Runtime 30 /BackingFile %TEMP%\\files.pml. Then drop files.csv here.",
  cost: "elevated",
  when: ["many-threads-work-on-files"],
  unless: ["foreign-process-on-files", "only-own-process-on-files", "file-accesses-slow", "file-accesses-many"],
};

export const controlGroup: CommandAsk = {
  command: "linux-cgroup",
  run: "head /sys/fs/cgroup/cpu.stat /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory.max",
  only: "linux",
  target: "server",
  why: "A container that has used up its share of the processors stands still until the next period.",
  cost: "live",
};

export const linuxThreads: CommandAsk = {
  command: "linux-ps",
  run: LINUX_THREADS.run,
  only: "linux",
  target: "server",
  why: "Shows which threads wait in the kernel, and in which function.",
  cost: "live",
};
