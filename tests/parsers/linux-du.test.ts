import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const sizeOf = (block: Block | undefined) => reportOf(block, "linux-du", "folder-size");
const GB = 1024 ** 3;

const TOTAL = "root@web-7f9c:/app# du -sh /tmp\n83G\t/tmp\n";
const DEPTH = `$ du -h --max-depth=1 /var/lib/shop
4.0K\t/var/lib/shop/keys
81G\t/var/lib/shop/razor (old)
1.5G\t/var/lib/shop/logs
83G\t/var/lib/shop
`;

test("the size of a folder is read with its letter", () => {
  const [block] = read(TOTAL);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["du -sh /tmp", "read", "shell"]);
  expect(sizeOf(block)).toEqual({
    kind: "folder-size",
    tool: "du",
    line: 2,
    path: "/tmp",
    sizeBytes: 83 * GB,
    files: null,
    folders: null,
    freeBytes: null,
    sizeLine: 2,
    parts: [],
    complete: true,
  });
});

test("the folder that was asked for holds the others, which are its parts", () => {
  const report = sizeOf(read(DEPTH)[0]);
  expect(report).toMatchObject({ path: "/var/lib/shop", sizeBytes: 83 * GB, sizeLine: 5, line: 2, complete: true });
  expect(report.parts).toEqual([
    { line: 2, path: "/var/lib/shop/keys", sizeBytes: 4096 },
    { line: 3, path: "/var/lib/shop/razor (old)", sizeBytes: 81 * GB },
    { line: 4, path: "/var/lib/shop/logs", sizeBytes: 1.5 * GB },
  ]);
});

test.each([
  ["du -sk /tmp", "87031808\t/tmp", 87031808 * 1024],
  ["du -s /tmp", "87031808\t/tmp", 87031808 * 1024],
  ["du -sb /tmp", "89120571392\t/tmp", 89120571392],
  ["du -sm /tmp", "84992\t/tmp", 84992 * 1024 ** 2],
  ["du -s --block-size=1G /tmp", "83\t/tmp", 83 * GB],
  ["du -sh --si /tmp", "83G\t/tmp", 83e9],
  ["du -sh /tmp", "1,5M\t/tmp", 1.5 * 1024 ** 2],
  ["du -sh .", "83G\t.", 83 * GB],
  ["du -hd1 .", "81G\t./razor\n83G\t.", 83 * GB],
  ["du -sh 2>/dev/null", "83G\t.", 83 * GB],
  ["sudo du -sh '/var/lib/shop (live)'", "83G\t/var/lib/shop (live)", 83 * GB],
])("%s counts in its own unit", (command, output, bytes) => {
  const [block] = read(`$ ${command}\n${output}\n`);
  expect([block?.outcome, sizeOf(block).sizeBytes, sizeOf(block).complete]).toEqual(["read", bytes, true]);
});

test("folders side by side are summed up, and the sum is not called the whole", () => {
  const several = sizeOf(read("$ du -sh /tmp /app/storage\n83G\t/tmp\n1.0G\t/app/storage\n")[0]);
  expect([several.path, several.sizeBytes, several.complete]).toEqual([null, 84 * GB, false]);
  const marked = sizeOf(read("$ du -sh /tmp/*\n80G\t/tmp/a\n3G\t/tmp/b\n")[0]);
  expect([marked.path, marked.sizeBytes, marked.complete]).toEqual([null, 83 * GB, false]);
  const counted = sizeOf(read("$ du -shc /tmp /app\n83G\t/tmp\n1.0G\t/app\n84G\ttotal\n")[0]);
  expect([counted.sizeBytes, counted.complete, counted.parts?.length]).toEqual([84 * GB, true, 2]);
});

test("while the folder itself is missing, its parts are summed up", () => {
  const lines = DEPTH.split("\n");
  const report = sizeOf(read(`${lines.slice(0, 3).join("\n")}\n`)[0]);
  expect([report.path, report.sizeBytes, report.complete]).toEqual(["/var/lib/shop", 81 * GB + 4096, false]);
});

test("folders that could not be opened make the sum a part", () => {
  const [block] = read(DEPTH.replace("4.0K", "du: cannot read directory '/var/lib/shop/x': Permission denied\n4.0K"));
  expect([block?.outcome, sizeOf(block).complete, sizeOf(block).sizeBytes]).toEqual(["read", false, 83 * GB]);
});

test("rows without the command are read where letters tell that they are sizes", () => {
  for (const text of [TOTAL, DEPTH]) {
    const whole = withoutLines(sizeOf(read(text)[0]));
    expect(withoutLines(sizeOf(read(text.split("\n").slice(1).join("\n"))[0]))).toEqual(whole);
    expect(withoutLines(sizeOf(read(collapsed(text))[0]))).toEqual(whole);
    expect(read(text.replace(/^.*?[#$] /, "")).map(({ echoed, outcome }) => [echoed, outcome])).toEqual([
      [true, "read"],
    ]);
  }
  for (const { report } of read("87031808\t/tmp\n")) expect(report).toBeNull();
});

test("the tool of the same name on Windows is read as before", () => {
  const text =
    "C:\\Tools>du -q C:\\Sites\\Temp\nFiles:        318446\nDirectories:  4119\nSize:         85,899,345,920 bytes\nSize on disk: 86,410,002,432 bytes\n";
  expect(read(text).map(({ parser, outcome }) => [parser, outcome])).toEqual([["du", "read"]]);
});

test("a list cut at any place gives no size that was not printed", () => {
  const lines = new Set([4096, 81 * GB, 1.5 * GB, 83 * GB, 4096 + 81 * GB, 4096 + 82.5 * GB]);
  for (let end = DEPTH.indexOf("\n") + 1; end < DEPTH.length - 1; end++) {
    const report = read(DEPTH.slice(0, end)).find(({ parser }) => parser === "linux-du")?.report;
    if (report?.kind !== "folder-size") continue;
    expect([end, lines.has(report.sizeBytes ?? -1)]).toEqual([end, true]);
    expect([end, report.complete]).toEqual([end, false]);
  }
});

test("a folder that is not there is told", () => {
  const [block] = read("$ du -sh /nowhere\ndu: cannot access '/nowhere': No such file or directory\n");
  expect([block?.outcome, block?.problem?.code]).toEqual(["unusable", "FOLDER_NOT_FOUND"]);
  expect(block?.parser).toBe("linux-du");
});
