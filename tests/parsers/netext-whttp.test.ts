import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { bare, collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";
import { ids, run } from "../support/triage";

const requestsIn = (block: Block | undefined) => reportOf(block, "netext-whttp", "aspnet-requests");

const X64 = `0:067> !whttp 00000001843a2c18

Context Info
================================
Address           : 00000001843a2c18
Target/Dump Time  : 3/12/2024 4:05:11 PM
Request Time      : 3/12/2024 4:02:33 PM
Running time      : 1.00:02:38
Timeout           : 00:01:50
Timeout Start Time: 3/12/2024 4:02:33 PM
Timeout Limit Time: 3/12/2024 4:04:23 PM
Managed Thread Id : 1b4c
Managed Thread Id : 2e
HttpContext.Items: 00000001843b0d10

Request Info
================================
POST http://shop.contoso.com:80/api/Basket.asmx
Content Type    : text/xml; charset=utf-8
Content Length  : 318
Target in Server: D:\\sites\\shop\\api\\Basket.asmx
Body:
[--- Start ---]
Status          : 500 (as a customer wrote it)
[---  End ---]

Response Info
================================
Warning: Response has not completed
Status          : 200 (NULL)

Server Variables
================================
ALL_HTTP: HTTP_HOST:shop.contoso.com
HTTP_EXPECT:100-continue

SERVER_PORT: 80

You may also be interested in
================================
Dump HttpContext fields: !wselect * from 00000001843a2c18
`;
const X86 = X64.replaceAll("00000001843a2c18", "843a2c18").replace("1.00:02:38", "00:02:38");

test("a request has its age, its time-out, its address on the web and no thread", () => {
  const [block] = read(X64);
  expect(block?.outcome).toBe("read");
  expect(requestsIn(block)).toEqual({
    kind: "aspnet-requests",
    rows: [
      {
        line: 5,
        httpContext: "1843a2c18",
        timeoutSeconds: 110,
        completed: false,
        runningSeconds: 86_558,
        thread: null,
        returnCode: 200,
        verb: "POST",
        path: "http://shop.contoso.com:80/api/Basket.asmx",
        sessionLocked: false,
        async: false,
        startTime: "3/12/2024 4:02:33 PM",
      },
    ],
    total: null,
    displayed: null,
    dialect: "netext",
    complete: false,
  });
  expect(requestsIn(read(X86)[0]).rows).toMatchObject([{ httpContext: "843a2c18", runningSeconds: 158 }]);
});

test("its age counts with the ages of other requests", () => {
  expect(ids(run(X86))).toContain("requests-running-long");
});

test("the command left out and single blanks change nothing", () => {
  const whole = withoutLines(requestsIn(read(X64)[0]));
  for (const text of [bare(X64), collapsed(X64)]) {
    const blocks = read(text);
    expect(blocks.map(({ outcome }) => outcome)).toEqual(["read"]);
    expect(withoutLines(requestsIn(blocks[0]))).toEqual(whole);
  }
});

test("a paste cut anywhere says nothing that was not there", () => {
  const whole = requestsIn(read(X86)[0]).rows[0];
  for (let end = X86.indexOf("Timeout Start"); end < X86.indexOf("Server Variables"); end++) {
    const report = read(X86.slice(0, end))[0]?.report;
    if (report?.kind !== "aspnet-requests") continue;
    for (const [name, value] of Object.entries(report.rows[0] ?? {})) {
      expect([end, name, [null, whole?.[name as keyof typeof whole]].includes(value)]).toEqual([end, name, true]);
    }
  }
});

test("an address that was hidden is taken from the command", () => {
  const hidden = X64.replace("Address           : 00000001843a2c18", "Address           : xxxxxxxxxxxxxxxx");
  const [block] = read(hidden);
  expect([block?.outcome, requestsIn(block).rows[0]?.httpContext]).toEqual(["partly-read", "1843a2c18"]);
  expect(read(hidden.replace("!whttp 00000001843a2c18", "!whttp"))[0]?.report).toBeNull();
});

test("two requests are two outputs, and a list of them is another one", () => {
  expect(read(X64 + X86).map(({ parser }) => parser)).toEqual(["netext-whttp", "netext-whttp"]);
  const list = "0:000> !whttp\nHttpContext    Thread Time Out Running  Status Verb     Url\n";
  expect(read(list)[0]?.parser).toBe("sos-aspxpages");
  expect(publishedFor("netext-whttp")).toEqual([]);
});

test("a debugger without the extension is told so", () => {
  const [block] = read("0:000> !whttp 00000001843a2c18\nNo export whttp found\n");
  expect([block?.outcome, block?.problem?.code]).toEqual(["unusable", "REQUEST_EXTENSION_NOT_LOADED"]);
});
