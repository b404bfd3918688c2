import { expect, test } from "vitest";
import { readFiles } from "@/browser/read-files";
import { decodeText } from "@/browser/text-encoding";
import { exportCase } from "@/cases/case-file";

const OUTPUT = "0:081> !syncblk\r\nIndex SyncBlock MonitorHeld Recursion Owning Thread Info  SyncBlock Owner\r\n";

function wide(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), littleEndian);
  return new Uint8Array(view.buffer);
}

function file(name: string, content: string | Uint8Array): File {
  return new File([typeof content === "string" ? content : Uint8Array.from(content)], name);
}

test.each<[string, Uint8Array]>([
  ["UTF-8", new TextEncoder().encode(OUTPUT)],
  ["UTF-8 with its mark", new TextEncoder().encode(`\ufeff${OUTPUT}`)],
  ["UTF-16 of a PowerShell redirect", wide(`\ufeff${OUTPUT}`, true)],
  ["big-endian UTF-16", wide(`\ufeff${OUTPUT}`, false)],
  ["UTF-16 without its mark", wide(OUTPUT, true)],
  ["big-endian UTF-16 without its mark", wide(OUTPUT, false)],
])("a log in %s is read as the text it holds", (_encoding, bytes) => {
  expect(decodeText(bytes)).toBe(OUTPUT);
});

test("umlauts survive in UTF-8 and in the Windows code page", () => {
  expect(decodeText(new TextEncoder().encode("Größe: 80 GB – voll"))).toBe("Größe: 80 GB – voll");
  expect(decodeText(Uint8Array.from([0x47, 0x72, 0xf6, 0xdf, 0x65]))).toBe("Größe");
});

test("a file cut inside its last letter keeps the letters before it", () => {
  const bytes = new TextEncoder().encode("Größe ü");
  expect(decodeText(bytes.subarray(0, bytes.length - 1))).toBe("Größe ");
});

test("case files are told apart by what they say, whatever they are called", async () => {
  const text = exportCase({
    id: "a",
    title: "t",
    playbook: "aspnet-hang",
    createdAt: "2024-05-01T10:00:00.000Z",
    log: [],
  });
  const read = await readFiles([
    file("stacks.json", OUTPUT),
    file("old case.txt", text),
    file("half.json", text.slice(0, 60)),
  ]);
  expect(read.transcripts).toEqual([{ name: "stacks.json", text: OUTPUT }]);
  expect(read.caseFiles.map(({ name }) => name)).toEqual(["half.json", "old case.txt"]);
  expect(read.problems).toEqual([]);
});

test("files come in the order people number them", async () => {
  const read = await readFiles([file("10.txt", "c"), file("9.txt", "b"), file("1.txt", "a")]);
  expect(read.transcripts.map(({ name }) => name)).toEqual(["1.txt", "9.txt", "10.txt"]);
});

test.each([
  ["w3wp.dmp", "MDMP\x93\xa7\0\0", "WinDbg"],
  ["MEMORY.DMP", "PAGEDU64\x0f\0\0\0", "WinDbg"],
  ["core.1", "\x7fELF\x02\x01\x01\0", "dotnet-dump"],
  ["logs.zip", "PK\x03\x04\x14\0\0\0", "Unpack"],
  ["shot.png", "\x89PNG\r\n\x1a\n", "text itself"],
])("%s is refused with what to do instead, and the other files are read", async (name, content, fix) => {
  const bytes = Uint8Array.from(content, (character) => character.charCodeAt(0));
  const read = await readFiles([file(name, bytes), file("stacks.txt", OUTPUT)]);
  expect(read.transcripts).toHaveLength(1);
  expect(read.problems).toMatchObject([{ code: "PASTE_BINARY", fix: expect.stringContaining(fix) }]);
  expect(read.problems[0]?.what).toContain(name);
});

test("a dump of many gigabytes is refused as a dump, without reading it", async () => {
  const huge = file("w3wp.dmp", "MDMP");
  Object.defineProperty(huge, "size", { value: 4e9 });
  huge.arrayBuffer = () => Promise.reject(new Error("must not be read"));
  expect((await readFiles([huge])).problems[0]?.code).toBe("PASTE_BINARY");
});

test("a log over the limit is refused without reading it", async () => {
  const huge = file("all.log", OUTPUT);
  Object.defineProperty(huge, "size", { value: 4e8 });
  huge.arrayBuffer = () => Promise.reject(new Error("must not be read"));
  expect((await readFiles([huge])).problems[0]).toMatchObject({
    code: "PASTE_TOO_LARGE",
    what: expect.stringContaining("400 MB"),
  });
});

test("a folder or a locked file is named, and the other files are read", async () => {
  const folder = file("logs", "");
  folder.slice = () => {
    throw new DOMException("is a directory", "NotFoundError");
  };
  const read = await readFiles([folder, file("stacks.txt", OUTPUT)]);
  expect(read.problems).toMatchObject([{ code: "FILE_UNREADABLE", what: expect.stringContaining("logs") }]);
  expect(read.transcripts).toHaveLength(1);
});
