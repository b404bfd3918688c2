import fc from "fast-check";
import { expect, test } from "vitest";
import { Console, type ConsoleKind, type ConsoleReply, consolesOf } from "@/simulator/console/console";
import { examplesFor } from "@/simulator/console/examples";
import { PRINTERS } from "@/simulator/printers/list";
import { makeServer, type Server } from "@/simulator/server";
import { fault, homes, tellingBlocks } from "../support/console-replies";
import { nameOf } from "../support/round-trip";

const SEEDS = [1, 2, 5];

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

/** What is wrong to type, by console. */
const MISTAKES: Readonly<Record<ConsoleKind, readonly string[]>> = {
  user: [
    ...[
      "~360s",
      "~~[dead0]kb",
      "~999e !clrstack",
      "!xyz",
      "!nobody.syncblk",
      "xyz",
      "~q",
      "!thread 88e0be48",
      "!irp 1",
    ],
    ...["!do 1234", "!dumparray 1234", "!dumpvc 12 34", "!pe 1234", "!cs 12345678", "!handle ffff f", "!rwlock 1234"],
    ...["fltmc", ".loadby sos nosuch", ".load C:\\x\\nosuch.dll", "!convertvtdatetodate 1234", "!syncblk foo"],
  ],
  kernel: [
    ...[
      "~*kb",
      "~39s",
      "~39kb",
      "!syncblk",
      "!clrstack",
      "!thread 1234",
      "!process 1234 7",
      "!irp 1234",
      "!devobj 1234",
    ],
    ...["!devstack 1234", "!drvobj Nosuch", "!fileobj 1234", "!fltkd.filter 1234", "!fltkd.cbd 1234", "!locks 1234"],
    ...[".thread 1234", ".process 1234", "!runaway", "xyz", "!xyz"],
  ],
  "dotnet-dump": ["xyz", "!clrstack", "clrstak", "setthread 999", "dumpobj 1234", "dumpvc 12 34", "kb", "~*kb"],
  cmd: [
    ...[
      "xyz",
      "dir /a /s C:\\nosuch",
      "robocopy C:\\nosuch NUL /L /S",
      "du -q C:\\nosuch",
      "sc query nosuch",
      "!syncblk",
    ],
    ...["fsutil 8dot3name query Q:", 'typeperf "\\No\\Such" -sc 1', "ps aux", "type C:\\nosuch.txt", "tasklist /what"],
  ],
  powershell: [
    "xyz",
    "sc query type= filesys",
    "Get-ChildItem 'C:\\nosuch' -Recurse -Force | Measure-Object Length -Sum",
  ],
  unix: ["xyz", "ps -eLo foo", "du -sh /nosuch", "cat /proc/99999/task/1/stack", "cat /sys/fs/cgroup/nosuch", "dir"],
};

test("whatever is typed wrong is answered with an error that is known as one", () => {
  const faults = homes(4).flatMap((server) =>
    consolesOf(server).flatMap((kind) =>
      MISTAKES[kind].flatMap((line) => {
        const reply = new Console(server, kind).type(line);
        if (reply.kind !== "error") return [`${kind} ${line}: ${reply.kind}`];
        return fault(reply, line) ?? [];
      }),
    ),
  );
  expect(faults).toEqual([]);
});

test("an output that the server refuses is refused in words that are known as an error", () => {
  const faults = PRINTERS.flatMap((printer) => {
    const server = makeServer(4, printer.needs);
    const line = printer.command(server);
    const reply = new Console(server, printer.prompt, { refuses: [printer.parser] }).type(line);
    if (isElsewhere(server, line)) return [];
    return reply.kind === "refused" ? (fault(reply, line) ?? []) : [`${line}: ${reply.kind}`];
  });
  expect(faults).toEqual([]);
});

test("what a thread's stack refers to names the lock that the thread waits for", () => {
  const server = makeServer(11, { versions: ["4.x"], threads: 14 });
  const monitor = server.monitors.monitors.find(({ waiters }) => waiters.length > 0);
  const waiter = monitor?.waiters[0];
  const reply = new Console(server, "user").type(`~${waiter?.number}e !dso`);
  expect(reply.output.some((line) => line.includes(monitor?.object ?? "?"))).toBe(true);
  expect(new Console(server, "user").type(`!do ${monitor?.object}`).output[0]).toBe(`Name:        ${monitor?.type}`);
});

test("the objects of a thread stay its own wherever the debugger goes", () => {
  const server = makeServer(3, { versions: ["4.x"] });
  const there = server.threads.find(({ number, managed }) => number !== server.current.number && managed);
  const console = new Console(server, "user");
  const own = console.type("!dso").output;
  expect(own.join("\n")).toContain(server.request.object.address);
  console.type(`~${there?.number}s`);
  expect(console.type("!dso").output.join("\n")).not.toContain(server.request.object.address);
  expect(console.type(`~${server.current.number}e !dso`).output).toEqual(own);
});

test("SOS that nobody loaded has to be loaded from beside the right runtime", () => {
  const server = makeServer(2, { versions: ["4.x"] });
  const console = new Console(server, "user", { sos: false });
  expect(console.type("!syncblk").output).toEqual(["No export syncblk found"]);
  expect(console.type(".loadby sos mscorwks").output).toEqual(["Unable to find module 'mscorwks'"]);
  expect(console.type(".loadby sos clr").output).toEqual([]);
  expect(console.type("!syncblk").parser).toBe("sos-syncblk");
});

test("in a kernel dump a thread is gone to by its address, and a processor by its number", () => {
  const server = makeServer(6, { bits: 64, systems: ["2019"] });
  const thread = server.kernel.processes.at(-1)?.threads.at(-1);
  const console = new Console(server, "kernel");
  expect(console.type(`.thread /p /r ${thread?.address}`).output[0]).toBe(`Implicit thread is now ${thread?.address}`);
  expect(console.type("kb").output.length).toBeGreaterThan(3);
  expect(console.type("!thread").output[0]).toContain(`THREAD ${thread?.address}  Cid`);
  expect(console.type("~0s").kind).toBe("printed");
  expect(console.prompt).toBe("0: kd> ");
});

test("several commands in one line are answered one after the other", () => {
  const server = makeServer(7, { versions: ["2.0"], bits: 32 });
  const [, second] = server.threads;
  const console = new Console(server, "user");
  const line = `~${second?.number}s; !clrstack; ? 360`;
  const reply = console.type(line);
  expect(reply.output.at(-1)).toBe("Evaluate expression: 864 = 00000360");
  expect(tellingBlocks(reply, line).map(({ parser }) => parser)).toContain("sos-clrstack");
});

test("going to a thread changes the prompt, and what the next command is about", () => {
  const server = makeServer(7, { versions: ["4.x"] });
  const there = server.threads.find((thread) => thread !== server.current);
  const console = new Console(server, "user");
  expect(console.type(`~${there?.number}s`).kind).toBe("printed");
  expect(console.prompt).toBe(`0:${String(there?.number).padStart(3, "0")}> `);
  expect(console.type("!clrstack").output[0]).toBe(`OS Thread Id: 0x${there?.osThreadId} (${there?.number})`);
});

test("a thread that does not exist is refused in the debugger's own words", () => {
  const console = new Console(makeServer(7), "user");
  const reply = console.type("~360s");
  expect(reply.kind).toBe("error");
  expect(reply.output).toEqual([expect.stringMatching(/^ +\^ Illegal thread error in '~360s'$/)]);
});

test("the letters of !locks are another command in a kernel dump", () => {
  const server = makeServer(3, { bits: 64 });
  expect(new Console(server, "user").type("!locks").parser).toBe("ntsdexts-locks");
  expect(new Console(server, "kernel").type("!locks").parser).toBe("kd-locks");
});

test("the examples of a console are lines that it answers", () => {
  const [server] = homes(5);
  const other = makeServer(5, { versions: ["core"], systems: ["linux"] });
  expect(server && examplesFor(server, "user").map(({ line }) => line)).toContain("~*e !clrstack");
  expect(server && examplesFor(server, "user").some(({ line }) => /pstacks|dumpasync/.test(line))).toBe(false);
  expect(examplesFor(other, "unix").map(({ parser }) => parser)).toContain("linux-kernel-stack");
});

const RUNS = { numRuns: 150 };

test("whatever is typed, a console answers, and the same another time", () => {
  const servers = homes(8);
  const line = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc
      .constantFrom("~", "~*", "~39e ", "!", "!sos.", "k", "!do ", "!thread ", "dir ", "cat ", "ps ")
      .chain((start) => fc.string({ maxLength: 20 }).map((rest) => start + rest)),
  );
  fc.assert(
    fc.property(fc.nat(servers.length - 1), fc.nat(5), fc.array(line, { maxLength: 4 }), (at, which, lines) => {
      const server = servers[at] as Server;
      const kinds = consolesOf(server);
      const play = (): ConsoleReply[] => {
        const console = new Console(server, kinds[which % kinds.length] ?? "unix");
        return lines.map((typed) => console.type(typed));
      };
      expect(play()).toEqual(play());
      for (const { kind, output } of play()) if (kind !== "printed") expect(output.join("").trim()).not.toBe("");
    }),
    RUNS,
  );
});

test("objects of a type are found on the heap in either order of the options", () => {
  const server = makeServer(12, { versions: ["4.x"], bits: 64 });
  const console = new Console(server, "user");
  const type = server.request.object.type;
  expect(console.type(`!dumpheap -type ${type}`).output.join("\n")).toContain(server.request.object.address);
  expect(console.type("!dumpheap -type Nosuch -stat").output).toEqual(
    console.type("!dumpheap -stat -type Nosuch").output,
  );
});

test("a shell sends what was printed through a filter", () => {
  const server = makeServer(5, { systems: ["2019"] });
  const { output, parser } = new Console(server, "cmd").type(
    `tasklist | findstr /i ${server.process.image.toUpperCase()}`,
  );
  expect(parser).toBe("tasklist");
  expect(output.length).toBeGreaterThan(0);
  expect(output.every((row) => row.startsWith(server.process.image))).toBe(true);
});

test("of a control group only the files are shown that were asked for", () => {
  const console = new Console(makeServer(5, { versions: ["core"], systems: ["linux"] }), "unix");
  const group = "/sys/fs/cgroup";
  const { output, parser } = console.type(`head ${group}/cpu.stat ${group}/memory.ev*`);
  expect(parser).toBe("linux-cgroup");
  const heads = output.filter((row) => row.startsWith("==>"));
  expect(heads).toEqual([`==> ${group}/cpu.stat <==`, `==> ${group}/memory.events <==`]);
  expect(console.type(`cat ${group}/nosuch`).kind).toBe("error");
});

test("a program answers by its path, and a command of SOS behind its name", () => {
  const server = makeServer(5, { versions: ["core"], systems: ["2019"] });
  const linux = makeServer(5, { versions: ["core"], systems: ["linux"] });
  const cmd = new Console(server, "cmd");
  expect(cmd.type('"C:\\Windows\\System32\\fltmc.exe" filters').output).toEqual(cmd.type("fltmc").output);
  expect(new Console(server, "powershell").type("sc.exe query w3svc").parser).toBe("sc-query");
  expect(new Console(server, "dotnet-dump").type("sos clrstack -all").parser).toBe("sos-clrstack");
  expect(new Console(linux, "unix").type("sudo /usr/bin/ps aux").parser).toBe("linux-ps");
});

test("only what the debugger prints for every thread by itself stands below rows of threads", () => {
  const console = new Console(makeServer(9, { versions: ["4.x"] }), "user");
  const isRow = (row: string): boolean => /^[.# ] +\d+ +Id: /.test(row);
  expect(console.type("~*k").output.some(isRow)).toBe(true);
  expect(console.type("~*e k").output.some(isRow)).toBe(false);
});

test("a dump is taken of the process that runs there, and of no other", () => {
  const server = makeServer(9, { versions: ["core"], systems: ["2019"] });
  const console = new Console(server, "cmd");
  expect(console.type(`dotnet-dump collect -p ${Number.parseInt(server.process.id, 16)}`).output.at(-1)).toBe(
    "Complete",
  );
  expect(console.type("dotnet-dump collect -p 3").kind).toBe("error");
});

test("a server has the consoles of its time", () => {
  expect(consolesOf(makeServer(1, { versions: ["1.1"] }))).toEqual(["user", "kernel", "cmd"]);
  expect(consolesOf(makeServer(1, { versions: ["core"], systems: ["linux"] }))).toEqual(["dotnet-dump", "unix"]);
  expect(consolesOf(makeServer(1, { versions: ["core"] }))).toContain("dotnet-dump");
});
