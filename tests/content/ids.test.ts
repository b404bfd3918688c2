import { expect, test } from "vitest";
import { contentIds } from "@/components/mdx/content-files";
import { commandEntries, TARGETS } from "@/components/reference/commands";
import { askedCommands } from "@/components/reference/cross-links";

test("the reference lists each command once, by where it is typed", () => {
  const entries = commandEntries();

  expect(entries.map(({ id }) => id).sort()).toEqual(contentIds("commands"));
  const runs = entries.filter(({ target }, at) => target !== entries[at - 1]?.target).map(({ target }) => target);
  expect(runs).toEqual(Object.keys(TARGETS));
});

test("of one place, the reference lists the commands that are asked for first", () => {
  const asked = askedCommands();

  for (const target of Object.keys(TARGETS)) {
    const places = commandEntries()
      .filter((entry) => entry.target === target)
      .map(({ id }) => (asked.includes(id) ? asked.indexOf(id) : asked.length));
    expect(places, target).toEqual(places.toSorted((a, b) => a - b));
  }
});
