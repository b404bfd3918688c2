import { expect, test } from "vitest";
import { conclude, diagnose } from "@/cases/diagnose";
import { CAUSE_IDS } from "@/evidence";
import { WAIT_GROUPS } from "@/findings/wait-groups";
import { type CommandAsk, DEBUGGERS, SYSTEMS } from "@/machines/ask";
import { formOf } from "@/machines/forms";
import { hangPlaybook } from "@/machines/hang";
import { PLAYBOOKS } from "@/machines/list";
import { nothingToDo, walkHere } from "@/machines/pass-over";
import { resolveStep } from "@/machines/resolve";
import { plainSituation, type Situation, toolOf } from "@/machines/situation";
import { slotsOf } from "@/machines/template";
import { simulateHang } from "@/simulator/hangs/simulate";
import { play } from "@/training/play";
import { CASE_STUDY } from "../support/case-study";
import { HANGS } from "../support/made-up-hangs";
import { CONTENDED_RESOURCE, DEADLOCK, FROZEN_IN_FILTER } from "../support/made-up-outputs";
import { read } from "../support/reading";

const SITUATIONS = SYSTEMS.flatMap(({ value: system }) =>
  DEBUGGERS.flatMap(({ value: tool }) =>
    (["framework", "core", null] as const)
      .filter((runtime) => !(system === "linux" && runtime === "framework"))
      .map((runtime): Situation => ({ ...plainSituation(tool, system), runtime })),
  ),
);
const named = ({ tool, system, runtime }: Situation): string => `${tool} ${system} ${runtime ?? "unknown"}`;
const ASKS: CommandAsk[] = PLAYBOOKS.flatMap(({ steps, gaps }) => [
  ...gaps,
  ...Object.values(steps).flatMap(({ ask }) => [
    ...ask.commands,
    ...ask.alternatives.flatMap(({ commands }) => commands),
  ]),
]);

/** Programs that one system lacks. */
const WINDOWS_ONLY =
  /^(?:%windir%|appcmd|fltmc|tasklist|typeperf|wevtutil|netstat|dir |robocopy|procdump|type "|du "|Get-)/;
const LINUX_ONLY = /^(?:ps |top |ss |df |du -|dmesg|head |cat |grep |createdump)/;

test("every ask has a form for each tool on each system, or says why not and what to do instead", () => {
  for (const ask of ASKS) {
    for (const situation of SITUATIONS) {
      const found = formOf(ask, situation);
      if (!found) expect(ask.only !== undefined || ask.tools !== undefined, ask.command).toBe(true);
      else if ("lack" in found)
        expect(found.lack.lacks.length, `${ask.command} ${named(situation)}`).toBeGreaterThan(20);
      else expect(found.form.run, `${ask.command} ${named(situation)}`).not.toBe("");
    }
  }
});

test("no command is asked for on a system that does not have it, nor one of a debugger from somebody who has none", () => {
  const wrong = ASKS.flatMap((ask) =>
    SITUATIONS.flatMap((situation) => {
      const found = formOf(ask, situation);
      if (!found || "lack" in found) return [];
      const { run, target = ask.target, coreOnly } = found.form;
      const foreign = (situation.system === "linux" ? WINDOWS_ONLY : LINUX_ONLY).test(run);
      const debugger_ = situation.tool === "none" && target === "process-dump";
      const banged =
        situation.tool === "dotnet-dump" && ask.in === undefined && target === "process-dump" && /^[!~.]/.test(run);
      const framework = situation.runtime === "framework" && coreOnly === true;
      return foreign || debugger_ || banged || framework ? [`${run} (${named(situation)})`] : [];
    }),
  );
  expect(wrong).toEqual([]);
});

test("what a form costs is true for where it is run", () => {
  const wrong = ASKS.flatMap((ask) =>
    SITUATIONS.flatMap((situation) => {
      const found = formOf(ask, situation);
      if (!found || "lack" in found) return [];
      const { run, target = ask.target, cost = ask.cost } = found.form;
      const readsDump = cost === "safe" && target !== "process-dump";
      const asksServer = (cost === "live" || cost === "stops-process") && target !== "server";
      const reboots = cost === "needs-reboot" && (target !== "kernel-dump" || situation.system === "linux");
      return readsDump || asksServer || reboots ? [`${run} costs ${cost} (${named(situation)})`] : [];
    }),
  );
  expect(wrong).toEqual([]);
});

test.each(PLAYBOOKS)(
  "no step of $id is a dead end with any tool: it asks, offers another way, or is passed over",
  (playbook) => {
    const dead = Object.keys(playbook.steps)
      .filter((id) => id !== "verdict")
      .flatMap((id) =>
        SITUATIONS.flatMap((situation) => {
          const over = nothingToDo(playbook, id, situation);
          if (over !== null) return over.length > 20 ? [] : [`${id} ${named(situation)} without a reason`];
          const step = resolveStep(playbook, id, [], new Set(), situation);
          const ways = [...step.commands, ...step.captures, ...step.alternatives.flatMap(({ commands }) => commands)];
          const waits = playbook.steps[id]?.ask.commands.every(({ when, unless }) => when || unless) ?? true;
          return ways.length + step.questions.length === 0 && !waits ? [`${id} ${named(situation)}`] : [];
        }),
      );
    expect(dead).toEqual([]);
  },
);

test.each(PLAYBOOKS)("with any tool $id can be walked to its end by giving steps up", (playbook) => {
  for (const situation of SITUATIONS) {
    const given: string[] = [];
    let at = walkHere(playbook, ["threads-wait-for-critical-section"], given, situation);
    while (!at.end) {
      expect(given, named(situation)).not.toContain(at.step);
      given.push(at.step);
      at = walkHere(playbook, ["threads-wait-for-critical-section"], given, situation);
    }
    expect(["undecided", "outside"], named(situation)).toContain(at.step);
  }
});

const LOADER_LOCK = `0:000> !cs ntdll!LdrpLoaderLock
-----------------------------------------
Critical section   = 0x00007ffd2a61f7a0 (ntdll!LdrpLoaderLock+0x0)
DebugInfo          = 0x00007ffd2a61f7c8
LOCKED
LockCount          = 0x2
WaiterWoken        = No
OwningThread       = 0x0000000000002d14
RecursionCount     = 0x1
LockSemaphore      = 0x1A4
SpinCount          = 0x0000000004000000
`;

/** Hangs on whose way something is found that is no longer told at the end. */
const UNDERWAY = ["connection-pool-exhausted", "outgoing-connection-limit"] as const;

/** Names of the values that findings of each kind have had, over all hangs that the tests know. */
function valuesSeen(): Map<string, Set<string>> {
  const seen = new Map<string, Set<string>>();
  const pasted = [
    CASE_STUDY,
    ...[...HANGS.map(({ text }) => text), LOADER_LOCK, DEADLOCK, CONTENDED_RESOURCE, FROZEN_IN_FILTER].map((text) => [
      { name: "a", text },
    ]),
  ];
  for (const { id, values } of [
    ...pasted.flatMap((transcripts) => diagnose(hangPlaybook, transcripts).findings),
    ...CAUSE_IDS.flatMap(
      (cause, seed) => play(hangPlaybook, simulateHang(seed + 1, cause)).solution.diagnosis.findings,
    ),
    ...UNDERWAY.flatMap((cause) =>
      [1, 2, 3].flatMap((seed) => {
        const { reads } = play(hangPlaybook, simulateHang(seed, cause)).solution;
        return reads.flatMap((_read, index) => conclude(hangPlaybook, reads.slice(0, index)).findings);
      }),
    ),
  ]) {
    const names = seen.get(id) ?? new Set();
    for (const name of Object.keys(values)) names.add(name);
    seen.set(id, names);
  }
  // What waits is told by the same values, few threads or many.
  for (const { few, many } of WAIT_GROUPS) {
    if (few !== null) seen.set(few, new Set([...(seen.get(few) ?? []), ...(seen.get(many) ?? [])]));
  }
  return seen;
}

test("every value that a template names is one that such findings have", () => {
  const seen = valuesSeen();
  const templates = ASKS.flatMap((ask) =>
    SITUATIONS.flatMap((situation) => {
      const found = formOf(ask, situation);
      return found && "form" in found ? [found.form.run, found.form.why ?? ask.why] : [];
    }),
  );
  const steps = PLAYBOOKS.flatMap((playbook) => Object.values(playbook.steps));
  const words = steps.flatMap((step) => [step.title, step.why, step.linux?.title ?? "", step.linux?.why ?? ""]);
  const slots = new Map(
    [...templates, ...words].flatMap(slotsOf).map((slot) => [`${slot.finding}.${slot.value}`, slot]),
  );
  expect(slots.size).toBeGreaterThan(20);
  const unknown = [...slots].filter(([, { finding, value }]) => !seen.get(finding)?.has(value));
  expect(unknown.map(([name]) => name)).toEqual([]);
});

test("native locks are passed over on Linux, with the reason", () => {
  const linux = diagnose(
    hangPlaybook,
    [
      {
        name: "a",
        text: "root@web:/app# ps -eLo pid,tid,stat,wchan:40,comm\n  PID   TID STAT WCHAN   COMMAND\n    1     1 Ssl  futex_wait_queue_me  dotnet\n",
      },
    ],
    { skipped: ["stacks"] },
  );
  expect([linux.system, linux.tool]).toEqual(["linux", "dotnet-dump"]);
  const at = walkHere(
    hangPlaybook,
    ["stacks-seen", "threads-wait-for-critical-section"],
    [],
    plainSituation("dotnet-dump", "linux"),
  );
  expect(at.passedOver).toEqual([{ step: "native-locks", reason: expect.stringMatching(/^Linux has neither/) }]);
  expect(at.step).not.toBe("native-locks");
});

test("the tool follows from what was pasted", () => {
  const tool = (text: string) => toolOf(read(text), []);
  expect(tool("")).toBe("windbg");
  expect(
    tool(
      "> clrthreads\nThreadCount:      2\nUnstartedThread:  0\nBackgroundThread: 1\nPendingThread:    0\nDeadThread:       0\nHosted Runtime:   no\n",
    ),
  ).toBe("dotnet-dump");
  expect(
    tool(
      "C:\\tools>dotnet-stack report -p 7312\nThread (0x4F2C):\n  System.Private.CoreLib!System.Threading.Monitor.Enter(class System.Object,bool&)\n  Contoso.Orders!Contoso.Orders.Catalog.Get(int32)\n",
    ),
  ).toBe("none");
});

test("what the engineer says of the system changes the form of what is asked, until outputs show it", () => {
  const said = (answer: string, text = "") =>
    diagnose(hangPlaybook, text === "" ? [] : [{ name: "a", text }], {
      answers: new Map([["server-system", answer]]),
      tool: "dotnet-dump",
    });
  expect(said("linux").system).toBe("linux");
  expect(said("windows").system).toBe("windows");
  expect(said("linux").step.commands.map(({ command }) => command)).not.toContain(expect.stringContaining("appcmd"));
  expect(
    said("windows", "# df -hT\nFilesystem Type Size Used Avail Use% Mounted on\noverlay overlay 50G 48G 1.9G 97% /\n")
      .system,
  ).toBe("linux");
});

test("while SOS is missing, the native stacks are asked for beside its repair", () => {
  const asked = diagnose(hangPlaybook, [{ name: "a", text: "0:039> !syncblk\nNo export syncblk found\n" }]);
  expect(asked.step.repairs.map(({ code }) => code)).toEqual(["SOS_NOT_LOADED"]);
  expect([...asked.step.commands, ...asked.step.gaps].map(({ command }) => command)).toContain("~*kb 2000");
});

test("a dump is offered to be saved while there is none, and no longer once one was opened", () => {
  const before = diagnose(hangPlaybook, [], { skipped: ["symptoms", "really-hung"] });
  expect(before.step.captures.map(({ command, cost }) => [command, cost])).toEqual([
    ["procdump -ma <pid>", "stops-process"],
  ]);
  const after = diagnose(
    hangPlaybook,
    [
      {
        name: "a",
        text: "0:000> .time\nDebug session time: Tue Mar 12 16:04:33.000 2024 (UTC + 1:00)\nSystem Uptime: 11 days 2:10:09.140\nProcess Uptime: 0 days 0:06:11.000\n  Kernel time: 0 days 0:00:52.000\n  User time: 0 days 0:00:08.000\n",
      },
    ],
    { skipped: ["symptoms", "really-hung"] },
  );
  expect(after.step.captures).toEqual([]);
});

test("a kernel dump costs a restart until there is one", () => {
  const step = (kernelDump: boolean) =>
    resolveStep(hangPlaybook, "kernel-dump", [], new Set(), { ...plainSituation("windbg"), kernelDump }).commands[0];
  expect([step(false)?.cost, step(true)?.cost]).toEqual(["needs-reboot", "safe"]);
});
