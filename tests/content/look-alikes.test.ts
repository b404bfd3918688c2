import { expect, test } from "vitest";
import { readContent } from "@/components/mdx/content-files";
import { CAUSES } from "@/findings/causes/list";
import { LOOK_ALIKES } from "@/findings/causes/look-alikes";

test("every cause is told from at least one look-alike, each pair once", () => {
  const pairs = LOOK_ALIKES.map(({ causes }) => [...causes].sort().join(" "));
  const told = new Set(LOOK_ALIKES.flatMap(({ causes }) => causes));

  expect(CAUSES.filter(({ id }) => !told.has(id)).map(({ id }) => id)).toEqual([]);
  expect(new Set(pairs).size).toBe(pairs.length);
  for (const { causes, seen } of LOOK_ALIKES)
    expect([causes[0] === causes[1], seen[0] === seen[1]]).toEqual([false, false]);
});

test.each(CAUSES)("the page of $id has every part, in one order", ({ id }) => {
  const { body } = readContent(`causes/${id}`);
  const parts = [
    "## How it looks",
    "## How to tell it from its look-alikes",
    "<LookAlikes/>",
    "## What confirms it",
    "<Confirm/>",
    "## What rules it out",
    "<Refute/>",
    "## What to do",
    "<Remedy/>",
    "## How to check it worked",
    "<Verify/>",
    "## What would prove it wrong",
    "<Disproof/>",
    "## Sources",
    "<Sources/>",
  ];
  const places = parts.map((part) => body.indexOf(part));

  expect(places.includes(-1)).toBe(false);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});
