import { expect, test } from "vitest";
import { normalise } from "@/parsers/normalise";
import { read } from "../support/reading";

const LOCKS = `0:081> !syncblk
Index SyncBlock  MonitorHeld Recursion   Thread  ThreadID     Object Waiting
   10 0x00dabf58          3         2   0xd9c7b0 0x2148   5 0x022e70fc System.Object
   Waiting threads: 6
Total 12
ComCallWrapper 1
ComPlusWrapper 0
ComClassFactory 0
Free 3
`;
const STACK = `0:005> kb
ChildEBP RetAddr  Args to Child
0e8cf25c 77e612df 000014ac 00000000 00000000 ntdll!NtWaitForSingleObject+0x14
0e8cf2c0 79e901d5 000014ac ffffffff 00000000 kernel32!WaitForSingleObjectEx+0xac
0e8cf304 79e90144 000014ac ffffffff 00000000 mscorwks!PEImage::LoadImage+0x1af
`;
const STACK_X64 = `0:005> k
Child-SP          RetAddr           Call Site
00000000\`0193f558 00007ffc\`7c827d29 ntdll!NtWaitForSingleObject+0x14
00000000\`0193f560 00007ffc\`7c7a1f02 KERNELBASE!WaitForSingleObjectEx+0x9e
`;

/** What the blocks say, without the places they say it of. */
function said(text: string): unknown {
  const telling = read(text).filter(({ parser, unread }) => parser !== null || unread.length > 0);
  const plain = JSON.stringify(telling.map(({ parser, outcome, report }) => ({ parser, outcome, report })));
  return JSON.parse(plain.replace(/"(?:line|\w+Line)":\d+,?/g, "").replace(/,\}/g, "}"));
}

function texts(text: string): string[] {
  return normalise(text).map((line) => line.text);
}

function eachLine(text: string, change: (line: string, at: number) => string): string {
  return text.trimEnd().split("\n").map(change).join("\n");
}

test.each([
  ["N1: blanks between columns collapsed to one", LOCKS.replace(/ +/g, " ")],
  ["N2: indentation lost", eachLine(LOCKS, (line) => line.trimStart())],
  ["N5: entities, escaped twice, with hard blanks", LOCKS.replaceAll(">", "&amp;gt;").replaceAll("  ", "&nbsp; ")],
  ["N5: zero-width blanks", LOCKS.replaceAll(".", ".\u200b")],
  ["N6: a times sign for the x of an address", LOCKS.replaceAll("0x", "0\u00d7")],
  ["N12: rows that mail broke", LOCKS.replace("5 0x022e70fc System", "5\n0x022e70fc System")],
  ["N13: quoted by a mail, twice", eachLine(LOCKS, (line) => `>> ${line}`)],
  ["N13: in a source comment", eachLine(LOCKS, (line) => `// ${line}`)],
  ["N13: in a ticket's table", eachLine(LOCKS, (line) => `| ${line}`)],
  ["N13: as a list of bullets", eachLine(LOCKS, (line) => `* ${line}`)],
  ["N21: old Mac line ends", LOCKS.replaceAll("\n", "\r")],
  ["N21: Windows line ends and a form feed", LOCKS.replaceAll("\n", "\r\n").replace("Total", "\fTotal")],
  ["N21: tabs for blanks", LOCKS.replace(/ {2,}/g, "\t")],
  ["N21: UTF-16 read byte by byte, with its mark", `\ufffd\ufffd${[...LOCKS].join("\0")}\0`],
  ["N22: colour codes", LOCKS.replaceAll("0x022e70fc", "\u001b[31m0x022e70fc\u001b[0m")],
  ["N22: a window title set in between", LOCKS.replace("Total", "\u001b]0;dbg\u0007Total")],
  ["N22: progress that a terminal wrote over", LOCKS.replace("Total", "10%\b\b\bTotal")],
  ["N23: a debugger's links", LOCKS.replaceAll("0x022e70fc", '<link cmd="!do 0x022e70fc">0x022e70fc</link>')],
  ["N24: ISO times in front", eachLine(LOCKS, (line, at) => `[2024-05-01T10:02:0${at}Z] ${line}`)],
  ["N24: clock times in front", eachLine(LOCKS, (line, at) => `10:02:0${at}.250 ${line}`)],
  ["N24: syslog heads in front", eachLine(LOCKS, (line, at) => `May  1 10:02:0${at} web-7 dbg[41]: ${line}`)],
  ["N24: a container's log", eachLine(LOCKS, (line, at) => `2024-05-01T10:02:0${at}.123456789Z stdout F ${line}`)],
  ["N24: compose names in front", eachLine(LOCKS, (line) => `web-1  | ${line}`)],
  ["N24: the number of a build's part", eachLine(LOCKS, (line) => `2>${line}`)],
  ["N25: fences", `\`\`\`\n${LOCKS}\`\`\`\n`],
  ["N25: what a chat escaped", LOCKS.replace(/[*_<>[\]`!#]/g, "\\$&")],
  ["N25: a name that a chat made a link", LOCKS.replace("System.Object", "[System.Object](http://System.Object)")],
  ["N34: the numbers of an editor", eachLine(LOCKS, (line, at) => `${String(at + 1).padStart(6)}\t${line}`)],
  ["several at once", eachLine(LOCKS, (line, at) => `&gt; [2024-05-01T10:02:0${at}Z] ${line}\r`)],
])("%s: read as printed", (_what, text) => {
  expect(said(text)).toEqual(said(LOCKS));
});

test.each([
  ["an accent", "\u00b4"],
  ["a quote", "'"],
  ["a curly quote", "\u2018"],
  ["nothing", ""],
])("N17: %s for the back-tick of a 64-bit address", (_what, mark) => {
  expect(said(STACK_X64.replaceAll("`", mark))).toEqual(said(STACK_X64));
});

test("N3: a row with more words than its heading has is read by its words", () => {
  expect(said(LOCKS)).toMatchObject([{ report: { rows: [{ waitingThreads: [6] }] } }]);
});

test("N4: the owner's mark may have been eaten as a tag, a type's arguments in angle brackets stay", () => {
  expect(texts("Foo<B>.Bar <b>__0 List`1<System.String> <code>5__2")).toEqual([
    "Foo<B>.Bar <b>__0 List`1<System.String> <code>5__2",
  ]);
  expect(texts("<p>0e8cf25c <b>77e612df</b></p>")).toEqual(["0e8cf25c 77e612df"]);
});

test("N6: quotes, dashes and dots of a word processor become plain", () => {
  expect(texts("\u201c/C\u201d \u2013ve it\u2019s \u2026")).toEqual(['"/C" -ve it\'s ...']);
});

test("N7, N8: each prompt begins an output, and its number is the thread", () => {
  const blocks = read(`${LOCKS}0:039:x86> kb\n${STACK.split("\n").slice(1).join("\n")}`);
  expect(blocks.map(({ command, thread }) => [command, thread])).toEqual([
    ["!syncblk", 81],
    ["kb", 39],
  ]);
});

test("N7: a prompt of dotnet-dump keeps its angle bracket in a quoted mail", () => {
  const lines = ["> syncblk", ...LOCKS.split("\n").slice(1, -1)];
  const blocks = read(lines.map((line) => `> ${line}`).join("\n"));
  expect(blocks.map(({ command, parser }) => [command, parser])).toEqual([["syncblk", "sos-syncblk"]]);
});

test("N9: an output without its command is known by its text", () => {
  const [block] = read(LOCKS.split("\n").slice(1).join("\n"));
  expect([block?.command, block?.echoed, block?.outcome]).toEqual(["!syncblk", false, "read"]);
});

test.each(["<< this one", "// this one", "<-- this one", ";; this one"])(
  "N10: a remark %s behind a row is not part of it",
  (remark) => {
    expect(said(LOCKS.replace("System.Object", `System.Object  ${remark}`))).toEqual(said(LOCKS));
  },
);

test("N10: prose round an output is told as not read", () => {
  const blocks = read(`Then I ran this:\n\n${LOCKS}\nAny idea?\n`);
  expect(blocks.map(({ parser, unread }) => [parser, unread])).toEqual([
    [null, [[1, 1]]],
    ["sos-syncblk", [[13, 13]]],
  ]);
});

test("N11, N26: a list that was cut short is not called complete", () => {
  const cut = LOCKS.split("\n").slice(0, 3).join("\n");
  expect(read(cut)[0]?.report).toMatchObject({ complete: false });
  expect(read(LOCKS.replace("Total 12", "... Lots of similar entries ...\nTotal 12"))[0]?.report).toMatchObject({
    complete: false,
  });
});

test("N12: rows that a console of 80 columns broke are joined, and cite all their lines", () => {
  const wide = STACK_X64.replace("ntdll!NtWaitForSingleObject", `ntdll!${"NtWaitForSingleObject".repeat(3)}`);
  const broken = wide.replace(/.{80}/g, "$&\n");
  expect(broken).not.toBe(wide);
  expect(said(broken)).toEqual(said(wide));
  expect(read(broken)[0]?.lines).toEqual([1, broken.trimEnd().split("\n").length]);
});

test("N14: an output on one line is read where its rows have marks, else it is told how to copy it", () => {
  expect(said(LOCKS.trimEnd().replace(/\n */g, " "))).toMatchObject([{ parser: "sos-syncblk" }]);
  const long = STACK + STACK.split("\n").slice(2).join("\n");
  expect(read(long.trimEnd().replaceAll("\n", " "))[0]?.problem?.code).toBe("OUTPUT_ON_ONE_LINE");
});

test("N15: a column that markup dropped moves no other value into its place", () => {
  const [block] = read(STACK.replace("000014ac 00000000 00000000 ntdll", "ntdll"));
  expect(block?.report).toMatchObject({
    stacks: [{ frames: [{ args: [] }, { args: ["14ac", "ffffffff", "0"] }, {}] }],
  });
});

test("N16: letters among digits are offered as digits, never read so in silence", () => {
  const [block] = read(STACK.replaceAll("0e8c", "Oe8c"));
  expect(block?.offer?.code).toBe("DIGITS_MISREAD");
  expect(JSON.stringify(block?.report ?? null)).not.toContain("e8cf25c");
});

test("N18, N33: addresses are the same in any spelling", () => {
  const spelled = STACK.replace("0e8cf25c", "0E8CF25C").replace("77e612df", "77E612DF");
  expect(said(spelled)).toEqual(said(STACK));
  const prefixed = eachLine(STACK.trimEnd(), (line) => line.replace(/\b[0-9a-f]{8}\b/g, "0x$&"));
  expect(said(`${prefixed}\n`)).toEqual(said(STACK));
});

test("N19, N20: a clock without a zone says so, one with a zone is an instant", () => {
  const time = (zone: string): unknown =>
    read(
      `0:000> .time\nDebug session time: Thu Jun 21 11:28:51.000 2007${zone}\nSystem Uptime: 8 days 15:51:05.015\n`,
    )[0]?.report;
  expect(JSON.stringify(time(" (GMT+2)"))).toContain("2007-06-21T09:28:51");
  expect(JSON.stringify(time(""))).not.toContain("T09:28:51");
});

test("N24: a log whose own rows begin with a time keeps it", () => {
  const log = [
    "#Software: Microsoft HTTP API 2.0",
    "#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename",
    ...[1, 2, 3].map(
      (at) => `2024-05-01 10:02:0${at} 10.0.0.7 5012${at} 10.0.0.1 80 HTTP/1.1 GET / 503 1 QueueFull Pool`,
    ),
  ];
  expect(texts(log.join("\n"))).toEqual(log);
  expect(texts(log.slice(2).join("\n"))).toEqual(log.slice(2));
});

test("N25: stars and underlines that a chat took leave an output that is read", () => {
  expect(read(STACK.replaceAll("_", ""))[0]).toMatchObject({ parser: "windbg-stack", outcome: "read" });
});

test("N27: a folder's size is read in the language that the server speaks", () => {
  const text = `C:\\>dir /s C:\\Temp
 Datenträger in Laufwerk C: ist System
 Volumeseriennummer: 3C4E-11F0

     Anzahl der angezeigten Dateien:
            1415 Datei(en), 85.899.345.920 Bytes
               2 Verzeichnis(se),  9.126.805.504 Bytes frei
`;
  expect(JSON.stringify(read(text)[0]?.report)).toContain("85899345920");
});

test("N28: version banners and symbol complaints are noise", () => {
  const noise = "*** WARNING: Unable to verify checksum for Contoso.Shop.dll\nLoading unloaded module list\n.....\n";
  expect(said(LOCKS.replace("0:081>", `${noise}0:081>`))).toEqual(expect.arrayContaining(said(LOCKS) as unknown[]));
});

test.each([
  ["N29: a kernel command in a process dump", "0:000> !process 0 0\nNo export process found\n", "NEEDS_KERNEL_TARGET"],
  ["N30: SOS not loaded", "0:000> !syncblk\nNo export syncblk found\n", "SOS_NOT_LOADED"],
  [
    "N30: a runtime that is not there",
    "0:000> !threads\nFailed to find runtime DLL (clr.dll), 0x80004005\n",
    "RUNTIME_NOT_FOUND",
  ],
])("%s is told with its fix", (_what, text, code) => {
  expect(read(text).map(({ outcome, problem }) => [outcome, problem?.code])).toEqual([["unusable", code]]);
});

test("N31: values that were made unreadable are no addresses", () => {
  const [block] = read(LOCKS.replace("0x022e70fc", "0xXXXXXXXX"));
  expect(JSON.stringify(block?.report ?? {})).not.toContain("XXXX");
});

test("N32: the same output pasted twice is two blocks with one fingerprint", () => {
  const [one, two] = read(LOCKS + LOCKS);
  expect(one?.fingerprint).toBe(two?.fingerprint);
  expect(two?.lines[0]).toBeGreaterThan(one?.lines[1] ?? 0);
});

test("N34: numbers that may be the output's own are offered as an editor's", () => {
  const rows = STACK.trimEnd().split("\n").slice(1);
  const [block] = read(rows.map((line, at) => `${at + 7}: ${line}`).join("\n"));
  expect(block?.offer?.code).toBe("LINES_NUMBERED");
});

test("N35: yen and won signs are the backslashes of Japanese and Korean pages", () => {
  expect(texts("C:\u00a5Windows\u00a5Temp D:\u20a9logs 5 \u00a5")).toEqual(["C:\\Windows\\Temp D:\\logs 5 \u00a5"]);
});

test("whatever was taken off, a line keeps the number that it was pasted with", () => {
  const quoted = eachLine(`Hello,\n\n${LOCKS}`, (line) => `> ${line}`);
  const row = normalise(quoted).find(({ text }) => text.includes("0x022e70fc"));
  expect([row?.number, row?.last]).toEqual([5, 5]);
  expect(JSON.stringify(read(quoted).find(({ parser }) => parser)?.report)).toContain('"line":5');
});

test("a module keeps its underscore where an editor escaped nothing else, and a folder its back-slash", () => {
  const stack = (module: string): string => `0:109> kb
ChildEBP RetAddr  Args to Child
06f5f2f0 79e76ba5 000003dc ffffffff 00000000 kernel32!WaitForSingleObjectEx+0xac
06f5f300 01c1bbd9 01943a10 ffffffff 00000043 ${module}!InstrumentedMutexGetLock+0x12
`;
  expect(read(stack("aspnet\\_isapi"))[0]?.report).toMatchObject({
    stacks: [{ frames: [{}, { module: "aspnet_isapi" }] }],
  });
  const listing = "C:\\>dir D:\\sites\\_vti_bin\\_old\n";
  expect(normalise(listing)[0]?.text).toBe("C:\\>dir D:\\sites\\_vti_bin\\_old");
});

test.each([
  ["```0:000> !threads", "0:000> !threads"],
  ["```OS Thread Id: 0x1a34 (12)", "OS Thread Id: 0x1a34 (12)"],
  ["shop!Wait+0x14```", "shop!Wait+0x14"],
  ["> ```shop!Wait+0x14 ```", "> ```shop!Wait+0x14"],
  ["```ntdll!NtReadFile+0x14```", "ntdll!NtReadFile+0x14"],
])("a fence stuck to %s is taken off", (line, bare) => {
  expect(normalise(line).map(({ text }) => text)).toEqual([bare]);
});

test.each(["```", "```text", "````", "```{r}", '```log title="stacks of web1"', "```c++"])(
  "%s is a fence and stays one",
  (line) => expect(normalise(line).map(({ text }) => text)).toEqual([line]),
);
