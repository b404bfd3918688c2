import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const portsOf = (block: Block | undefined) => reportOf(block, "fltkd-portlist", "filter-ports");

const PORTS = `0: kd> !fltkd.portlist ffffa50f5b3ba020
 FLT_FILTER: ffffa50f5b3ba020    Client Port List         : Mutex (ffffa50f5b3ba278) List [ffffa50f6b6312f0-ffffa50f6b630870] mCount=2
       FLT_PORT_OBJECT: ffffa50f6b6312f0
          FilterLink               : [ffffa50f6b630870-ffffa50f5b3ba2b0]
          ServerPort               : ffffa50f524f3420
          Lock                     : (ffffa50f6b631318)
          MsgQ                     : (ffffa50f6b631350)  NumEntries=0 Enabled
          MessageId                : 0x0000000000000000
          Disconnected             : FALSE
       FLT_PORT_OBJECT: ffffa50f6b630870
          ServerPort               : ffffa50f524f4550
          MsgQ                     : (ffffa50f6b6308d0)  NumEntries=16 Enabled
          MessageId                : 0x000000000000a3c1
          Disconnected             : TRUE
`;

test("each port is read with the messages in it", () => {
  const [block] = read(PORTS);
  expect([block?.outcome, block?.mode]).toEqual(["read", "kernel"]);
  expect(portsOf(block)).toEqual({
    kind: "filter-ports",
    line: 2,
    filter: "ffffa50f5b3ba020",
    count: 2,
    ports: [
      {
        line: 3,
        lastLine: 9,
        address: "ffffa50f6b6312f0",
        serverPort: "ffffa50f524f3420",
        messageQueueEntries: 0,
        messageId: "0",
        disconnected: false,
      },
      {
        line: 10,
        lastLine: 14,
        address: "ffffa50f6b630870",
        serverPort: "ffffa50f524f4550",
        messageQueueEntries: 16,
        messageId: "a3c1",
        disconnected: true,
      },
    ],
  });
});

test("blanks lost, the heading wrapped and the command not pasted change nothing", () => {
  const whole = withoutLines(portsOf(read(PORTS)[0]));
  expect(withoutLines(portsOf(read(collapsed(PORTS))[0]))).toEqual(whole);
  expect(withoutLines(portsOf(read(PORTS.replace(": Mutex", ":\nMutex"))[0]))).toEqual(whole);
  const blocks = read(PORTS.split("\n").slice(1).join("\n"));
  expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["!fltkd.portlist", "read"]]);
  expect(withoutLines(portsOf(blocks[0]))).toEqual(whole);
});

test("a missing extension is told with the way to load it", () => {
  const [block] = read("0: kd> !fltkd.portlist 8a4c2c60\nNo export portlist found\n");
  expect([block?.parser, block?.problem?.code]).toEqual(["fltkd-portlist", "FLTKD_NOT_LOADED"]);
});

test.skipIf(!hasCorpus)("the published list is read as its facts say, and no other output is taken for one", () => {
  const name = "fltkd-filters-portlist-kd-x64-win11-windows-internals";
  const [, block] = readTranscript(corpusTranscript(name), 0);
  const report = portsOf(block);
  expect([report.filter, report.count, report.ports.map(({ messageQueueEntries }) => messageQueueEntries)]).toEqual([
    "ffff9c8f53d3dab0",
    5,
    [0, 8, 16, 16, 2],
  ]);
  expect(publishedFor("fltkd-portlist")).toEqual([name]);
});

test("an address that the paste breaks off in is no port", () => {
  const [block] = read(PORTS.slice(0, PORTS.lastIndexOf("ffffa50f6b630870") + 6));
  expect(portsOf(block).ports).toHaveLength(1);
  expect(block?.unread).toHaveLength(1);
});

test("an id that the paste breaks off in is not told", () => {
  const [block] = read(PORTS.slice(0, PORTS.indexOf("0x0000000000000000") + 8));
  expect(portsOf(block).ports[0]?.messageId).toBeNull();
});

test("what stands below a port whose address nobody can read is not the port's above it", () => {
  const [first, second] = [...PORTS.matchAll(/FLT_PORT_OBJECT: (\S+)/g)].map(([, address = ""]) => address);
  const misread = PORTS.replace(`FLT_PORT_OBJECT: ${second}`, "FLT_PORT_OBJECT: ffffa5Of6b630870");
  const whole = portsOf(read(PORTS)[0]).ports[0];
  expect(portsOf(read(misread)[0]).ports).toEqual([{ ...whole, address: first }]);
});
