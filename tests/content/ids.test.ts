import { expect, test } from "vitest";
import { contentIds } from "@/components/mdx/content-files";
import { commandEntries, commandEntry } from "@/components/reference/commands";
import { CAUSES } from "@/findings/causes/list";
import type { CommandAsk } from "@/machines/ask";
import { everyForm } from "@/machines/every-form";
import { PLAYBOOKS } from "@/machines/list";
import { PARSERS } from "@/parsers/list";

const ASKS: CommandAsk[] = PLAYBOOKS.flatMap(({ steps, gaps }) => [
  ...gaps,
  ...Object.values(steps).flatMap(({ ask }) => [
    ...ask.commands,
    ...ask.alternatives.flatMap(({ commands }) => commands),
  ]),
]);

test.each(PLAYBOOKS)("every step of $id has its page, and every page its step", ({ id, machine, steps, textOf }) => {
  const states = Object.keys(machine.states);
  const own = states.filter((step) => !(step in (textOf ?? {})));

  expect(Object.keys(steps).sort()).toEqual([...states].sort());
  expect(contentIds(`playbooks/${id}`)).toEqual(["index", ...own].sort());
});

test("every command that is read has its page, and every page its command", () => {
  expect(contentIds("commands")).toEqual(PARSERS.map(({ id }) => id).sort());
});

test("every cause that can be named has its page, and every page its cause", () => {
  expect(contentIds("causes")).toEqual(CAUSES.map(({ id }) => id as string).sort());
});

test("every command that a step asks for is one that is read, at the place its page says", () => {
  for (const ask of ASKS) expect([ask.command, commandEntry(ask.command).target]).toEqual([ask.command, ask.target]);
});

test("the reference lists each command once, those that are asked for first", () => {
  const ids = commandEntries().map(({ id }) => id);
  const asked = new Set(ASKS.flatMap((ask) => [ask.command, ...everyForm(ask).flatMap(({ next }) => next?.id ?? [])]));
  const lastAsked = ids.findLastIndex((id) => asked.has(id));

  expect([...ids].sort()).toEqual(contentIds("commands"));
  expect(ids.slice(0, lastAsked + 1).filter((id) => !asked.has(id))).toEqual([]);
});
