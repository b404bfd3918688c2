import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { CAUSES } from "@/findings/causes/list";
import { playbookById } from "@/machines/list";
import { PARSERS } from "@/parsers/list";
import type { Act } from "@/training/attempt";
import { formatCode } from "@/training/code";
import { isMistake, MISTAKES, OF_ACCUSATION, OF_FAMILY } from "@/training/mistakes/kinds";
import { FAMILIES } from "@/training/questions/list";
import { REMEDY_CHOICES, RESTART } from "@/training/remedy-choices";
import { DrillSession } from "@/training/session";

const CODE = formatCode({ kind: "generated", topic: "locks", level: 1, seed: 2 });

/** The debrief of somebody who does all this and then gives up. */
function debriefAfter(session: DrillSession, ...acts: readonly Act[]) {
  for (const act of [...acts, { do: "give-up" } as const]) session.take({ at: 0, act });
  const { debrief } = session.view();
  if (!debrief) throw new Error("There is no debrief.");
  return debrief;
}

function exists(page: string): boolean {
  const [, folder, rest = ""] = page.split("/");
  const [id = "", anchor] = rest.split("#");
  if (folder === "causes") return id === "" || CAUSES.some((cause) => cause.id === id);
  if (folder === "commands") return id === "" || existsSync(`content/commands/${id}.mdx`);
  const steps = folder === "playbooks" ? playbookById(id)?.steps : undefined;
  return steps !== undefined && (anchor === undefined || steps[anchor] !== undefined);
}

test("every mistake leads to a page that there is, and says why it tempts", () => {
  for (const [id, { page, tempts, title }] of Object.entries(MISTAKES)) {
    expect(exists(page), `${id}: ${page}`).toBe(true);
    expect(title.length * tempts.length, id).toBeGreaterThan(0);
  }
  expect(PARSERS.filter(({ id }) => !exists(`/commands/${id}`))).toEqual([]);
});

test("what questions, remedies and accusations point at are mistakes and things that there are", () => {
  const families = new Set(FAMILIES.map(({ id }) => id));
  expect(Object.keys(OF_FAMILY).filter((id) => !families.has(id))).toEqual([]);
  const wrong = [...Object.values(REMEDY_CHOICES).flatMap((choice) => choice.wrong), RESTART];
  expect(wrong.flatMap(([, , id]) => (id === undefined || isMistake(id) ? [] : [id]))).toEqual([]);
  expect(Object.keys(OF_ACCUSATION).filter((id) => !exists(`/causes/${id}`))).toEqual([]);
});

test("a wrong answer is the mistake of its question, and costs more than the right one would have brought", () => {
  const session = new DrillSession(CODE);
  for (const line of ["~*kb", "!syncblk"]) session.take({ at: 0, act: { do: "type", line } });
  const open = () => session.view().questions.find(({ answered }) => answered === null);
  for (let asked = open(); asked; asked = open()) {
    session.take({ at: 0, act: { do: "answer", question: asked.id, option: asked.options[0]?.id ?? "" } });
  }
  expect(session.view().questions.length).toBeGreaterThan(1);
  const wrong = session.view().questions.filter(({ answered }) => answered && !answered.right);
  const { mistakes } = debriefAfter(session);
  expect(mistakes).toHaveLength(wrong.length);
  for (const [at, { id, points }] of mistakes.entries()) {
    expect(OF_FAMILY[wrong[at]?.id.split(":")[0] ?? ""] ?? "output-misread").toBe(id);
    expect(points).toBeGreaterThan(5);
  }
});

const typed = (...lines: readonly string[]): Act[] => lines.map((line) => ({ do: "type", line }));

test("harm, changed settings and a kernel dump for nothing stand in the debrief, with what each costs", () => {
  const { mistakes } = debriefAfter(
    new DrillSession(CODE),
    { do: "open", target: "cmd" },
    ...typed("iisreset", 'rd /s "C:\\Windows\\Temp"', "appcmd set config /section:httpErrors"),
    { do: "open", target: "kernel" },
  );
  expect(mistakes.map(({ id, points }) => [id, points])).toMatchObject([
    ["restarted-first", 10],
    ["deleted-while-running", 10],
    ["settings-changed", expect.any(Number)],
    ["needless-kernel-dump", 10],
  ]);
  expect(mistakes[0]).toMatchObject({ act: 1, minutes: 30, page: "/playbooks/hang#symptoms" });
  expect(mistakes[3]).toMatchObject({ minutes: 20 });
});

test("an OS id for a number, a misspelt name and a detour are told apart", () => {
  const session = new DrillSession(CODE);
  session.take({ at: 0, act: { do: "type", line: "~" } });
  const osId = /Id: [0-9a-f]+\.(?<id>[0-9a-f]+)/.exec(session.view().terminal[0]?.output[3] ?? "")?.groups?.id;
  const { mistakes } = debriefAfter(
    session,
    ...typed(`~${osId}s`, "!thread 12345678", "!syncblkk", "!address -summary"),
  );
  const made = mistakes.filter(({ act }) => act !== 0);
  expect(made.map(({ id }) => id)).toEqual(["wrong-thread-number", "wrong-thread-number", "debugger-error", "detour"]);
  expect(made[3]?.page).toBe("/commands/windbg-address");
});

test("an accusation is told by what it is: a well-known mistake, a wrong one, or one without proof", () => {
  const session = new DrillSession(CODE);
  const { cause } = debriefAfter(new DrillSession(CODE));
  const { mistakes } = debriefAfter(
    session,
    { do: "accuse", cause: "low-memory", marks: [] },
    { do: "accuse", cause: "file-system-filter", marks: [] },
    { do: "accuse", cause, marks: [] },
  );
  expect(mistakes.map(({ id, points }) => [id, points])).toEqual([
    ["accused-wrongly", 25],
    ["filter-blamed", 25],
    ["accused-unproven", 10],
  ]);
  expect(mistakes[0]?.page).toBe("/causes/low-memory");
});

test("whoever makes no mistake reads of none, and of a way that was the best one", () => {
  const { mistakes, best } = debriefAfter(new DrillSession(CODE));
  expect(mistakes).toEqual([]);
  expect(best.length).toBeGreaterThan(2);
});

test("a managed command before SOS is loaded is told apart from one that is misspelt", () => {
  for (let seed = 1; seed < 12; seed++) {
    const session = new DrillSession(formatCode({ kind: "generated", topic: "locks", level: 2, seed }));
    session.take({ at: 0, act: { do: "open", target: "user" } });
    const { mistakes } = debriefAfter(session, ...typed("!syncblk", "!syncblkk"));
    const made = mistakes.filter(({ act }) => act !== 0).map(({ id }) => id);
    if (session.view().targets.some(({ target }) => target === "user")) {
      expect(made).toEqual(["sos-not-loaded", "debugger-error"]);
      return;
    }
  }
  expect.unreachable("no drill of this level has a dump in WinDbg");
});
