import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { read } from "../support/reading";

function requestsOf(block: Block | undefined): ReportOf<"requests">["requests"] {
  expect(block?.parser).toBe("appcmd-requests");
  if (block?.report?.kind !== "requests") throw new Error(`no requests, but ${block?.outcome}`);
  return block.report.requests;
}

const COMMAND = "C:\\>%windir%\\system32\\inetsrv\\appcmd.exe list requests /elapsed:1000\n";
const ROWS = `REQUEST "fb0000018000021c" (url:GET /quote.aspx?id=7,9&fmt=(a), time:41875 msec, client:10.1.2.3, stage:ExecuteRequestHandler, module:ManagedPipelineHandler)
REQUEST " a100000080000026" (url:POST /api/orders, time:980 msec, client:::1, stage:AcquireRequestState, module:Session)
`;
const XML = `<?xml version="1.0" encoding="UTF-8"?>
<appcmd>
    <REQUEST REQUEST.NAME="fb0000018000021c" SITE.ID="1" WP.NAME="4472" Verb="GET" Url="/quote.aspx?a=1&amp;b=2" TimeElapsed="41875" ClientIPAddr="10.1.2.3" PipelineState="ExecuteRequestHandler" CurrentModule="ManagedPipelineHandler" />
</appcmd>
`;

const FIRST = {
  line: 2,
  id: "fb0000018000021c",
  verb: "GET",
  url: "/quote.aspx?id=7,9&fmt=(a)",
  timeSeconds: 41.875,
  client: "10.1.2.3",
  stage: "ExecuteRequestHandler",
  module: "ManagedPipelineHandler",
};

test("every request is read from its right end, whatever its address holds", () => {
  const [block] = read(COMMAND + ROWS);
  expect([block?.outcome, block?.unread, block?.mode]).toEqual(["read", [], "shell"]);
  expect(requestsOf(block)).toEqual([
    FIRST,
    {
      line: 3,
      id: "a100000080000026",
      verb: "POST",
      url: "/api/orders",
      timeSeconds: 0.98,
      client: "::1",
      stage: "AcquireRequestState",
      module: "Session",
    },
  ]);
});

test("an address that looks like the fields behind it does not mislead", () => {
  const row =
    'REQUEST "fb00" (url:GET /a?x=, time:5 msec, client:9.9.9.9), time:41875 msec, client:10.1.2.3, stage:BeginRequest, module:Rewrite)\n';
  expect(requestsOf(read(row)[0])[0]).toMatchObject({
    url: "/a?x=, time:5 msec, client:9.9.9.9)",
    timeSeconds: 41.875,
    client: "10.1.2.3",
  });
});

test("requests are recognised without the command, with collapsed and lost characters", () => {
  expect(requestsOf(read(`\n${ROWS}`)[0])[0]).toEqual(FIRST);
  const [block] = read(`\n${ROWS.replaceAll(", ", ",").replaceAll('"', "\u201d")}`);
  expect(requestsOf(block)[0]).toEqual(FIRST);
});

test("an id that lost its beginning stays what is left of it", () => {
  const [cut] = read(`\n${ROWS.slice('REQUEST "fb00000'.length)}`);
  expect(requestsOf(cut)[0]).toEqual({ ...FIRST, id: "18000021c" });
  expect(requestsOf(read(`\n${ROWS.slice('REQUEST "fb0000018000021c" '.length)}`)[0])[0]).toEqual({ ...FIRST, id: "" });
});

test("rows that a console or a mail has wrapped are put together", () => {
  const atColumn = (width: number): string =>
    ROWS.split("\n")
      .map((row) => row.match(new RegExp(`.{1,${width}}`, "g"))?.join("\n") ?? "")
      .join("\n");
  for (const width of [60, 72, 80, 120]) {
    const [block] = read(COMMAND + atColumn(width));
    expect([block?.outcome, requestsOf(block).map(({ id, timeSeconds, module }) => [id, timeSeconds, module])]).toEqual(
      [
        "read",
        [
          ["fb0000018000021c", 41.875, "ManagedPipelineHandler"],
          ["a100000080000026", 0.98, "Session"],
        ],
      ],
    );
  }
  const mailed = ROWS.replace(", client", ",\nclient").replace(", stage", ",\nstage");
  expect(requestsOf(read(`\n${mailed}`)[0])[0]).toEqual(FIRST);
});

test("a remark behind a request is passed over", () => {
  const [block] = read(`\n${ROWS.replace("Handler)\n", "Handler)  << stuck since the restart\n")}`);
  expect([block?.outcome, requestsOf(block)[0]]).toEqual(["read", FIRST]);
});

test("the XML form is read by its attributes", () => {
  const [block] = read(`C:\\>appcmd list requests /xml\n${XML}`);
  expect([block?.outcome, requestsOf(block)]).toEqual(["read", [{ ...FIRST, line: 4, url: "/quote.aspx?a=1&b=2" }]]);
  expect(read(XML).map(({ parser, outcome }) => [parser, outcome])).toEqual([["appcmd-requests", "read"]]);
});

test("cut anywhere, no field comes out wrong", () => {
  const [row = ""] = ROWS.split("\n");
  for (let length = 30; length < row.length; length++) {
    const report = read(`${COMMAND}${row.slice(0, length)}`)[0]?.report;
    if (report?.kind !== "requests") continue;
    const [request] = report.requests;
    expect(request).toMatchObject({ id: FIRST.id, verb: "GET", url: FIRST.url, timeSeconds: 41.875 });
    for (const name of ["client", "stage", "module"] as const) expect([null, FIRST[name]]).toContain(request?.[name]);
  }
});

test("no request running prints nothing and makes no block", () => {
  expect(read(COMMAND)).toEqual([]);
});

test.each([
  [`${COMMAND}ERROR ( hresult:80070005, message:Command execution failed.\nAccess is denied.\n )\n`, "NEEDS_ELEVATION"],
  ["ERROR ( message:The WAS service is not available - try starting the service first. )\n", "APPCMD_FAILED"],
  [`${COMMAND}'appcmd.exe' is not recognized as an internal or external command,\n`, "COMMAND_NOT_FOUND"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["appcmd-requests", "unusable", code]);
});

test("the message of an error is told", () => {
  const [block] = read("ERROR ( message:The WAS service is not available - try starting the service first. )\n");
  expect(block?.problem?.what).toContain("The WAS service is not available - try starting the service first.");
});
