import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const requestsIn = (block: Block | undefined) => reportOf(block, "sos-aspxpages", "aspnet-requests");

const SOS = `0:000> !clr10\\sos.aspxpages
Going to dump the HttpContexts found in the heap.
HttpContext    Timeout  Completed     Running  ThreadId  ReturnCode   Verb  RequestPath+QueryString
0x013bd1f4      90 Sec        yes                   XXX         200   POST  /shop/service1.asmx
0x013bec78      90 Sec         no   15016 Sec         4         200   POST  /shop/service1.asmx
0x013c59ac   19200 Sec         no   15003 Sec       XXX         200    GET  /shop/Error.aspx Err=1
Total 3 HttpContext objects
`;
const MEX = `0:000> !mex.aspxpagesext
   Address  Completed Timeout Time (secs) ThreadId ReturnCode Verb Url
   06ce6788       yes   19200                             302 GET  /shop/start.aspx
SL 07a6cc44        no   19200        1148                 200 GET  /shop/basket.aspx?id=7
AS 0a9254c8        no       0       14478       12        200 POST /shop/hub
84 contexts found (3 displayed).
   AS == possibly async request
   SL == session locked
`;
const NETEXT = `0:000> !whttp
HttpContext    Thread Time Out Running  Status Verb     Url
0000000184346f98   53 00:01:50 00:00:41    200 GET      http://shop:80/Lists/Team Discussion/New.aspx?ID=1
0000000103f94698   -- Not set  1.00:00:36  200 POST     /_vti_bin/Lists.asmx
00000001c0d186e0   -- 00:01:50 Finished    401 GET      http://shop.contoso.com:80/Lists/All.aspx
`;

test("requests of SOS have their age, their thread and their address", () => {
  const [block] = read(SOS);
  const report = requestsIn(block);
  expect([block?.outcome, report.dialect, report.total, report.complete]).toEqual(["read", "sos", 3, true]);
  expect(report.rows).toEqual([
    {
      line: 4,
      httpContext: "13bd1f4",
      timeoutSeconds: 90,
      completed: true,
      runningSeconds: null,
      thread: null,
      returnCode: 200,
      verb: "POST",
      path: "/shop/service1.asmx",
      sessionLocked: false,
      async: false,
      startTime: null,
    },
    expect.objectContaining({ line: 5, completed: false, runningSeconds: 15016, thread: 4 }),
    expect.objectContaining({ line: 6, runningSeconds: 15003, thread: null, path: "/shop/Error.aspx Err=1" }),
  ]);
});

test("empty cells of mex stay empty", () => {
  const report = requestsIn(read(MEX)[0]);
  expect([report.dialect, report.total, report.displayed, report.complete]).toEqual(["mex", 84, 3, true]);
  expect(
    report.rows.map((row) => [row.completed, row.runningSeconds, row.thread, row.sessionLocked, row.async]),
  ).toEqual([
    [true, null, null, false, false],
    [false, 1148, null, true, false],
    [false, 14478, 12, false, true],
  ]);
});

test("a number of a completed request of mex is not taken for anything", () => {
  const text = MEX.replace("yes   19200                   ", "yes   19200        17          ");
  const block = read(text)[0];
  expect(requestsIn(block).rows[0]).toMatchObject({ runningSeconds: null, thread: null, returnCode: 302 });
  expect([block?.outcome, requestsIn(block).complete]).toEqual(["partly-read", false]);
});

test("times of netext are seconds, and a request without a limit has none", () => {
  const report = requestsIn(read(NETEXT)[0]);
  expect(
    report.rows.map((row) => [row.timeoutSeconds, row.runningSeconds, row.completed, row.thread, row.path]),
  ).toEqual([
    [110, 41, false, 53, "http://shop:80/Lists/Team Discussion/New.aspx?ID=1"],
    [null, 86_436, false, null, "/_vti_bin/Lists.asmx"],
    [110, null, true, null, "http://shop.contoso.com:80/Lists/All.aspx"],
  ]);
  expect([report.total, report.complete]).toEqual([null, false]);
});

test.each([
  ["sos", SOS],
  ["mex", MEX],
  ["netext", NETEXT],
])("%s reads the same without its command and with single blanks", (_name, text) => {
  const bare = text.split("\n").slice(1).join("\n");
  for (const changed of [bare, collapsed(text), collapsed(bare)]) {
    const [block, ...others] = read(changed);
    expect([block?.outcome, others]).toEqual(["read", []]);
    expect(withoutLines(requestsIn(block))).toEqual(withoutLines(requestsIn(read(text)[0])));
  }
});

test("a table with rows cut out is not complete", () => {
  const text = SOS.replace(/0x013bec78.*\n/, "...\n");
  expect([requestsIn(read(text)[0]).rows.length, requestsIn(read(text)[0]).complete]).toEqual([2, false]);
});

test("an extension that is not loaded is named", () => {
  expect(read("0:000> !aspxpages\nNo export aspxpages found\n")[0]).toMatchObject({
    parser: "sos-aspxpages",
    outcome: "unusable",
    problem: { code: "REQUEST_EXTENSION_NOT_LOADED" },
  });
});
