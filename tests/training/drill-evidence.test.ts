import { expect, test } from "vitest";
import { Console, type ConsoleKind } from "@/simulator/console/console";
import type { Server } from "@/simulator/server";
import { writtenDrill } from "@/training/drills/list";
import { hangOf } from "@/training/drills/written-drill";

const SEEDS = [0, 41, 42, 43];

/** What an output has to show: a pattern, or a text so many times at least. */
type Shows = RegExp | readonly [text: string, times: number];

/** Types lines one after the other at one place; a `%` in a line is what the last output had in the pattern's group. */
interface Look {
  drill: string;
  at: ConsoleKind;
  what: string;
  lines: readonly (readonly [line: string, shows: Shows])[];
}

const APPCMD = "%windir%\\system32\\inetsrv\\appcmd";
const TEMP = "%windir%\\Microsoft.NET\\Framework\\v2.0.50727\\Temporary ASP.NET Files";
const TYPEPERF = (counter: string): string => `typeperf "\\${counter}" -sc 2`;
const REQUESTS = "select session_id, blocking_session_id, wait_type from sys.dm_exec_requests";

const LOOKS: readonly Look[] = [
  {
    drill: "case-study",
    at: "kernel",
    what: "one lock that nobody waits for, whose owner has been waiting for a moment, twice through one driver",
    lines: [
      ["!locks", /Threads: ([0-9a-f`]+)-01<\*>(?![\s\S]*Waiters)/],
      ["!thread %", /Ticks: 1 [\s\S]*(\w+)!OsrFilterDeregister[\s\S]*KiTrap0E[\s\S]*\1!OsrFilterDeregister/],
    ],
  },
  {
    drill: "case-study",
    at: "cmd",
    what: "a folder of some 80 GB in more than a million files",
    lines: [[`dir /a /s "${TEMP}"`, /\n\s+[1-9][\d,]{8,9} File\(s\) [78]\d,\d{3},\d{3},\d{3} bytes/]],
  },
  {
    drill: "antivirus-only",
    at: "cmd",
    what: "accesses of more than a tenth of a second, and of next to nothing in the excluded folder",
    lines: [
      ["procmon /openlog a.pml /saveas a.csv", /wwwroot\\shop\\Views\\[^\n]*0[.,]1[0-4]\d{5}/],
      ["procmon /openlog a.pml /saveas a.csv", /excluded\\shop\\Views\\[^\n]*0[.,]000\d{4}/],
      ["fltmc", /WdFilter\s+2\s+328010/],
    ],
  },
  {
    drill: "recycle-storm",
    at: "user",
    what: "applications that ended because bin changed",
    lines: [
      ["!dumpheap -type System.Web.HttpRuntime", /\n\s*(?:0x)?([0-9a-f]{8,16})\s+(?:0x)?[0-9a-f]{8,16}\s+\d+/],
      ["!do %", /([0-9a-f]{8,16}) _shutDownMessage/],
      ["!do %", /bin dir change or directory rename/],
    ],
  },
  {
    drill: "recycle-storm",
    at: "cmd",
    what: "an entry every other minute, and a folder of 900 MB",
    lines: [
      ["wevtutil qe Application /c:50 /rd:true /f:text", ["Bin directory change", 12]],
      [`dir /a /s "${TEMP}"`, /\n\s+[4-7],\d{3} File\(s\)\s+[89]\d\d,\d{3},\d{3} bytes/],
    ],
  },
  {
    drill: "owner-in-sql",
    at: "cmd",
    what: "a session that waits for another one, which waits for nobody",
    lines: [
      [`sqlcmd -S SQL01 -Q "${REQUESTS}"`, /\n\s*\d+ suspended\s+SELECT\s+(\d+) LCK_M_S/],
      [`sqlcmd -S SQL01 -Q "${REQUESTS}"`, /\n\s*\d+ running\s+INSERT\s+0 NULL/],
    ],
  },
  {
    drill: "pool-leak",
    at: "cmd",
    what: "connections that the collector gave back, while nearly all sleep",
    lines: [
      [TYPEPERF(".NET Data Provider for SqlServer(*)\\NumberOfReclaimedConnections"), /"[4-9]\d\.0|"[1-9]\d\d\.0/],
      ['sqlcmd -S SQL01 -Q "select * from sys.dm_exec_sessions"', ["sleeping", 97]],
    ],
  },
  {
    drill: "pool-leak",
    at: "user",
    what: "a pool with all of its hundred connections out, and somebody waiting",
    lines: [
      [".loadby sos clr", /^/],
      [".loadby sos mscorwks", /^/],
      ["!dumpheap -stat -type DbConnectionPool", /^/],
    ],
  },
  {
    drill: "sync-over-async",
    at: "unix",
    what: "a quota that never held the container up",
    lines: [["cat /sys/fs/cgroup/cpu.stat", /nr_periods [1-9]\d{4,}\n[\s\S]*nr_throttled 0\b/]],
  },
  {
    drill: "sync-over-async",
    at: "dotnet-dump",
    what: "about two hundred workers, all of them busy",
    lines: [["threadpool", /Total:\s+(?:1[89]\d|2[0-2]\d)\b[\s\S]*Idle:\s+0\b/]],
  },
  {
    drill: "async-deadlock",
    at: "user",
    what: "a pool with idle workers and nothing queued, below limits that were raised",
    lines: [["!threadpool", /Idle: [1-9]\d* MaxLimit: (?:4|8|16)00 MinLimit: (?:50|100|200)\n.*Queue: 0/]],
  },
  {
    drill: "session-lock",
    at: "cmd",
    what: "a report that has been running for six minutes, and others of one address in the session module",
    lines: [
      [`${APPCMD} list requests`, /reports\/sales.aspx\?year=2024, time:3[3-9]\d{4} msec, client:([\d.]+), stage:Exec/],
      [`${APPCMD} list requests`, /stage:AcquireRequestState, module:Session/],
    ],
  },
  {
    drill: "sta-com",
    at: "user",
    what: "one thread of the apartment that is busy in the old component, and objects by the thousand",
    lines: [
      ["~*kb 2000", /msvbvm60!rtcDoEvents[\s\S]*AcmePrices!CQuote::Load[\s\S]*CDllHost::STAWorkerLoop/],
      [".loadby sos clr", /^/],
      [".loadby sos mscorwks", /^/],
      ["!finalizequeue", /Ready for finalization,? ?\(?\d{4,}|Ready for finalization \d{4,}|eady\D{1,40}\d{4,}/],
    ],
  },
  {
    drill: "kernel-resource",
    at: "kernel",
    what: "one lock with some forty who wait, and an owner that stands in the replication's driver",
    lines: [
      ["!locks", /NumberOfExclusiveWaiters = (?:3[2-9]|4[0-6])[\s\S]*Threads: ([0-9a-f`]+)-01<\*>/],
      ["!thread %", /(?:AcmeReplica|ContosoMirror|AcmeRepl)\+0x/],
    ],
  },
  {
    drill: "not-hung",
    at: "cmd",
    what: "two processes of one pool, of which the other has done the work",
    lines: [
      [`${APPCMD} list requests /elapsed:10000`, /^$/],
      [`${APPCMD} list wp`, /applicationPool:([^)]+)\)\n.*applicationPool:\1\)/],
      ["tasklist /v", /w3wp\.exe[^\n]*0:00:\d\d[\s\S]*w3wp\.exe[^\n]*[0-2]:[0-5]\d:\d\d/],
    ],
  },
  {
    drill: "gc-thrash",
    at: "user",
    what: "the runtime's mark, a collection at work, and strings on top of the heap",
    lines: [
      ["!threadpool", /CPU utilization:? 81%/],
      ["~*kb 2000", /gc_heap::mark_phase/],
      ["!dumpheap -stat", /\n\s*(?:0x)?[0-9a-f]+\s+[\d,]+\s+[\d,]{9,} System\.String\nTotal/],
    ],
  },
  {
    drill: "gc-thrash",
    at: "cmd",
    what: "collections that take well over half of the time",
    lines: [[TYPEPERF(".NET CLR Memory(*)\\% Time in GC"), /"(?:5[4-9]|6\d)\.0/]],
  },
  {
    drill: "loader-lock",
    at: "user",
    what: "the loader's lock, whose owner is in a DllMain, and a collection that waits",
    lines: [
      ["!cs ntdll!LdrpLoaderLock", /OwningThread\s+=\s+(?:0x)?0*([1-9a-f][0-9a-f]*)/],
      ["~~[%]kb", /!DllMain[\s\S]*LdrpCallInitRoutine/],
      ["~*kb 2000", /SuspendEE|SysSuspendForGC/],
    ],
  },
  {
    drill: "forgotten-debugger",
    at: "user",
    what: "threads that are all suspended twice in a process that is debugged, with locks held",
    lines: [
      ["~", /^(?![\s\S]*Suspend: (?!2))[\s\S]*Suspend: 2/],
      ["!peb", /BeingDebugged:\s+Yes/],
      ["!syncblk", ["  1         1 ", 2]],
    ],
  },
  { drill: "forgotten-debugger", at: "cmd", what: "the debugger itself", lines: [["tasklist", /msvsmon\.exe/]] },
];

/** What a line did not show, with its output; null when it did. */
function unseen(server: Server, { at, lines }: Look): string | null {
  const console = new Console(server, at, { sos: true });
  let found = "";
  for (const [line, shows] of lines) {
    const typed = line.startsWith(APPCMD) || !line.includes("%") ? line : line.replace(/(?<![\\"])%(?!w)/, found);
    const text = console.type(typed).output.join("\n");
    const match = shows instanceof RegExp ? shows.exec(text) : null;
    const isSeen = shows instanceof RegExp ? match !== null : text.split(shows[0]).length > shows[1];
    if (!isSeen) return `${typed}\n${text.slice(0, 1500)}`;
    found = match?.[1] ?? found;
  }
  return null;
}

test.each(LOOKS)("$drill: the terminal shows $what", (look) => {
  const drill = writtenDrill(look.drill);
  if (!drill) throw new RangeError(`No drill ${look.drill}`);
  const faults = SEEDS.flatMap((seed) => unseen(hangOf(drill, seed).server, look) ?? []);

  expect(faults).toEqual([]);
});

test("a database that nobody said more of runs what threads wait for, and nothing else", () => {
  const drill = writtenDrill("session-lock");
  const { server } = hangOf(drill ?? expect.fail("no drill"), 5);
  const ask = (text: string): string =>
    new Console(server, "cmd").type(`sqlcmd -S SQL01 -Q "${text}"`).output.join("\n");

  expect(ask("select * from sys.dm_exec_requests")).toMatch(/SELECT[\s\S]*\(1 rows affected\)/);
  expect(ask("select * from dbo.Orders")).toContain("Invalid object name 'dbo.Orders'");
});

test("the first server of the case study has the published seventy-two behind one owner", () => {
  const drill = writtenDrill("case-study");
  const { server } = hangOf(drill ?? expect.fail("no case study"), 0);
  const held = new Console(server, "user").type("!syncblk").output.join("\n");

  expect(held).toMatch(/\s145\s+1\s/);
});
