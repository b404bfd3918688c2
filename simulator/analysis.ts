import type { Hex } from "@/evidence";
import { Random } from "./random";
import type { Server } from "./server";

/** One thread that the debugger found waiting, the next one being whom it waits for. */
export interface ChainLink {
  thread: number;
  osThreadId: Hex;
  waitType: string;
}

/** What the debugger's automatic analysis comes to. */
export interface Analysis {
  /** Of the kernel. */
  bugcheck: {
    name: string;
    code: Hex;
    says: readonly string[];
    arguments: readonly { value: Hex; meaning: string | null }[];
    driver: string;
    function: string;
    offset: number;
  };
  /** Of the process. */
  exception: {
    code: Hex;
    name: string;
    address: Hex;
    site: string;
    offset: number;
    parameters: readonly Hex[];
    /** Null for one that is not managed. */
    type: string | null;
    /** What it is filed under. */
    bucket: string;
    /** Its code in words. */
    says: string;
    object: Hex;
    hResult: Hex;
  };
  chain: readonly ChainLink[];
  keyValues: readonly (readonly [key: string, value: string])[];
  timeline: readonly (readonly [event: string, milliseconds: number])[];
}

const BUGCHECKS: readonly (readonly [name: string, code: Hex, says: readonly string[], meanings: (string | null)[]])[] =
  [
    [
      "MANUALLY_INITIATED_CRASH",
      "e2",
      ["The user manually initiated this crash dump."],
      [null, null, "reserved", null],
    ],
    [
      "EXRESOURCE_TIMEOUT_LIVEDUMP",
      "1cc",
      ["A kernel ERESOURCE has timed out. This may be a deadlock, or very much", "contention."],
      [
        "The ERESOURCE that has timed out",
        "The thread that found it",
        "The contention count",
        "The timeout in seconds",
      ],
    ],
    [
      "DRIVER_POWER_STATE_FAILURE",
      "9f",
      ["A driver has failed to complete a power IRP within a specific time."],
      ["A device object has been blocking an IRP", "Physical Device Object of the stack", null, "The blocked IRP"],
    ],
  ];
/** What the debugger calls a wait that it can only guess at. */
const GUESSED = ["Speculated (Triage)", "Unknown"];
const MANAGED = [
  "System.InvalidOperationException",
  "System.Web.HttpUnhandledException",
  "Contoso.Stock.LedgerException",
];
const SITES = ["KERNELBASE!RaiseException", "ntdll!RtlReportCriticalFailure", "ContosoNative!Journal_Write"];

/** What the dump was written for. A process that threw nothing was stopped by whoever took it. */
function faultOf(
  { exceptions }: Server,
  random: Random,
): Pick<Analysis["exception"], "code" | "name" | "type" | "bucket" | "says"> {
  const managed = random.chance(0.6);
  if (exceptions.length === 0) {
    const says = "(NTSTATUS) 0x80000003 - A breakpoint has been reached.";
    return { code: "80000003", name: "Break instruction exception", type: null, bucket: "STATUS_BREAKPOINT", says };
  }
  if (!managed) {
    const says = "(NTSTATUS) 0xc0000005 - The memory could not be read.";
    return { code: "c0000005", name: "Access violation", type: null, bucket: "INVALID_POINTER_READ", says };
  }
  const type = random.pick(MANAGED);
  return { code: "e0434352", name: "CLR exception", type, bucket: `CLR_EXCEPTION_${type}`, says: "" };
}

/** From a thread that waits for a critical section to the one that holds it, and on while that one waits too. */
function sectionChain({ criticalSections }: Server): ChainLink[] {
  const first = criticalSections.find(({ owner, waiting }) => owner && waiting.length > 0)?.waiting[0];
  const links: ChainLink[] = [];
  for (let thread = first ?? null; thread && !links.some((link) => link.thread === thread?.number); ) {
    const { number, osThreadId } = thread;
    const wanted = criticalSections.find(({ waiting }) => waiting.some((waiter) => waiter.number === number));
    links.push({ thread: number, osThreadId, waitType: wanted ? "Critical Section" : "Unknown" });
    thread = wanted?.owner ?? null;
  }
  return links;
}

/** The analysis of a server's dump; the same one for the same server. */
export function analysisOf(server: Server): Analysis {
  const { seed, threads, request, kernel, process } = server;
  const random = new Random(seed).fork("analysis");
  const known = sectionChain(server);
  const [name, code, says, meanings] = random.pick(BUGCHECKS);
  const fault = faultOf(server, random.fork("fault"));
  const guess = random.sample(threads, random.int(1, 4)).map(({ number, osThreadId }) => ({
    thread: number,
    osThreadId,
    waitType: random.pick(GUESSED),
  }));
  const values = [kernel.suspect.process, kernel.suspect.address, random.int(0, 0x1ff).toString(16), "96"];
  return {
    bugcheck: {
      name,
      code,
      says,
      arguments: meanings.map((meaning, at) => ({ value: values[at] ?? "0", meaning })),
      driver: random.pick(["AcmeBkp", "i8042prt", "Ntfs"]),
      function: random.pick(["PreCreate", "I8xProcessCrashDump", "NtfsWaitSync"]),
      offset: random.int(1, 0xfff),
    },
    exception: {
      ...fault,
      address: threads[0]?.native[0]?.returnAddress ?? "0",
      site: random.pick(SITES),
      offset: random.int(1, 0x7f),
      parameters: random.times(random.int(0, 5), () => random.pick(["0", "1", request.object.address, "ffffffff"])),
      object: request.object.address,
      hResult: "80131509",
    },
    chain: known.length > 0 ? known : guess,
    keyValues: [
      ["Analysis.CPU.mSec", String(random.int(100, 9000))],
      ["Analysis.Elapsed.mSec", String(random.int(9000, 99_000))],
      ["Failure.Bucket", `APPLICATION_HANG_cfffffff_${process.image}!Unknown`],
      ["Timeline.Process.Start.DeltaSec", String(random.int(5, 99_000))],
      ["WER.OS.Version", "10.0.17763.1"],
    ],
    timeline: [
      ["!analyze.Start", random.int(0, 999)],
      ["Dump.Current", 0],
      ["Process.Start", 1000 * random.int(3, 9_999)],
      ["OS.Boot", 1000 * random.int(100_000, 900_000)],
    ],
  };
}
