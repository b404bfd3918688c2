import { expect, test } from "vitest";
import { neighboursOf, type PageKind, pageEntries } from "@/components/reference/pages";
import { CAUSES } from "@/findings/causes/list";

const pathsOf = (wanted: PageKind): string[] =>
  pageEntries().flatMap(({ kind, path }) => (kind === wanted ? [path] : []));

test.each(["command", "cause", "playbook", "driver-group"] as const)(
  "going on from the first page of a kind (%s) passes each once, and back again",
  (kind) => {
    const paths = pathsOf(kind);
    const way: string[] = [];
    for (let at = paths[0]; at; at = neighboursOf(at).next?.path) way.push(at);
    expect(way).toEqual(paths);

    const back: string[] = [];
    for (let at = paths.at(-1); at; at = neighboursOf(at).previous?.path) back.push(at);
    expect(back).toEqual(paths.toReversed());
  },
);

test("causes follow each other as their list has them, and commands stay with those of their place", () => {
  expect(pathsOf("cause")).toEqual(CAUSES.map(({ id }) => `/causes/${id}`));
  expect(neighboursOf("/commands/sos-syncblk").next?.path).toMatch(/^\/commands\/sos-/);
});

test("a list and a single text stand in no order", () => {
  for (const path of ["/commands", "/glossary"]) {
    expect(neighboursOf(path)).toEqual({ previous: undefined, next: undefined });
  }
});
