import { expect, test } from "vitest";
import { contentIds } from "@/components/mdx/content-files";
import { commandEntries } from "@/components/reference/commands";
import { askedCommands } from "@/components/reference/cross-links";

test("the reference lists each command once, those that are asked for first", () => {
  const ids = commandEntries().map(({ id }) => id);
  const asked = new Set(askedCommands());
  const lastAsked = ids.findLastIndex((id) => asked.has(id));

  expect([...ids].sort()).toEqual(contentIds("commands"));
  expect(ids.slice(0, lastAsked + 1).filter((id) => !asked.has(id))).toEqual([]);
});
