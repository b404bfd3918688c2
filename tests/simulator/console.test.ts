import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { Console, type ConsoleReply, consolesOf, pasted } from "@/simulator/console/console";
import { PRINTERS } from "@/simulator/printers/list";
import { makeServer, type Server, type ServerOptions } from "@/simulator/server";
import { nameOf } from "../support/round-trip";

const SEEDS = [1, 2, 3, 5, 8];

function tellingBlocks(reply: ConsoleReply, line: string): Block[] {
  const blocks = readTranscript({ name: "paste", text: pasted(reply, line) }, 0);
  return blocks.filter(({ parser, unread, problem }) => parser !== null || unread.length > 0 || problem !== null);
}

/** What is wrong with the reading of an answer; null when it is read as the output it is. */
function fault(reply: ConsoleReply, line: string): string | null {
  const blocks = tellingBlocks(reply, line);
  const [block] = blocks;
  if (reply.kind !== "printed") return block?.problem ? null : `${line}: not known as an error: ${reply.output[0]}`;
  if (blocks.length === 1 && block?.parser === reply.parser && block?.outcome === "read") return null;
  return `${line}: ${blocks.map(({ parser, outcome }) => `${parser} ${outcome}`).join(", ")}`;
}

/** Printers that show what other machines cannot have, or an object that this one lacks. */
function isElsewhere(server: Server, line: string): boolean {
  const old = server.runtime.system === "2003" && /appcmd|Get-NetTCP/i.test(line);
  const framework = server.runtime.version === "core" ? /aspxpages|whttp/ : null;
  const none = /rwlock/.test(line) ? server.rwLocks.length === 0 : / 0+$/.test(line);
  return old || framework?.test(line) || (server.runtime.version === "1.1" && /whttp/.test(line)) || none;
}

test.each(PRINTERS.map((printer) => [nameOf(printer), printer] as const))(
  "the command of %s, typed, brings that output",
  (_name, printer) => {
    const faults = SEEDS.flatMap((seed) => {
      const server = makeServer(seed, printer.needs);
      const line = printer.command(server);
      if (isElsewhere(server, line)) return [];
      const reply = new Console(server, printer.prompt).type(line);
      if (reply.parser !== printer.parser) return [`${line}: ${reply.parser} ${reply.output[0]}`];
      return fault(reply, line) ?? [];
    });
    expect(faults).toEqual([]);
  },
);

const ANY: ServerOptions = {};

test("going to a thread changes the prompt, and what the next command is about", () => {
  const server = makeServer(7, { versions: ["4.x"] });
  const there = server.threads.find((thread) => thread !== server.current);
  const console = new Console(server, "user");
  expect(console.type(`~${there?.number}s`).kind).toBe("printed");
  expect(console.prompt).toBe(`0:${String(there?.number).padStart(3, "0")}> `);
  expect(console.type("!clrstack").output[0]).toBe(`OS Thread Id: 0x${there?.osThreadId} (${there?.number})`);
});

test("a thread that does not exist is refused in the debugger's own words", () => {
  const console = new Console(makeServer(7, ANY), "user");
  const reply = console.type("~360s");
  expect(reply.kind).toBe("error");
  expect(reply.output).toEqual([expect.stringMatching(/^ +\^ Illegal thread error in '~360s'$/)]);
});

test("the letters of !locks are another command in a kernel dump", () => {
  const server = makeServer(3, { bits: 64 });
  expect(new Console(server, "user").type("!locks").parser).toBe("ntsdexts-locks");
  expect(new Console(server, "kernel").type("!locks").parser).toBe("kd-locks");
});

test("a server has the consoles of its time", () => {
  expect(consolesOf(makeServer(1, { versions: ["1.1"] }))).toEqual(["user", "kernel", "cmd"]);
  expect(consolesOf(makeServer(1, { versions: ["core"], systems: ["linux"] }))).toEqual(["dotnet-dump", "unix"]);
  expect(consolesOf(makeServer(1, { versions: ["core"] }))).toContain("dotnet-dump");
});
