import { expect, test } from "vitest";
import { markedPieces, snippetOf } from "@/components/search/snippet";
import { indexWords, queryWords } from "@/components/search/words";

test("a symbol is found by itself, its module, its name and the words in it", () => {
  expect(indexWords("ntdll!ZwQueryDirectoryFile+0xc")).toEqual(
    expect.arrayContaining(["ntdll!zwquerydirectoryfile+0xc", "ntdll", "zwquerydirectoryfile", "query", "directory"]),
  );
  expect(queryWords("ntdll!ZwQueryDirectoryFile+0xc")).toEqual(["ntdll", "zwquerydirectoryfile"]);
});

test("a command is found with and without its bang, a driver with and without its ending", () => {
  expect(indexWords("Run `!syncblk` first.")).toEqual(expect.arrayContaining(["!syncblk", "syncblk"]));
  expect(indexWords("fltmgr.sys")).toEqual(expect.arrayContaining(["fltmgr.sys", "fltmgr"]));
  expect(queryWords("!syn")).toEqual(["syn"]);
});

test("leading zeros of a hex number do not count", () => {
  expect(indexWords("handle 0x000014AC")).toContain("14ac");
  expect(queryWords("0x14ac")).toEqual(["14ac"]);
});

test("words that say nothing are left out, unless there is nothing else", () => {
  expect(queryWords("who is the owner of a lock")).toEqual(["owner", "lock"]);
  expect(queryWords("who is it")).toEqual(["who", "is", "it"]);
});

test("what was found is marked wherever it stands, in any case", () => {
  expect(markedPieces("The lock convoy, a Lock.", ["lock", "convoy"])).toEqual([
    { text: "The ", marked: false },
    { text: "lock", marked: true },
    { text: " ", marked: false },
    { text: "convoy", marked: true },
    { text: ", a ", marked: false },
    { text: "Lock", marked: true },
    { text: ".", marked: false },
  ]);
});

test("a long text is cut to the place where the words stand", () => {
  const shown = snippetOf(`${"word ".repeat(100)}MonitorHeld is odd ${"more ".repeat(100)}`, ["monitorheld"]);
  const text = shown.map((piece) => piece.text).join("");

  expect(shown.find(({ marked }) => marked)?.text).toBe("MonitorHeld");
  expect(text.length).toBeLessThan(170);
  expect(text.startsWith("… ")).toBe(true);
});
