import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const rootsOf = (block: Block | undefined) => reportOf(block, "sos-gcroot", "roots");

const X86 = `0:000> !gcroot 0255e2ac
Thread 355c:
    0511f0f8 5e1f12c4 System.Net.Sockets.Socket.Receive(Byte[], Int32)
        esi:
            ->  0255e2ac System.Net.Sockets.Socket
    0511f178 00550615 Contoso.Feed.Program.Load() [C:\\src\\Program.cs @ 70]
        ebp-18: 0511f1a0 (interior)
            ->  0255e214 System.Collections.Generic.List\`1[[System.Net.Sockets.Socket, System]]
            ->  0255e2ac System.Net.Sockets.Socket

HandleTable:
    00a513ec (pinned handle)
    -> 036d34c8 System.Object[]
    -> 0255e2ac System.Net.Sockets.Socket

Found 3 unique roots (run '!GCRoot -all' to see all roots).
`;
const OLD = `0:019> !gcroot 02a71c84
Note: Roots found on stacks may be false positives. Run "!help gcroot" for
more info.
Scan Thread 19 OSTHread 1b08
ESP:4d1f05c:Root:02a71a20(System.Web.HttpContext)->
02a71b30(System.Web.HttpRequest)->
02a71c84(System.String)
Scan Thread 22 OSTHread 8a4
DOMAIN(0015D338):HANDLE(Strong):9111a8:Root:012c2c10(System.Object[])->
02a71c84(System.String)
`;
const CORE = `> gcroot 7f1df9c0a4e8
Caching GC roots, this may take a while.
Subsequent runs of this command will be faster.

HandleTable:
    00007f1e4c4015f8 (strong handle)
          -> 7f1df9c00018     System.Object[] 
          -> 7f1df9c0a4e8     Contoso.Orders.Catalog (dependent handle)

Finalizer Queue:
    00007f1e4c5015f8 (finalizer root)
          -> 7f1df9c0a4e8     Contoso.Orders.Catalog 

Found 2 unique roots.
`;

test("each root has its place and the objects from there to the one asked about", () => {
  const [block] = read(X86);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
  const report = rootsOf(block);
  expect([report.target, report.uniqueRoots, report.complete]).toEqual(["255e2ac", 3, true]);
  expect(report.roots[0]).toEqual({
    line: 4,
    kind: "stack",
    thread: null,
    osThreadId: "355c",
    frame: "System.Net.Sockets.Socket.Receive(Byte[], Int32)",
    register: "esi",
    address: null,
    handleType: null,
    objects: [{ line: 5, object: "255e2ac", type: "System.Net.Sockets.Socket" }],
    cut: false,
  });
  expect(report.roots.slice(1)).toMatchObject([
    {
      frame: "Contoso.Feed.Program.Load()",
      register: "ebp-18",
      address: "511f1a0",
      objects: [
        { type: "System.Collections.Generic.List`1[[System.Net.Sockets.Socket, System]]" },
        { object: "255e2ac" },
      ],
    },
    { kind: "handle", osThreadId: null, frame: null, address: "a513ec", handleType: "pinned" },
  ]);
});

test("up to .NET 2.0 the objects hang on one another by arrows, and nothing is counted", () => {
  const report = rootsOf(read(OLD)[0]);
  expect(report.roots).toMatchObject([
    { kind: "stack", thread: 19, osThreadId: "1b08", register: "ESP", address: "4d1f05c", frame: null },
    { kind: "handle", thread: null, osThreadId: null, address: "9111a8", handleType: "strong" },
  ]);
  expect(report.roots[0]?.objects.map(({ object, type }) => [object, type])).toEqual([
    ["2a71a20", "System.Web.HttpContext"],
    ["2a71b30", "System.Web.HttpRequest"],
    ["2a71c84", "System.String"],
  ]);
  expect([report.uniqueRoots, report.complete]).toEqual([null, false]);
});

test("1.1 prints a chain on one line", () => {
  const [block] = read(
    "0:004> !gcroot 0x01a5c0f0\nScan Thread 4 (0x1a4)\nHANDLE(Pinned):1a12fc:Root:0x2c3e0d0(System.Object[])->0x1a5b4c8(System.Web.HttpRuntime)->0x1a5c0f0(System.String)\n",
  );
  expect(block?.outcome).toBe("read");
  expect(rootsOf(block).roots).toMatchObject([
    {
      kind: "handle",
      handleType: "pinned",
      objects: [{ object: "2c3e0d0" }, { type: "System.Web.HttpRuntime" }, { object: "1a5c0f0" }],
    },
  ]);
});

test("dotnet-dump names the finalizer's queue", () => {
  const [block] = read(CORE);
  expect([block?.mode, block?.outcome]).toEqual(["dotnet-dump", "read"]);
  const report = rootsOf(block);
  expect(report.roots.map(({ kind, handleType }) => [kind, handleType])).toEqual([
    ["handle", "strong"],
    ["finalizer-queue", null],
  ]);
  expect(report.roots[0]?.objects.at(-1)?.type).toBe("Contoso.Orders.Catalog");
  expect(report.complete).toBe(true);
});

test("an object that nothing refers to has no roots", () => {
  const report = rootsOf(
    read("0:000> !gcroot 0255e2ac\nFound 0 unique roots (run '!gcroot -all' to see all roots).\n")[0],
  );
  expect([report.roots, report.uniqueRoots, report.complete]).toEqual([[], 0, true]);
});

test.each([
  ["32 bits", X86],
  ["2.0", OLD],
  ["dotnet-dump", CORE],
])("%s reads the same without the command and with single blanks", (_name, text) => {
  const whole = withoutLines({ ...rootsOf(read(text)[0]), target: null });
  const bare = text.slice(text.indexOf("\n") + 1);
  for (const other of [bare, collapsed(text), collapsed(bare), text.replaceAll("\n", "\r\n")]) {
    expect(read(other).map(({ outcome }) => outcome)).toEqual(["read"]);
    expect(withoutLines({ ...rootsOf(read(other)[0]), target: null })).toEqual(whole);
  }
});

test("what stands below a gap belongs to no root above it", () => {
  const lines = X86.split("\n");
  const cut = (from: number, to: number) => rootsOf(read(lines.toSpliced(from, to - from, "...").join("\n"))[0]);
  const inPath = cut(7, 8);
  expect(inPath.roots.map(({ objects, cut: gap }) => [objects.length, gap])).toEqual([
    [1, false],
    [0, true],
    [2, false],
  ]);
  expect(inPath.complete).toBe(false);
  expect(cut(5, 6).roots[1]).toMatchObject({ frame: null, osThreadId: null, register: "ebp-18" });
});

test.each([X86, CORE])("an output cut anywhere is never called complete, nor has it other places", (text) => {
  const whole = rootsOf(read(text)[0]);
  const objects = whole.roots.flatMap((root) => root.objects.map(({ object }) => object));
  for (let at = text.indexOf("\n") + 1; at < text.lastIndexOf("roots") - 2; at++) {
    const report = read(text.slice(0, at))[0]?.report;
    if (report?.kind !== "roots") continue;
    expect([at, report.complete]).toEqual([at, false]);
    for (const root of report.roots) {
      expect([null, ...whole.roots.map(({ address }) => address)]).toContain(root.address);
      for (const { object } of root.objects) expect(objects).toContain(object);
    }
  }
});

test.each([
  ["0:000> !gcroot x\nInvalid argument x\n", "NOT_AN_ADDRESS"],
  ["> gcroot 12\nCould not parse target object address: 12\n", "NOT_AN_ADDRESS"],
  ["0:000> !gcroot 0255e2ac\nNo export gcroot found\n", "SOS_NOT_LOADED"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["sos-gcroot", "unusable", code]);
});

test.skipIf(!hasCorpus)("published outputs are read as their facts say, and no other is taken for one", () => {
  const published = (name: string) =>
    readTranscript(corpusTranscript(name), 0)
      .filter(({ parser }) => parser === "sos-gcroot")
      .map(rootsOf);
  const [alc] = published("alc-unload-dumpheap-gcroot-all-clrstack-netcore3-x64-dotnetdocs");
  expect([alc?.target, alc?.uniqueRoots, alc?.complete]).toEqual(["2b78000ce40", 3, true]);
  expect(alc?.roots.map(({ kind, osThreadId, handleType }) => [kind, osThreadId, handleType])).toEqual([
    ["stack", "4ac", null],
    ["handle", null, "strong"],
    ["handle", null, "pinned"],
  ]);
  const [socket] = published("hang-socket-netext-wsocket-gcroot-clr4-x86");
  expect([socket?.target, socket?.uniqueRoots]).toEqual(["255e2ac", 2]);
  expect(socket?.roots.map(({ osThreadId, frame }) => [osThreadId, frame])).toEqual([
    [
      "355c",
      "System.Net.Sockets.Socket.Receive(Byte[], Int32, Int32, System.Net.Sockets.SocketFlags, System.Net.Sockets.SocketError ByRef)",
    ],
    ["355c", "BHN_Downloader.Program.DownloadFromBHN()"],
  ]);
  const [array, list] = published("memleak-dumpheap-gcroot-dso-address-net5-x64-japanese");
  expect([array?.roots[0]?.osThreadId, array?.uniqueRoots]).toEqual(["1a68", 1]);
  expect(array?.roots[0]?.objects.map(({ type }) => type)).toEqual([
    "System.Collections.Generic.List`1[[ManagedMemoryLeak.LeakObject, ManagedMemoryLeak]]",
    "ManagedMemoryLeak.LeakObject[]",
    "ManagedMemoryLeak.LeakObject",
    "System.Byte[]",
  ]);
  expect([list?.uniqueRoots, list?.roots[1]?.address]).toEqual([2, "236ca1f13e8"]);
  expect(publishedFor("sos-gcroot")).toEqual([
    "alc-unload-dumpheap-gcroot-all-clrstack-netcore3-x64-dotnetdocs",
    "hang-socket-netext-wsocket-gcroot-clr4-x86",
    "memleak-dumpheap-gcroot-dso-address-net5-x64-japanese",
  ]);
});
