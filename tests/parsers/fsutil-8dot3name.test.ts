import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { collapsed, read, reportOf } from "../support/reading";

const namesOf = (block: Block | undefined) => reportOf(block, "fsutil-8dot3name", "short-names");

const QUERY = `C:\\>fsutil 8dot3name query C:
The volume state is: 1 (8dot3 name creation is disabled).
The registry state is: 2 (Per volume setting - the default).

Based on the above two settings, 8dot3 name creation is disabled on C:
`;
const BEHAVIOR = `C:\\>fsutil behavior query disable8dot3 D:
The volume state for Disable8dot3 is 0 (8dot3 name creation is enabled).
The registry state of NtfsDisable8dot3NameCreation is 2, the default (Volume level setting).
Based on the above two settings, 8dot3 name creation is enabled on D:.
`;

test("both states and what follows from them are read", () => {
  const [block] = read(QUERY);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["fsutil 8dot3name query C:", "read", "shell"]);
  expect(namesOf(block)).toEqual({
    kind: "short-names",
    line: 2,
    volume: "C:",
    volumeState: 1,
    volumeStateLine: 2,
    registryState: 2,
    registryStateLine: 3,
    enabled: false,
  });
  expect(namesOf(read(BEHAVIOR)[0])).toMatchObject({ volume: "D:", volumeState: 0, registryState: 2, enabled: true });
});

test.each([
  ["disable8dot3 = 0", 0, true],
  ["disable8dot3 = 1", 1, false],
  ["NtfsDisable8dot3NameCreation is 3 (Disable 8dot3 name creation on all volumes except the system volume).", 3, null],
  ["The registry state is: 0 (Enable 8dot3 name creation on all volumes).", 0, true],
  ["The registry state of NtfsDisable8dot3NameCreation is 2, the default (Volume level setting).", 2, null],
])("of %j alone follows only what it says", (line, state, enabled) => {
  const [block] = read(`C:\\>fsutil behavior query disable8dot3\n${line}\n`);
  expect([block?.outcome, namesOf(block).registryState, namesOf(block).enabled]).toEqual(["read", state, enabled]);
});

test("an answer in another language is read by its numbers", () => {
  const german = `C:\\>fsutil 8dot3name query E:
Der Volumestatus ist: 0 (Die Erstellung von 8.3-Namen ist aktiviert).
Der Registrierungsstatus ist: 2 (Einstellung pro Volume - die Standardeinstellung).
`;
  const report = namesOf(read(german)[0]);
  expect([report.volume, report.volumeState, report.registryState, report.enabled]).toEqual(["E:", 0, 2, true]);
});

test("blanks lost and the command not pasted, or typed without a prompt, change nothing", () => {
  for (const text of [QUERY, BEHAVIOR]) {
    const { line: _line, ...whole } = namesOf(read(text)[0]);
    expect(namesOf(read(collapsed(text))[0])).toMatchObject(whole);
    const [bare] = read(text.split("\n").slice(1).join("\n"));
    expect([bare?.command, bare?.outcome, namesOf(bare).enabled, namesOf(bare).volume]).toEqual([
      "fsutil 8dot3name query",
      "read",
      whole.enabled,
      whole.volume,
    ]);
    expect(read(text.replace("C:\\>", "")).map(({ echoed, outcome }) => [echoed, outcome])).toEqual([[true, "read"]]);
  }
});

test("an answer cut anywhere says nothing wrong", () => {
  for (let end = QUERY.indexOf("is: 1") + 5; end < QUERY.length; end++) {
    const report = namesOf(read(QUERY.slice(0, end))[0]);
    expect([report.volumeState, report.enabled === true]).toEqual([1, false]);
  }
});

test.each([
  [
    "C:\\>fsutil 8dot3name query C:\nThe FSUTIL utility requires that you have administrative privileges.\n",
    "NEEDS_ELEVATION",
  ],
  ["C:\\>fsutil 8dot3name query C:\nError:  Access is denied.\n", "NEEDS_ELEVATION"],
  ["C:\\>fsutil 8dot3name query C:\n8dot3name is an invalid parameter.\n", "OLDER_FSUTIL"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["fsutil-8dot3name", "unusable", code]);
});

test("newer versions put the volume between quotes", () => {
  const [block] = read(`The volume state is: 1 (8dot3 name creation is DISABLED)
The registry state is: 2 (Per volume setting - the default)

Based on the above settings, 8dot3 name creation is DISABLED on "C:"
`);
  expect(block?.report).toMatchObject({ kind: "short-names", volume: "C:", enabled: false });
});
