/**
 * Logs as `.logopen` writes them, made from nothing: every value is invented, every shape is one that a
 * debugger or shell prints. The same seed gives the same text.
 */
export interface Section {
  name: string;
  /** Share of the mixed log, by sections written. */
  weight: number;
  print(random: Random): string;
}

/** Small generator of repeatable numbers. */
export class Random {
  constructor(private state: number) {}

  below(limit: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 4294967296) * limit);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  hex(digits: number): string {
    let text = "";
    while (text.length < digits) text += this.below(0x10000).toString(16).padStart(4, "0");
    return text.slice(0, digits);
  }
}

function times(count: number, row: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => row(index)).join("\n");
}

const MODULES = ["ntdll", "kernel32", "KERNELBASE", "mscorwks", "clr", "w3tp", "webengine4", "sqlncli11", "app"];
const SYMBOLS = ["ZwWaitForSingleObject", "Thread::DoAppropriateWait", "WaitForMultipleObjectsEx", "CCall::Enter<int>"];
/** Threads of one process wait in the same few hundred places. */
const SITES = MODULES.flatMap((module) =>
  SYMBOLS.flatMap((symbol) =>
    Array.from({ length: 8 }, (_, at) => `${module}!${symbol}+0x${(at * 23 + 5).toString(16)}`),
  ),
);
const METHODS = [
  "Contoso.Shop.Cart.Load(Int32)",
  "System.Threading.Monitor.Enter(System.Object)",
  "Contoso.Web.Page.OnLoad(System.EventArgs)",
];
const TYPES = [
  "System.String    /shop/list.aspx",
  "System.Web.HttpContext",
  "System.Object[]    (System.String[])",
  "Contoso.Shop.Cart",
];

function wide(random: Random): string {
  return `0000${random.hex(4)}\`${random.hex(8)}`;
}

function threadRow(thread: number, random: Random, teb: string): string {
  return `  ${thread}  Id: 13a8.${(0x300 + random.below(0xcff)).toString(16)} Suspend: 1 Teb: ${teb} Unfrozen`;
}

function stacksX86(random: Random): string {
  const rows = (): string =>
    times(
      14,
      () => `0${random.hex(7)} 7${random.hex(7)} ${random.hex(8)} 00000001 0${random.hex(7)} ${random.pick(SITES)}`,
    );
  const stack = (thread: number): string =>
    `${threadRow(thread, random, `7ffa${random.hex(4)}`)}\nChildEBP RetAddr  Args to Child\n${rows()}\n`;
  return `0:000> ~*kb 2000\n\n${times(24, stack)}`;
}

function stacksX64(random: Random): string {
  const row = (): string =>
    `${wide(random)} ${wide(random)} : ${times(4, () => wide(random)).replaceAll("\n", " ")} : ${random.pick(SITES)}`;
  const heading =
    "Child-SP          RetAddr           : Args to Child                                                           : Call Site";
  const stack = (thread: number): string =>
    `${threadRow(thread, random, wide(random))}\n${heading}\n${times(14, row)}\n`;
  return `0:000> ~*kv\n\n${times(12, stack)}`;
}

function clrstacks(random: Random): string {
  const row = (): string => `0000${random.hex(12)} 0000${random.hex(12)} ${random.pick(METHODS)}`;
  const stack = (thread: number): string =>
    `OS Thread Id: 0x${random.hex(4)} (${thread})\n        Child SP               IP Call Site\n0000${random.hex(12)} 0000${random.hex(12)} [HelperMethodFrame: 0000${random.hex(12)}] System.Threading.Monitor.Enter(System.Object)\n${times(9, row)}`;
  return `0:000> ~*e !clrstack\n${times(20, stack)}`;
}

function syncBlocks(random: Random): string {
  const row = (index: number): string =>
    `${String(40 + index).padStart(5)} ${random.hex(16)} ${String(1 + 2 * random.below(80)).padStart(12)} 1 ${random.hex(16)} ${random.hex(4)} ${random.below(90)} ${random.hex(16)} Contoso.Shop.Cart`;
  return `0:000> !syncblk\nIndex         SyncBlock MonitorHeld Recursion Owning Thread Info          SyncBlock Owner\n${times(20, row)}\n-----------------------------\nTotal           ${random.below(900)}\nCCW             2\nRCW             1\nComClassFactory 0\nFree            7`;
}

function managedThreads(random: Random): string {
  const row = (index: number): string =>
    `${String(index).padStart(4)} ${String(index + 1).padStart(4)} ${random.hex(4)} ${random.hex(16)}    28220 Preemptive  ${random.hex(16)}:${random.hex(16)} ${random.hex(16)} 0     MTA (Threadpool Worker)`;
  return `0:000> !threads\nThreadCount:      60\nUnstartedThread:  0\nBackgroundThread: 59\nPendingThread:    0\nDeadThread:       0\nHosted Runtime:   no\n                                                                                                        Lock\n       ID OSID ThreadOBJ           State GC Mode     GC Alloc Context                  Domain           Count Apt Exception\n${times(60, row)}`;
}

function stackObjects(random: Random): string {
  const row = (): string => `${random.hex(16).toUpperCase()} ${random.hex(16)} ${random.pick(TYPES)}`;
  return `0:031> !dso\nOS Thread Id: 0x1f4c (31)\nRSP/REG          Object           Name\n${times(60, row)}`;
}

/** A thread as `!thread` and `!process` print it, with a stack of so many rows. */
function threadOf(random: Random, rows: number): string {
  const row = (): string =>
    `fffff90e\`${random.hex(8)} fffff801\`${random.hex(8)} : ${times(4, () => wide(random)).replaceAll("\n", " ")} : nt!KiSwapContext+0x${random.hex(2)}`;
  return `THREAD ffffe10a5d0c4080  Cid 1c38.${random.hex(4)}  Teb: 000000c9d4a1d000 Win32Thread: 0000000000000000 WAIT: (Executive) KernelMode Non-Alertable\n    fffff90e6b1c2d38  NotificationEvent\nIRP List:\n    ffffe10a${random.hex(8)}: (0006,0430) Flags: 00000884  Mdl: 00000000\nNot impersonating\nOwning Process            ffffe10a5b7d9080       Image:         w3wp.exe\nWait Start TickCount      812345         Ticks: ${random.below(9000)} (0:00:00:36.000)\nContext Switch Count      4123           IdealProcessor: 2\nUserTime                  00:00:00.218\nKernelTime                00:00:01.031\nChild-SP          RetAddr           : Args to Child                                                           : Call Site\n${times(rows, row)}\n`;
}

function kernelThread(random: Random): string {
  return `0: kd> !thread ffffe10a5d0c4080\n${threadOf(random, 20)}`;
}

function kernelProcess(random: Random): string {
  const head = `PROCESS ffffe10a5b7d9080\n    SessionId: 0  Cid: 1c38    Peb: c9d4a1c000  ParentCid: 0b1c\n    DirBase: 1f2d00002  ObjectTable: ffffd104a28c7040  HandleCount: ${random.below(9000)}.\n    Image: w3wp.exe\n    VadRoot ffffe10a5b8e8f10 Vads 612 Clone 0 Private 91040. Modified 1204. Locked 4.\n    DeviceMap ffffd1049e8445b0\n    Token                             ffffd104a28c8060\n    ElapsedTime                       02:04:07.015\n    UserTime                          00:00:12.031\n    KernelTime                        00:00:03.000\n    QuotaPoolUsage[PagedPool]         426588\n    QuotaPoolUsage[NonPagedPool]      61440\n    Working Set Sizes (now,min,max)  (62154, 50, 345) (248616KB, 200KB, 1380KB)\n    PeakWorkingSetSize                72183\n    VirtualSize                       2101 Gb\n    PeakVirtualSize                   2101 Gb\n    PageFaultCount                    94609\n    MemoryPriority                    BACKGROUND\n    BasePriority                      8\n    CommitCharge                      91124\n`;
  const thread = (): string => threadOf(random, 8).replace(/^/gm, "        ").trimEnd();
  return `0: kd> !process ffffe10a5b7d9080 7\n${head}\n${times(12, () => `${thread()}\n`)}`;
}

function kernelLocks(random: Random): string {
  const resource = (): string =>
    `\nResource @ 0xffffe10a${random.hex(8)}    Exclusively owned\n    Contention Count = ${random.below(9000)}\n    NumberOfExclusiveWaiters = 3\n     Threads: ffffe10a${random.hex(8)}-01<*>\n     Threads Waiting On Exclusive Access:\n              ffffe10a${random.hex(8)}       ffffe10a${random.hex(8)}       ffffe10a${random.hex(8)}\n`;
  return `0: kd> !locks\n**** DUMP OF ALL RESOURCE OBJECTS ****\nKD: Scanning for held locks....\n${times(6, resource)}KD: Scanning for held locks.....\n9120 total locks, 6 locks currently held`;
}

function modules(random: Random): string {
  const row = (index: number): string => {
    const low = 0x10000 + index * 0x1100;
    const name = `mod${random.hex(5)}`;
    return `00007ff9\`${(low * 256).toString(16).padStart(8, "0")} 00007ff9\`${((low + 0x800) * 256).toString(16).padStart(8, "0")}   ${name.padEnd(10)} ${random.below(2) === 0 ? "(deferred)" : `(pdb symbols)          c:\\symbols\\${name}.pdb\\${random.hex(32).toUpperCase()}1\\${name}.pdb`}`;
  };
  return `0:000> lm\nstart             end                 module name\n${times(80, row)}`;
}

function connections(random: Random): string {
  const row = (): string =>
    `  TCP    10.20.${random.below(255)}.${random.below(255)}:${1024 + random.below(60000)}`.padEnd(32) +
    `10.20.7.${random.below(255)}:${random.pick(["1433", "443", "445"])}`.padEnd(23) +
    `${random.pick(["ESTABLISHED", "TIME_WAIT", "CLOSE_WAIT"]).padEnd(16)}${random.below(20000)}`;
  return `C:\\>netstat -ano\n\nActive Connections\n\n  Proto  Local Address          Foreign Address        State           PID\n${times(80, row)}\n`;
}

const SENTENCES = [
  "The pages came back for a while after the pool was recycled, then they stopped again.",
  "We took the second dump while the queue stood at its limit; the first one is too early to tell.",
  "Nobody has changed the site since spring, but the backup agent was updated on Monday night.",
  "Could you look at the lock that thread 39 holds, and tell us who waits behind it?",
];

function prose(random: Random): string {
  const paragraph = (): string => `${times(4, () => random.pick(SENTENCES))}\n`;
  return `C:\\>exit\n\nFrom: Site Operations\nSubject: hang of shop-${random.below(90)}\n\n${times(8, paragraph)}`;
}

function filters(random: Random): string {
  const row = (index: number): string =>
    `${`Filter${random.hex(3)}`.padEnd(30)}  ${String(random.below(9)).padStart(11)}  ${String(40000 + index * 9000 + random.below(900)).padStart(12)}  ${"0".padStart(5)}`;
  return `C:\\>fltmc\n\nFilter Name                     Num Instances    Altitude    Frame\n------------------------------  -------------  ------------  -----\n${times(16, row)}`;
}

function listing(random: Random): string {
  const row = (): string =>
    `06/21/2007  09:${String(10 + random.below(50))} AM ${String(random.below(900000)).padStart(17)} page_${random.hex(6)}.dll`;
  const folder = (): string =>
    `\n Directory of C:\\Temp\\${random.hex(8)}\n\n${times(25, row)}\n              25 File(s)      ${1000000 + random.below(900000)} bytes`;
  return `C:\\>dir /a /s C:\\Temp\n Volume in drive C is System\n Volume Serial Number is 3C4E-11F0\n${times(6, folder)}\n\n     Total Files Listed:\n             150 File(s)      9900000 bytes\n              12 Dir(s)   9126805504 bytes free`;
}

function noise(random: Random): string {
  const row = (index: number): string =>
    `2007-06-21 11:28:${String(index % 60).padStart(2, "0")} INFO  worker ${random.below(40)} request /shop/page${random.below(900)}.aspx served in ${random.below(4000)} ms, cache ${random.pick(["hit", "miss"])}`;
  return `C:\\>type u_ex0706.log\n${times(80, row)}`;
}

export const SECTIONS: readonly Section[] = [
  { name: "native stacks, x86", weight: 4, print: stacksX86 },
  { name: "native stacks, x64", weight: 4, print: stacksX64 },
  { name: "managed stacks", weight: 3, print: clrstacks },
  { name: "sync blocks", weight: 1, print: syncBlocks },
  { name: "managed threads", weight: 1, print: managedThreads },
  { name: "stack objects", weight: 2, print: stackObjects },
  { name: "kernel thread", weight: 2, print: kernelThread },
  { name: "kernel process", weight: 2, print: kernelProcess },
  { name: "kernel locks", weight: 1, print: kernelLocks },
  { name: "modules", weight: 1, print: modules },
  { name: "connections", weight: 1, print: connections },
  { name: "filter drivers", weight: 1, print: filters },
  { name: "directory listing", weight: 2, print: listing },
  { name: "request log", weight: 4, print: noise },
  { name: "prose", weight: 2, print: prose },
];

/** At least `bytes` of the sections given, each as often as its weight says. */
export function syntheticLog(bytes: number, sections: readonly Section[] = SECTIONS): string {
  const order = sections.flatMap((section) => Array.from({ length: section.weight }, () => section));
  const random = new Random(1);
  const parts: string[] = [];
  for (let size = 0, at = 0; size < bytes; at++) {
    const part = order[at % order.length]?.print(random) ?? "";
    parts.push(part);
    size += part.length + 1;
  }
  return parts.join("\n");
}
