import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readCounterPath } from "@/parsers/counter-series";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { bare, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const countersOf = (block: Block | undefined) => reportOf(block, "counters", "counters");

const TYPEPERF = `C:\\>typeperf "\\Processor(_Total)\\% Processor Time" "\\Memory\\Available MBytes" -sc 3

"(PDH-CSV 4.0)","\\\\WEB01\\Processor(_Total)\\% Processor Time","\\\\WEB01\\Memory\\Available MBytes"
"03/12/2024 16:04:33.123","18.462005","11520.000000"
"03/12/2024 16:04:34.127","-1","11519.000000"
"03/12/2024 16:04:35.131","0.500000","11525.000000"

Exiting, please wait...
The command completed successfully.
`;
const LOG = `"(PDH-CSV 4.0) (W. Europe Standard Time)(-60)","\\\\WEB01\\LogicalDisk(C:)\\Avg. Disk sec/Read","\\\\WEB01\\Process(w3wp#1)\\Private Bytes"
"03/12/2024 16:04:33.123"," ","169024512"
"03/12/2024 16:04:48.130","0.0281453","169028608"
`;
const GERMAN = `"(PDH-CSV 4.0)";"\\\\WEB01\\Prozessor(_Total)\\Prozessorzeit (%)"
"03/12/2024 16:04:33.123";"18,462005"
"03/12/2024 16:04:34.127";"1,000000"
`;

test("each counter has its values in time, with the least and the most and where they stand", () => {
  const [block] = read(TYPEPERF);
  expect([block?.outcome, block?.mode]).toEqual(["read", "shell"]);
  const { counters, samples, sampleCount, zone, zoneBiasMinutes, cutRows } = countersOf(block);
  expect([sampleCount, zone, zoneBiasMinutes, cutRows]).toEqual([3, null, null, 0]);
  expect(samples[1]).toEqual({ line: 5, time: "03/12/2024 16:04:34.127", localTime: "2024-03-12T16:04:34.127" });
  expect(counters[0]).toEqual({
    line: 3,
    path: "\\\\WEB01\\Processor(_Total)\\% Processor Time",
    machine: "WEB01",
    object: "Processor",
    instance: "_Total",
    counter: "% Processor Time",
    values: [18.462005, null, 0.5],
    count: 2,
    first: 18.462005,
    last: 0.5,
    minimum: 0.5,
    minimumLine: 6,
    maximum: 18.462005,
    maximumLine: 4,
    average: 9.481003,
  });
  expect(counters[1]).toMatchObject({ instance: null, values: [11520, 11519, 11525], minimumLine: 5, maximumLine: 6 });
});

test("a log of Performance Monitor names its zone, and an empty value is none", () => {
  const { counters, zone, zoneBiasMinutes } = countersOf(read(LOG)[0]);
  expect([zone, zoneBiasMinutes]).toEqual(["W. Europe Standard Time", -60]);
  expect(counters.map(({ values, count }) => [values, count])).toEqual([
    [[null, 0.0281453], 1],
    [[169024512, 169028608], 2],
  ]);
  expect(counters[1]).toMatchObject({ object: "Process", instance: "w3wp#1", counter: "Private Bytes" });
});

test("decimal commas, semicolons and tabs are read", () => {
  const { counters } = countersOf(read(GERMAN)[0]);
  expect(counters[0]).toMatchObject({ counter: "Prozessorzeit (%)", values: [18.462005, 1] });
  const tabs = LOG.replace("PDH-CSV", "PDH-TSV").replaceAll('","', '"\t"');
  expect(countersOf(read(tabs)[0])).toEqual(countersOf(read(LOG)[0]));
  const unquoted = GERMAN.replaceAll('"', "");
  expect(countersOf(read(unquoted)[0]).counters[0]?.values).toEqual([18.462005, 1]);
});

test.each([
  ["\\\\WEB01\\Process(w3wp)\\% Processor Time", ["WEB01", "Process", "w3wp", "% Processor Time"]],
  ["\\Memory\\Pages/sec", [null, "Memory", null, "Pages/sec"]],
  [
    "\\\\S\\LogicalDisk(D:\\Mounts (old)\\Data)\\Avg. Disk sec/Read",
    ["S", "LogicalDisk", "D:\\Mounts (old)\\Data", "Avg. Disk sec/Read"],
  ],
  ["\\\\S\\Prozessor(_Total)\\Prozessorzeit (%)", ["S", "Prozessor", "_Total", "Prozessorzeit (%)"]],
  ["\\\\S\\System\\Zeit (s)", ["S", "System", null, "Zeit (s)"]],
  [
    "\\\\S\\Network Interface(Intel\\[R\\] 82574L \\_2)\\Bytes/sec",
    ["S", "Network Interface", "Intel[R] 82574L _2", "Bytes/sec"],
  ],
  ["SProcessor(_Total)% Processor Time", [null, null, null, null]],
])("the path %s is taken apart", (path, parts) => {
  const { machine, object, instance, counter } = readCounterPath(path);
  expect([machine, object, instance, counter]).toEqual(parts);
});

test("what typeperf says at its end belongs to it, in any language", () => {
  for (const closing of [
    "Beendigung, bitte warten...\nDer Befehl wurde erfolgreich ausgeführt.",
    "終了しています。\nコマンドは正常に終了しました。",
    "Exiting, please wait...",
  ]) {
    expect(read(`${GERMAN}\n${closing}\n`).map(({ outcome, unread }) => [outcome, unread])).toEqual([["read", []]]);
  }
});

const SAMPLES = `PS C:\\> Get-Counter '\\LogicalDisk(*)\\Avg. Disk sec/Read' -MaxSamples 2

Timestamp                 CounterSamples
---------                 --------------
3/12/2024 4:04:33 PM      \\\\web01\\network interface(isatap.{ff327d73-8ae0-4949-98
                          c2-bad7dabfc3cb})\\bytes total/sec :
                          0.0281453

                          \\\\web01\\physicaldisk(_total)\\current disk queue length
                          :
                          12

3/12/2024 4:04:38 PM      \\\\web01\\network interface(isatap.{ff327d73-8ae0-4949-98
                          c2-bad7dabfc3cb})\\bytes total/sec :
                          1.2E-05

                          \\\\web01\\physicaldisk(_total)\\current disk queue length
                          :
                          14

`;

test("samples of PowerShell have their values, and the names that the window broke are whole", () => {
  const [block] = read(SAMPLES);
  expect(block?.outcome).toBe("read");
  const { counters, samples, sampleCount } = countersOf(block);
  expect([sampleCount, samples]).toEqual([
    2,
    [
      { line: 5, time: "3/12/2024 4:04:33 PM", localTime: null },
      { line: 13, time: "3/12/2024 4:04:38 PM", localTime: null },
    ],
  ]);
  expect(counters.map(({ object, instance, counter, values }) => [object, instance, counter, values])).toEqual([
    ["network interface", "isatap.{ff327d73-8ae0-4949-98c2-bad7dabfc3cb}", "bytes total/sec", [0.0281453, 0.000012]],
    ["physicaldisk", "_total", "current disk queue length", [12, 14]],
  ]);
});

test("samples of PowerShell in other languages are read, without the command and with single blanks too", () => {
  const german = SAMPLES.replace(/(\d)\.(\d+)/g, "$1,$2")
    .replace("3/12/2024 4:04:33 PM", "12.03.2024 16:04:33")
    .replace("3/12/2024 4:04:38 PM", "2024. 03. 12. 16:04:38");
  const values = (text: string) => countersOf(read(text)[0]).counters.map((counter) => counter.values);
  for (const text of [german, bare(SAMPLES), bare(german)]) expect(values(text)).toEqual(values(SAMPLES));
});

test("a value of PowerShell whose time was left out, or that may be cut, is not read", () => {
  const [head = "", first = "", second = ""] = SAMPLES.split(/(?=3\/12\/2024)/);
  const withoutTime = head + first + second.replace(/^\S+ \S+ PM {6}/, "");
  const [block] = read(withoutTime);
  expect(countersOf(block).counters.map(({ values }) => values)).toEqual([[0.0281453], [12]]);
  expect(block?.unread.length).toBeGreaterThan(0);
  expect(countersOf(read((head + first).trimEnd())[0]).counters).toHaveLength(1);
});

test("the command left out, a byte order mark, and a console's line width change nothing", () => {
  const whole = withoutLines(countersOf(read(TYPEPERF)[0]));
  const bare = TYPEPERF.split("\n").slice(1).join("\n");
  const wrapped = bare.replace(/(.{80})(?=.)/g, "$1\n");
  for (const text of [bare, `\ufeff${bare}`, bare.replaceAll("\n", "\r\n"), wrapped]) {
    const blocks = read(text);
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["typeperf", "read"]]);
    expect(withoutLines(countersOf(blocks[0]))).toEqual(whole);
  }
});

test("a line that a mail left 80 characters long, for its last word, is no console's", () => {
  const mailed = `"(PDH-CSV 4.0)";"\\\\WEB-FRONT012\\Logischer Datenträger(D:\\Mounts
(old)\\Data)\\Mittlere Sek./Schreibvorgänge";"\\\\WEB-FRONT012\\ASP.NET\\Anforderungen
in Warteschlange"
"12/13/2023 17:38:31.007";"2,5";"4,0"
"12/13/2023 17:38:32.023";"4,5";"3,0"
`;
  const longest = Math.max(...mailed.split("\n").map(({ length }) => length));
  const [block] = read(mailed);
  expect([longest, block?.outcome]).toEqual([80, "read"]);
  expect(countersOf(block).counters.map(({ counter }) => counter)).toEqual([
    "Mittlere Sek./Schreibvorgänge",
    "Anforderungen in Warteschlange",
  ]);
});

test("a log cut at any place gives the rows above, and no value that is not there", () => {
  for (const text of [LOG, GERMAN, GERMAN.replaceAll('"', "")]) {
    const whole = countersOf(read(text)[0]);
    for (let end = text.indexOf("\n") + 1; end < text.length - 1; end++) {
      const [block] = read(text.slice(0, end));
      const { counters, samples } = countersOf(block);
      expect([end, samples]).toEqual([end, whole.samples.slice(0, samples.length)]);
      counters.forEach(({ values }, at) => {
        expect([end, values]).toEqual([end, whole.counters[at]?.values.slice(0, samples.length)]);
      });
      expect([end, block?.outcome === "read", /["\n]$/.test(text.slice(0, end))]).not.toEqual([end, true, false]);
    }
  }
});

test("of a long log the start and the end are kept, and all of it is counted", () => {
  const rows = Array.from(
    { length: 30_000 },
    (_, at) => `"03/12/2024 16:04:33.123","${at === 15_000 ? 99_999 : at}.000000"`,
  );
  const { counters, samples, sampleCount } = countersOf(
    read(`"(PDH-CSV 4.0)","\\\\S\\Memory\\Pages/sec"\n${rows.join("\n")}\n`)[0],
  );
  expect([sampleCount, samples.length, counters[0]?.count]).toEqual([30_000, 20_000, 30_000]);
  expect([counters[0]?.first, counters[0]?.last, counters[0]?.maximum, counters[0]?.maximumLine]).toEqual([
    0, 29_999, 99_999, 15_002,
  ]);
});

test.each([
  ['C:\\>typeperf "\\Prozessor(_Total)\\x"\n\nError: No valid counters.\n', "NO_SUCH_COUNTER"],
  [
    "C:\\>relog hang.blg -f csv -o c.csv\n\nInput\n----------------\nFile(s):\n     hang.blg (Binary)\n\nBegin:    3/12/2024 16:04:33\nSamples:       301\n",
    "COUNTERS_IN_FILE",
  ],
  [
    "PS C:\\> Get-Counter '\\Prozessor(_Total)\\x'\nGet-Counter : The specified object was not found on the computer.\n",
    "NO_SUCH_COUNTER",
  ],
])("an output without counters is told with its fix", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["counters", "unusable", code]);
});

test("rows of Get-Counter that fill a window of 80 columns by their blanks are rows of their own", () => {
  const sample = (second: number): string[] => [
    `27.03.2007 02:46:2${second}       \\\\contoso-iis7\\prozessor(_total)\\prozessorzeit (%) :  `,
    `                          ${second},5  `,
    "  ",
  ];
  const heading = [
    "PS C:\\> Get-Counter '\\Prozessor(_Total)\\Prozessorzeit (%)' -MaxSamples 3",
    "",
    "Timestamp                 CounterSamples",
    "---------                 --------------",
  ];
  const text = [...heading, ...[6, 7, 8].flatMap(sample)].join("\n");
  const { counters, sampleCount } = countersOf(readTranscript({ name: "log", text }, 0)[0]);
  expect([sampleCount, counters.map(({ values }) => values)]).toEqual([3, [[6.5, 7.5, 8.5]]]);
});

test("a path of Get-Counter that its column was too narrow for is one, also where blanks fill the window behind it", () => {
  const lines = [
    "PS C:\\> Get-Counter '\\.NET CLR-Speicher(_Global_)\\GC-Zeitdauer in Prozent'",
    "",
    "Timestamp                 CounterSamples",
    "---------                 --------------",
    "19.01.2020 17:53:52       \\\\shop-web2\\arbeitsspeicher\\verfügbare mb :",
    "                          5408,476337",
    "",
    "                          \\\\shop-web2\\.net clr-speicher(_global_)\\gc-zeitdauer",
    "                          in prozent :",
    "                          1,98391",
    "",
  ];
  const [block] = readTranscript({ name: "log", text: lines.map((line) => `${line}  `).join("\n") }, 0);
  expect(countersOf(block).counters.map(({ counter }) => counter)).toEqual([
    "verfügbare mb",
    "gc-zeitdauer in prozent",
  ]);
});

test.skipIf(!hasCorpus)("published logs are read as their facts say, and no other output is taken for one", () => {
  const [first, second] = readTranscript(corpusTranscript("typeperf-multi-counter-winrm-indented-txwinrm"), 0);
  expect([first?.outcome, second?.outcome]).toEqual(["read", "read"]);
  expect(countersOf(first).counters.map(({ counter, values }) => [counter, values])).toEqual([
    ["Pages/sec", [0, 0, 0, 0]],
    ["Avg. Disk Queue Length", [0, 0, 0, 0]],
    ["% Processor Time", [18.462005, 0.000464, 1.538423, 0.000197]],
  ]);
  expect(countersOf(second).counters[2]).toMatchObject({ machine: "AMAZONA-SDFU7B1", values: [0.000483] });

  const blocks = readTranscript(corpusTranscript("typeperf-sc1-tasklist-whatsapp-comment"), 0).slice(1);
  expect(
    blocks.map((block) => {
      const { counters, samples } = countersOf(block);
      return [block.outcome, counters[0]?.path, samples[0]?.time, counters[0]?.last];
    }),
  ).toEqual([
    ["read", "\\\\CEBALLOS\\Process(whatsapp)\\Working Set", "11/20/2019 23:01:11.527", 176361472],
    ["read", "\\\\CEBALLOS\\Process(whatsapp)\\IO Data Operations/sec", "11/20/2019 23:09:30.589", 0],
    ["read", "\\\\CEBALLOS\\Process(_total)\\% Processor Time", "11/20/2019 23:15:36.725", 803.998032],
    ["read", "\\\\CEBALLOS\\Process(whatsapp)\\% Processor Time", "11/20/2019 23:16:20.661", 3.104402],
  ]);
  expect(publishedFor("counters")).toEqual([
    "typeperf-multi-counter-winrm-indented-txwinrm",
    "typeperf-sc1-tasklist-whatsapp-comment",
  ]);
});
