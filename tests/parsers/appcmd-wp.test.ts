import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { read } from "../support/reading";

function workersOf(block: Block | undefined): ReportOf<"worker-processes">["workers"] {
  expect(block?.parser).toBe("appcmd-wp");
  if (block?.report?.kind !== "worker-processes") throw new Error(`no workers, but ${block?.outcome}`);
  return block.report.workers;
}

const ROWS = `WP "4472" (applicationPool:Quotes)
WP " 5120" (applicationPool:Intranet (old))
`;
const XML = `<?xml version="1.0" encoding="UTF-8"?>
<appcmd>
    <WP WP.NAME="4472" APPPOOL.NAME="Quotes" />
</appcmd>
`;
const WORKERS = [
  { line: 2, processId: 4472, applicationPool: "Quotes" },
  { line: 3, processId: 5120, applicationPool: "Intranet (old)" },
];

test.each([
  "C:\\Windows\\System32\\inetsrv>appcmd list wp\n",
  "C:\\>%windir%\\system32\\inetsrv\\appcmd.exe list wps\n",
  'PS C:\\> & "C:\\Windows\\System32\\inetsrv\\appcmd.exe" list wp\n',
  "appcmd list wp\n",
])("%j lists the workers with their pools", (command) => {
  const blocks = read(command + ROWS);
  expect(blocks.map(({ outcome, echoed, mode }) => [outcome, echoed, mode])).toEqual([["read", true, "shell"]]);
  expect(workersOf(blocks[0])).toEqual(WORKERS);
});

test("workers are recognised without the command and with typographic quotes", () => {
  expect(workersOf(read(`\n${ROWS}`)[0])).toEqual(WORKERS);
  expect(workersOf(read(`\n${ROWS.replaceAll('"', "\u201c")}`)[0])).toEqual(WORKERS);
});

test("the XML form is read by its attributes", () => {
  expect(read(XML).map((block) => [block.outcome, workersOf(block)])).toEqual([
    ["read", [{ line: 3, processId: 4472, applicationPool: "Quotes" }]],
  ]);
});

test("requests and workers in one paste are two blocks", () => {
  const request = 'REQUEST "fb00" (url:GET /a, time:5 msec, client:::1, stage:BeginRequest, module:Rewrite)\n';
  expect(read(ROWS + request).map(({ parser, outcome }) => [parser, outcome])).toEqual([
    ["appcmd-wp", "read"],
    ["appcmd-requests", "read"],
  ]);
});

test("a pool's name that was cut is not read", () => {
  const [block] = read(ROWS.slice(0, -4));
  expect([block?.outcome, block?.unread, workersOf(block)]).toEqual([
    "partly-read",
    [[2, 2]],
    [{ ...WORKERS[0], line: 1 }],
  ]);
});

test("an error is unusable and belongs to the command that was typed", () => {
  const [block] = read(
    "C:\\>appcmd list wp\nERROR ( hresult:80070005, message:Command execution failed.\nAccess is denied.\n )\n",
  );
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["appcmd-wp", "unusable", "NEEDS_ELEVATION"]);
});
