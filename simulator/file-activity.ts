import type { Random } from "./random";

/** Something a process did to a file or a registry key, as Process Monitor saw it. */
export interface FileEvent {
  /** Milliseconds since 1970, local time of the server. */
  at: number;
  process: string;
  processId: number;
  threadId: number;
  operation: string;
  path: string;
  result: string;
  /** Tenths of a microsecond. */
  duration: number;
  offset: number | null;
  length: number | null;
  /** What is said beside offset and length. */
  more: string;
}

const PROCESSES: readonly (readonly [name: string, id: number])[] = [
  ["w3wp.exe", 6764],
  ["AcmeBkpAgent.exe", 3028],
  ["MsMpEng.exe", 2416],
  ["System", 4],
];
const PATHS = [
  "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET Files\\shop\\App_Web_k3x7.dll",
  "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET Files\\shop\\hash.web",
  "D:\\Sites\\shop (live)\\web.config",
  "\\\\files01\\share\\prices, new.csv",
  "C:\\",
  "HKLM\\System\\CurrentControlSet\\Services\\W3SVC\\Parameters",
];
const RESULTS = [
  "SUCCESS",
  "SUCCESS",
  "SUCCESS",
  "NAME NOT FOUND",
  "SHARING VIOLATION",
  "NO MORE FILES",
  "BUFFER OVERFLOW",
];
const OTHER_OPERATIONS: readonly (readonly [operation: string, more: string])[] = [
  ["CreateFile", "Desired Access: Generic Read, Disposition: Open, ShareMode: Read, Delete, OpenResult: Opened"],
  ["QueryDirectory", "Filter: *.delete, 2: App_Web_k3x7.dll"],
  ["CloseFile", ""],
  ["RegOpenKey", 'Desired Access: "Read"'],
];

function makeEvent(at: number, random: Random): FileEvent {
  const [process, processId] = random.pick(PROCESSES);
  const io = random.chance(0.5);
  const [operation, more] = io
    ? [random.pick(["ReadFile", "WriteFile"]), "I/O Flags: Non-cached, Paging I/O, Priority: Normal"]
    : random.pick(OTHER_OPERATIONS);
  return {
    at,
    process,
    processId,
    threadId: 4 * random.int(100, 3000),
    operation,
    path: random.pick(PATHS),
    result: random.pick(RESULTS),
    duration: random.int(10, random.pick([900, 90_000, 90_000_000])),
    offset: io ? 512 * random.int(0, 9000) : null,
    length: io ? 4096 * random.int(1, 64) : null,
    more,
  };
}

/** Some events in their order, within a minute of `from`. */
export function makeFileActivity(from: number, random: Random): FileEvent[] {
  let at = from;
  return random.times(random.int(2, 9), () => {
    at += random.int(1, 7000);
    return makeEvent(at, random);
  });
}
