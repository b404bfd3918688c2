import fc from "fast-check";
import { expect, test } from "vitest";
import { type Diagnosis, diagnose } from "@/cases/diagnose";
import { CAUSE_IDS, type CauseId, type Transcript } from "@/evidence";
import { hangPlaybook } from "@/machines/hang";
import { simulateHang } from "@/simulator/hangs/simulate";
import { PRINTERS } from "@/simulator/printers/list";
import { type Printer, printout } from "@/simulator/printers/printer";
import { makeServer, type Server } from "@/simulator/server";
import { play } from "@/training/play";
import { CASE_STUDY, FOLDER_80_GB } from "../support/case-study";
import { corpusTranscripts, hasCorpus } from "../support/corpus";
import { HANGS, POOL } from "../support/made-up-hangs";
import { ids, runWith } from "../support/triage";

const APART = ["two-processes", "two-kernels", "two-machines", "other-machine", "outputs-not-placed"];

const apart = (diagnosis: Diagnosis): string[] => ids(diagnosis).filter((id) => APART.includes(id));

/** Confirmed causes whose proofs stand in outputs of both servers; `first` says whose a transcript is. */
function mixed({ causes, findings }: Diagnosis, first: (file: number) => boolean): string[] {
  return causes
    .filter(({ standing }) => standing === "confirmed")
    .filter((cause) => {
      const files = findings
        .filter(({ id }) => cause.for.includes(id))
        .flatMap(({ cites }) => cites.flatMap((cite) => ("file" in cite ? cite.file : [])));
      return files.some(first) && files.some((file) => !first(file));
    })
    .map(({ id }) => id);
}

function suits({ needs, prompt }: Printer, { runtime }: Server): boolean {
  const linux = runtime.system === "linux";
  return (
    (needs.versions?.includes(runtime.version) ?? true) &&
    (needs.bits ?? runtime.bits) === runtime.bits &&
    (needs.systems?.includes(runtime.system) ?? !linux) &&
    (linux ? prompt === "unix" || prompt === "dotnet-dump" : prompt !== "unix")
  );
}

test("all that one server prints, in every dialect and in pastes of its own, is of one dump", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.boolean(), (seed, linux) => {
      const server = makeServer(seed, linux ? { systems: ["linux"] } : {});
      const texts = PRINTERS.filter((printer) => suits(printer, server)).map((printer) => printout(printer, server));
      expect(apart(runWith(texts))).toEqual([]);
    }),
    { numRuns: 12 },
  );
});

test("the outputs of the case study stay one case, though its kernel dump is of another boot", () => {
  const diagnosis = diagnose(hangPlaybook, [...CASE_STUDY, FOLDER_80_GB]);
  expect(apart(diagnosis)).toEqual([]);
  expect(diagnosis.causes.find(({ role }) => role === "primary")).toMatchObject({
    id: "oversized-temp-folder",
    standing: "confirmed",
  });
});

/** An article that shows the same program twice, once more started. */
const TWO_RUNS = ["pe-dso-clrstack-ip2md-clr4-x86-devenv-path-too-long"];

test.skipIf(!hasCorpus)("published outputs are of one dump each, but for one that shows two runs", () => {
  const torn = corpusTranscripts().filter((transcript) => apart(diagnose(hangPlaybook, [transcript])).length > 0);
  expect(torn.map(({ name }) => name)).toEqual(TWO_RUNS);
});

/** What an engineer pasted of a made-up server that hangs for the cause, and the list of its threads. */
function pastes(seed: number, cause: CauseId): { texts: string[]; answers: ReadonlyMap<string, string> } {
  const { solution, hang } = play(hangPlaybook, simulateHang(seed, cause));
  const list = PRINTERS.find((printer) => printer.parser === "windbg-threads" && suits(printer, hang.server));
  const texts = solution.asked.flatMap(({ text, command }) => (command && text ? [text] : []));
  return { texts: [...texts, ...(list ? [printout(list, hang.server)] : [])], answers: solution.answers };
}

test("outputs of two servers with one hang, each command run on either, never make a confirmed cause together", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CAUSE_IDS),
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 1, max: 1e6 }),
      fc.infiniteStream(fc.boolean()),
      (cause, one, other, either) => {
        fc.pre(one !== other);
        const [first, second] = [pastes(one, cause), pastes(other, cause)];
        const some = (texts: readonly string[], mine: boolean): string[] =>
          texts.filter((_text, index) => index === texts.length - 1 || either.next().value === mine);
        const [here, there] = [some(first.texts, true), some(second.texts, false)];
        const answers = Object.fromEntries(first.answers);
        expect(mixed(runWith([...here, ...there], answers), (file) => file < here.length)).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
});

test("the same outputs in one paste, one server's between the other's, are warned of and not put together", () => {
  fc.assert(
    fc.property(fc.constantFrom(...CAUSE_IDS), fc.integer({ min: 1, max: 1e6 }), (cause, seed) => {
      const [first, second] = [pastes(seed, cause).texts, pastes(seed + 1, cause).texts];
      const parts = first.flatMap((text, at) => [
        { text, mine: true },
        ...second.slice(at, at + 1).map((other) => ({ text: other, mine: false })),
      ]);
      const lines = parts.flatMap(({ text, mine }) =>
        text
          .trimEnd()
          .split("\n")
          .map(() => mine),
      );
      const diagnosis = runWith([parts.map(({ text }) => `${text.trimEnd()}\n`).join("")]);
      expect(apart(diagnosis)).not.toEqual([]);
      const proofs = diagnosis.causes
        .filter(({ standing }) => standing === "confirmed")
        .map((cause) =>
          diagnosis.findings
            .filter(({ id }) => cause.for.includes(id))
            .flatMap(({ cites }) => cites.flatMap((cite) => ("lines" in cite ? [lines[cite.lines[0] - 1]] : []))),
        );
      expect(proofs.filter((of) => of.includes(true) && of.includes(false))).toEqual([]);
    }),
    { numRuns: 10 },
  );
});

test("process dumps of two servers in one case are warned of, whatever their order", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), (one, other) => {
      fc.pre(one !== other);
      const list = (seed: number): string => {
        const server = makeServer(seed);
        const printer = PRINTERS.find(({ parser }) => parser === "windbg-threads");
        return printer ? printout(printer, server) : "";
      };
      const [a, b] = [runWith([list(one), list(other)]), runWith([list(other), list(one)])];
      expect(apart(a)).toContain("two-processes");
      expect(a.causes).toEqual(b.causes);
    }),
    { numRuns: 40 },
  );
});

/** The same hang in a process with other numbers throughout. */
const elsewhere = (text: string): string =>
  text
    .replaceAll("1f40", "2c80")
    .replace(/\b(0x)?1([abd][0-9a-f]{2})\b/g, "$15$2")
    .replaceAll("2b1c", "6b1c");

test.each(HANGS)("a hang for $cause beside the outputs of another process loses nothing and takes nothing", (hang) => {
  const { text, answers = {} } = hang;
  const other = elsewhere(HANGS.find(({ cause }) => cause === "critical-section")?.text ?? "");
  const diagnosis = runWith([text, other], answers);
  expect(mixed(diagnosis, (file) => file === 0)).toEqual([]);
});

const LIST = (process: string, ids: readonly string[]): string =>
  `0:000> ~\n${ids.map((id, index) => `${index === 0 ? "." : " "}  ${index}  Id: ${process}.${id} Suspend: 1 Teb: 000000d1\`b5a1${index}000 Unfrozen`).join("\n")}\n`;

test("a pool that does not tell which of two processes it is of counts for neither", () => {
  const lists = [LIST("1f40", ["1f44", "1a20"]), LIST("2c80", ["2c84", "2d10"])];
  const diagnosis = runWith([...lists, POOL(48, 48, 311)]);
  expect(apart(diagnosis)).toEqual(["two-processes", "outputs-not-placed"]);
  expect(ids(diagnosis)).not.toContain("pool-exhausted");
});

test("a pool pasted together with the threads of one of two processes is that one's", () => {
  const one = LIST("1f40", ["1f44", "1a20", "1a24"]) + POOL(48, 48, 311);
  const diagnosis = runWith([one, LIST("2c80", ["2c84", "2d10"])]);
  expect(apart(diagnosis)).toEqual(["two-processes"]);
  expect(ids(diagnosis)).toContain("pool-exhausted");
});

const REQUESTS =
  "C:\\>appcmd list requests\n" +
  'REQUEST "fb0000018000021c" (url:GET /quote.aspx, time:41875 msec, client:10.1.2.3, stage:ExecuteRequestHandler, module:ManagedPipelineHandler)\n';

test("what IIS says counts beside two processes once somebody says that both are of that server", () => {
  const texts = [LIST("1f40", ["1f44", "1a20"]), LIST("2c80", ["2c84", "2d10"]), REQUESTS];
  expect(ids(runWith(texts))).not.toContain("requests-running-long");
  expect(ids(runWith(texts, { captures: "one-server" }))).toContain("requests-running-long");
});

const TIME = (clock: string, uptime: string, user: string): string =>
  `0:000> .time\nDebug session time: Tue Mar 12 ${clock}.000 2024 (UTC + 2:00)\nSystem Uptime: 11 days 2:10:09.140\nProcess Uptime: 0 days ${uptime}.000\n  Kernel time: 0 days 0:00:12.000\n  User time: 0 days ${user}.000\n`;

test("two clocks that do not give one start of the process are of two processes", () => {
  const one = TIME("16:04:33", "2:06:11", "0:01:08") + LIST("1f40", ["1f44", "1a20"]);
  expect(apart(runWith([one, TIME("16:05:33", "0:06:11", "0:00:08") + LIST("2c80", ["2c84", "2d10"])]))).toEqual([
    "two-processes",
  ]);
  expect(apart(runWith([one, TIME("16:05:33", "2:07:11", "0:01:09") + LIST("1f40", ["1f44", "1a20"])]))).toEqual([]);
});

test("a clock without its zone is of the same dump as one with it", () => {
  const blind = TIME("14:04:33", "2:06:11", "0:01:08").replace(" (UTC + 2:00)", "");
  expect(apart(runWith([TIME("16:04:33", "2:06:11", "0:01:08"), blind]))).toEqual([]);
  expect(ids(runWith([TIME("16:04:33", "2:06:11", "0:01:08"), blind]))).not.toContain("several-dumps");
});

const STACK = (thread: number, id: string, method: string): string =>
  `0:0${thread}> !clrstack\nOS Thread Id: 0x${id} (${thread})\n        Child SP               IP Call Site\n000000d1b5f7e2a8 00007ff91ab3d5e4 [HelperMethodFrame_1OBJ: 000000d1b5f7e3d0] System.Threading.Monitor.Enter(System.Object)\n000000d1b5f7e4e0 00007ff8bbc2a91f ${method}\n`;
const dump = (clock: string, uptime: string, user: string, method: string): string =>
  TIME(clock, uptime, user) +
  STACK(12, "2b1c", method) +
  STACK(17, "1d90", "Contoso.Stock.Journal.Close(System.DateTime)");

test("threads of two dumps of one process are told to stand still or to have moved on", () => {
  const diagnosis = runWith([
    dump("16:04:33", "2:06:11", "0:01:08", "Contoso.Stock.Ledger.Post(Contoso.Stock.Entry)"),
    dump("16:05:03", "2:06:41", "0:01:09", "Contoso.Stock.Ledger.Sum(Int32)"),
  ]);
  expect(diagnosis.findings.find(({ id }) => id === "several-dumps")?.values).toMatchObject({
    dumps: 2,
    spanSeconds: 30,
  });
  expect(diagnosis.findings.find(({ id }) => id === "threads-stand-still")?.values.threads).toEqual([17]);
  expect(diagnosis.findings.find(({ id }) => id === "threads-move-on")?.values.threads).toEqual([12]);
});

test("a process that the debugger holds still is one dump, however late its clock is read again", () => {
  const method = "Contoso.Stock.Ledger.Post(Contoso.Stock.Entry)";
  const diagnosis = runWith([
    dump("16:04:33", "2:06:11", "0:01:08", method),
    dump("16:05:03", "2:06:41", "0:01:08", method),
  ]);
  expect(ids(diagnosis)).not.toContain("threads-stand-still");
});

const TABLE = (held: number, owner: string): string =>
  `0:012> !syncblk\nIndex         SyncBlock MonitorHeld Recursion Owning Thread Info          SyncBlock Owner\n   31 000001b2c4d0a118 ${String(held).padStart(12)}         1 ${owner}   000001b2a4e01d70 Contoso.Stock.Ledger\n-----------------------------\nTotal           128\nCCW             3\nRCW             2\nComClassFactory 0\nFree            17\n`;
const TWELVE = "000001b2c61f5540  2b1c  12";
const SEVENTEEN = "000001b2c61f9980  1d90  17";

test("the owner in one dump and a stack from another are not put together", () => {
  const sql = "000000d1b5f7e4e0 00007ff8bbc2a91f System.Data.SqlClient.TdsParserStateObject.ReadSniSyncOverAsync()\n";
  const first = TIME("16:04:33", "2:06:11", "0:01:08") + TABLE(9, TWELVE);
  const second = TIME("16:05:03", "2:06:41", "0:01:09") + TABLE(11, SEVENTEEN) + STACK(12, "2b1c", "A.B()") + sql;
  const diagnosis = runWith([first, second]);
  expect(ids(diagnosis)).toContain("lock-owner-changed");
  expect(ids(diagnosis)).not.toContain("calls-out");
});

test("two tables that differ and tell no time are asked about", () => {
  const texts = [TABLE(9, TWELVE), TABLE(11, TWELVE)];
  expect(ids(runWith(texts))).toEqual(expect.arrayContaining(["captures-not-told", "lock-owner-same"]));
  const { step } = runWith(texts);
  expect(step.questions).toContain("captures");
  const told = runWith(texts, { captures: "several-servers" });
  expect(ids(told)).not.toContain("lock-owner-same");
  expect(ids(told)).toContain("two-processes");
});

test("one table printed by two tools is one moment", () => {
  const same = TABLE(9, TWELVE);
  const other = same.replace("!syncblk", "!sos.syncblk").replaceAll("         1 ", " 1 ");
  expect(ids(runWith([same, other]))).not.toContain("lock-owner-same");
});

test("one digit misread in a list of many threads makes no second process", () => {
  const list = LIST("1f40", ["1f44", "1a20", "1a24", "1a28", "1a2c"]);
  const misread = `${list.replace("1a24", "1a34").replace("0:000> ~", "0:000> ~*").replaceAll("Unfrozen", "Unfrozen ")}`;
  expect(apart(runWith([list, misread]))).toEqual([]);
});

test("outputs of Windows and of Linux are of two machines", () => {
  const linux =
    "root@web:/# cat /sys/fs/cgroup/cpu.stat\nusage_usec 1\nuser_usec 1\nsystem_usec 0\nnr_periods 10\nnr_throttled 0\nthrottled_usec 0\n";
  expect(apart(runWith([REQUESTS, linux]))).toContain("two-machines");
});

const transcripts = (texts: readonly string[]): Transcript[] =>
  texts.map((text, index) => ({ name: `paste ${index + 1}`, text }));

test("two dumps of one process give the same whatever is pasted first", () => {
  const texts = [
    dump("16:04:33", "2:06:11", "0:01:08", "Contoso.Stock.Ledger.Post(Contoso.Stock.Entry)"),
    dump("16:05:03", "2:06:41", "0:01:09", "Contoso.Stock.Ledger.Sum(Int32)"),
    TABLE(9, TWELVE),
    POOL(48, 48, 311),
  ];
  const plain = diagnose(hangPlaybook, transcripts(texts)).causes;
  fc.assert(
    fc.property(fc.shuffledSubarray(texts, { minLength: texts.length }), (order) => {
      expect(diagnose(hangPlaybook, transcripts(order)).causes).toEqual(plain);
    }),
    { numRuns: 10 },
  );
});
