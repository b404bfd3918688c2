import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { read, reportOf } from "../support/reading";

const errorsOf = (block: Block | undefined) => reportOf(block, "httperr", "http-errors");

const HEAD = `#Software: Microsoft HTTP API 2.0
#Version: 1.0
#Date: 2024-03-12 14:00:02
#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid sc-status s-siteid s-reason s-queuename
`;
const ROWS = `2024-03-12 14:00:02 10.1.2.3 51544 10.1.9.9 80 HTTP/1.1 GET /quote.aspx?id=7 - 503 1 QueueFull ShopPool
2024-03-12 14:00:03 10.1.2.4 51602 10.1.9.9 80 - - - - - - Timer_ConnectionIdle -
2024-03-12 14:00:09 fe80::5c2:91%4 51603 2001:db8::20 443 HTTP/2 POST /order.aspx 5 503 1 QueueFull ShopPool
2024-03-12 14:00:11 10.1.2.4 51604 10.1.9.9 80 HTTP/1.1 GET /x - 400 - Hostname -
`;
const OLD = `#Software: Microsoft HTTP API 1.0
#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename
2007-06-21 09:25:40 10.1.2.3 4660 10.1.9.9 80 HTTP/1.1 GET /Default.aspx - 1 Connection_Abandoned_By_AppPool My Pool
2007-06-21 09:25:49 10.1.2.3 4661 10.1.9.9 80 HTTP/1.1 GET /Default.aspx 503 1 AppOffline My Pool
`;

test("entries are counted by reason and pool, with their times and statuses", () => {
  const [block] = read(HEAD + ROWS);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["HTTPERR log", "read", "shell"]);
  const report = errorsOf(block);
  expect([report.entries, report.fields.length]).toEqual([4, 14]);
  expect([report.reasons[0]?.reason, report.reasons[0]?.count, report.reasons[0]?.statuses]).toEqual([
    "QueueFull",
    2,
    [{ status: 503, count: 2 }],
  ]);
  expect(report.reasons[0]).toMatchObject({ queueName: "ShopPool", line: 5, lastLine: 7, lines: [5, 7] });
  expect(report.reasons.slice(1).map(({ reason, queueName, statuses }) => [reason, queueName, statuses])).toEqual([
    ["Timer_ConnectionIdle", null, []],
    ["Hostname", null, [{ status: 400, count: 1 }]],
  ]);
});

test("a log of Server 2003 is read, and a pool whose name has blanks", () => {
  const [block] = read(OLD);
  expect([block?.outcome, errorsOf(block).reasons.map(({ reason, queueName }) => [reason, queueName])]).toEqual([
    "read",
    [
      ["Connection_Abandoned_By_AppPool", "My Pool"],
      ["AppOffline", "My Pool"],
    ],
  ]);
});

test("times are taken where they stand in the row", () => {
  // Below the share of rows at which a time counts as a log collector's.
  const text = `${HEAD}${ROWS}`.replaceAll(
    "\n2024-03-12 14:00:1",
    "\n# remark\n# remark\n# remark\n2024-03-12 14:00:1",
  );
  const report = errorsOf(read(text)[0]);
  expect([report.firstTime, report.lastTime]).toEqual(["2024-03-12T14:00:02Z", "2024-03-12T14:00:11Z"]);
});

test("rows alone are recognised, with the reasons that HTTP.sys knows", () => {
  const rows = ROWS.replaceAll(/^2024-03-12 [\d:]+ /gm, "");
  const [block] = read(rows);
  expect([block?.outcome, errorsOf(block).entries, errorsOf(block).fields]).toEqual(["read", 4, []]);
  expect(errorsOf(block).reasons[0]).toMatchObject({ reason: "QueueFull", queueName: "ShopPool", firstTime: null });
});

test("a new field behind the pool does not become part of its name", () => {
  const report = errorsOf(
    read(`${HEAD.replace("s-queuename", "s-queuename transport")}${ROWS.replaceAll(/$(?<=.)/gm, " TCP")}`)[0],
  );
  expect(report.reasons[0]?.queueName).toBe("ShopPool");
});

test("the log may be typed or found by its name", () => {
  const path = "C:\\Windows\\System32\\LogFiles\\HTTPERR\\httperr1.log";
  const [typed] = read(`C:\\>type ${path}\n${HEAD}${ROWS}`);
  expect([typed?.command, typed?.outcome]).toEqual([`type ${path}`, "read"]);
  const [bare] = read(`Get-Content ${path} -Tail 200\n${HEAD}${ROWS}`);
  expect([bare?.echoed, bare?.parser]).toEqual([true, "httperr"]);
});

test("a site's own log and other rows with addresses are none of this", () => {
  const iis = `#Software: Microsoft Internet Information Services 10.0
#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip sc-status time-taken
2024-03-12 14:00:02 10.1.9.9 GET /quote.aspx id=7 80 - 10.1.2.3 200 15
`;
  expect(read(iis).map(({ parser }) => parser)).not.toContain("httperr");
});

test("a long log stays small", () => {
  const rows = Array.from(
    { length: 5000 },
    (_, at) => `10.1.2.3 ${1024 + at} 10.1.9.9 80 HTTP/1.1 GET /p${at} 503 1 QueueFull ShopPool`,
  );
  const report = errorsOf(read(rows.join("\n"))[0]);
  expect([report.entries, report.reasons.length, report.reasons[0]?.lines.length]).toEqual([5000, 1, 10]);
});

test("a log cut anywhere counts whole rows only, and a cut reason is not counted under a wrong name", () => {
  const text = ROWS.replaceAll(/^2024-03-12 [\d:]+ /gm, "");
  const names = ["QueueFull", "Timer_ConnectionIdle", "Hostname"];
  for (let end = 100; end < text.length; end += 3) {
    const [block] = read(text.slice(0, end));
    if (block?.report?.kind !== "http-errors") continue;
    for (const { reason } of block.report.reasons) expect(names).toContain(reason);
  }
});
