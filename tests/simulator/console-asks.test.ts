import { expect, test } from "vitest";
import type { Finding } from "@/evidence";
import { type CommandAsk, DEBUGGERS, type Debugger, SYSTEMS } from "@/machines/ask";
import { formOf } from "@/machines/forms";
import { PLAYBOOKS } from "@/machines/list";
import { type NextCommand, resolveCommand } from "@/machines/resolve";
import { plainSituation } from "@/machines/situation";
import { slotsOf } from "@/machines/template";
import { Console, type ConsoleKind, consolesOf } from "@/simulator/console/console";
import type { Server } from "@/simulator/server";
import { fault, homes } from "../support/console-replies";

/** What the slots of commands may be filled with, taken from the server. */
function findingsOf(server: Server): Finding[] {
  const { kernel, criticalSections, handles, request, process } = server;
  const thread = server.threads.find(({ managed }) => managed !== null)?.number ?? 0;
  const worker = kernel.processes.find(({ processId }) => processId === process.id);
  const values = {
    thread,
    osThreadId: criticalSections[0]?.owner?.osThreadId ?? server.current.osThreadId,
    handle: handles[0]?.handle ?? null,
    other: thread,
    object: request.object.address,
    options: request.object.address,
    address: request.startAddress,
    methodTable: request.object.methodTable,
    process: worker?.address ?? null,
    driver: server.drivers[0]?.name ?? null,
    tempFolder: "%windir%\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET Files",
  };
  const told: Readonly<Record<string, Finding["values"]>> = {
    "kernel-resource-held": { thread: kernel.resources[0]?.owners[0]?.thread ?? kernel.suspect.address },
    "kernel-resource-contended": { thread: kernel.resources[0]?.owners[0]?.thread ?? kernel.suspect.address },
  };
  const ids = ALL_ASKS.flatMap(templatesOf).flatMap((run) => slotsOf(run).map((slot) => slot.finding));
  return [...new Set(ids)].map((id) => ({ id, says: id, values: told[id] ?? values, cites: [], tone: "fact" }));
}

const ALL_ASKS: readonly CommandAsk[] = PLAYBOOKS.flatMap(({ steps, gaps }) => [
  ...gaps,
  ...Object.values(steps).flatMap(({ ask }) => [
    ...ask.commands,
    ...ask.alternatives.flatMap(({ commands }) => commands),
  ]),
]);

function templatesOf(ask: CommandAsk): string[] {
  return SYSTEMS.flatMap(({ value: system }) =>
    DEBUGGERS.flatMap(({ value: tool }) => {
      const found = formOf(ask, plainSituation(tool, system));
      return found && "form" in found ? [found.form.run] : [];
    }),
  );
}

/** The console that a command is typed at; null where the server has none. */
function consoleFor(server: Server, { target }: NextCommand, tool: Debugger): ConsoleKind | null {
  const dump = tool === "dotnet-dump" ? "dotnet-dump" : "user";
  const shell = server.runtime.system === "linux" ? "unix" : "cmd";
  const kind = target === "process-dump" ? dump : target === "kernel-dump" ? "kernel" : shell;
  return consolesOf(server).includes(kind) ? kind : null;
}

/** Where native frames decide, who has only dotnet-dump is sent to WinDbg. */
function consoleOf(line: string, kind: ConsoleKind): ConsoleKind {
  if (kind === "dotnet-dump" && /^[~!.]/.test(line)) return "user";
  return /^Get-/.test(line) ? "powershell" : kind;
}

/** Commands of the other system, of newer systems, and those that need what a server may not have. */
function isForOthers({ runtime, rwLocks }: Server, line: string): boolean {
  const unix = /^(?:ps|cat|df|du -|top)\b/.test(line);
  if (runtime.system === "linux") return !unix && !/^(?:dotnet-\w+ )/.test(line);
  const none = /rwlock/.test(line) && (rwLocks.length === 0 || !["2.0", "4.x"].includes(runtime.version));
  return unix || none || (runtime.system === "2003" && /appcmd|Get-/.test(line));
}

test.each([1, 2, 3])("what the playbooks ask for is answered by every server and read back, seed %i", (seed) => {
  const faults = homes(seed).flatMap((server) => {
    const findings = findingsOf(server);
    const tools: readonly Debugger[] = server.runtime.version === "core" ? ["windbg-core", "dotnet-dump"] : ["windbg"];
    return tools.flatMap((tool) =>
      ALL_ASKS.flatMap((ask) => {
        const system = server.runtime.system === "linux" ? "linux" : "windows";
        const next = resolveCommand(ask, findings, plainSituation(tool, system));
        // What nothing here reads is for the engineer's eyes.
        if (!next?.id) return [];
        const kind = consoleFor(server, next, tool);
        const line = next.command
          .replaceAll(/<address of[^<>]*>/g, server.request.object.address)
          .replaceAll(/<[^<>]*thread>/g, "0")
          .replaceAll("<pid>", String(Number.parseInt(server.process.id, 16)))
          .replaceAll("<folder>", `'${server.linux.disks.folder.path}'`)
          .replace(/^!rwlock \S+/, `!rwlock ${server.rwLocks[0]?.address}`);
        if (kind === null || isForOthers(server, line)) return [];
        const typedAt = consoleOf(line, kind);
        if (!consolesOf(server).includes(typedAt)) return [];
        const reply = new Console(server, typedAt).type(line);
        const goesToThread = line.startsWith("setthread ") && reply.parser === null;
        const isEmpty = reply.kind === "printed" && reply.output.length === 0;
        if (isEmpty && (goesToThread || reply.parser === next.id)) return [];
        const wrong = reply.parser === next.id ? fault(reply, line) : `${line}: ${reply.parser} ${reply.output[0]}`;
        return wrong ? [`${server.runtime.version}/${server.runtime.bits} ${wrong}`] : [];
      }),
    );
  });
  expect([...new Set(faults)]).toEqual([]);
});
