import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const requestsOf = (block: Block | undefined) => reportOf(block, "sos-dumprequests", "http-requests");

const REQUESTS = `> dumprequests
Address      Method Scheme Url
7f1df9c0a4e8 GET    http   /rates?id=7&sort=price
7f1df9c3b120 POST   https  /orders
7f1df9c41f58
Found 3 active requests
`;

test("each request has its context, method, scheme and address", () => {
  const [block] = read(REQUESTS);
  expect([block?.mode, block?.outcome]).toEqual(["dotnet-dump", "read"]);
  expect(requestsOf(block)).toEqual({
    kind: "http-requests",
    requests: [
      { line: 3, address: "7f1df9c0a4e8", method: "GET", scheme: "http", url: "/rates?id=7&sort=price" },
      { line: 4, address: "7f1df9c3b120", method: "POST", scheme: "https", url: "/orders" },
      { line: 5, address: "7f1df9c41f58", method: null, scheme: null, url: null },
    ],
    activeRequests: 3,
    complete: true,
  });
});

test("in WinDbg addresses are wide", () => {
  const [block] = read(`0:000> !dumprequests
Address          Method Scheme Url
000001e3b402a4e8 GET    https  /
Found 1 active requests
`);
  expect([block?.mode, requestsOf(block).requests[0]?.address]).toEqual(["user", "1e3b402a4e8"]);
});

test("no requests are none, not an unread list", () => {
  const [block] = read("> dumprequests\nNo requests found\n");
  expect([block?.outcome, requestsOf(block).activeRequests, requestsOf(block).complete]).toEqual(["read", 0, true]);
});

test("the list reads the same without the command and with single blanks", () => {
  const whole = withoutLines(requestsOf(read(REQUESTS)[0]));
  const bare = REQUESTS.slice(REQUESTS.indexOf("\n") + 1);
  for (const other of [bare, collapsed(REQUESTS), collapsed(bare), REQUESTS.replaceAll("\n", "\r\n")]) {
    expect(read(other).map(({ outcome }) => outcome)).toEqual(["read"]);
    expect(withoutLines(requestsOf(read(other)[0]))).toEqual(whole);
  }
});

test("a list cut anywhere, or with a gap, is not complete", () => {
  const whole = requestsOf(read(REQUESTS)[0]).requests.map(({ address }) => address);
  for (let at = REQUESTS.indexOf("\n") + 1; at < REQUESTS.trimEnd().length; at++) {
    const report = read(REQUESTS.slice(0, at))[0]?.report;
    if (report?.kind !== "http-requests") continue;
    expect([at, report.complete]).toEqual([at, false]);
    for (const { address } of report.requests) expect(whole).toContain(address);
  }
  expect(requestsOf(read(REQUESTS.replace("7f1df9c41f58\n", "...\n"))[0]).complete).toBe(false);
});

test.each([
  ["> dumprequests\nThe GC heap is not in a valid state for traversal.\n", "GC_IN_PROGRESS"],
  ["0:000> !dumprequests\nNo export dumprequests found\n", "SOS_NOT_LOADED"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["sos-dumprequests", "unusable", code]);
});
