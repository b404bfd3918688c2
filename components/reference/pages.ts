import type { Metadata } from "next";
import { CAUSES } from "@/findings/causes/list";
import { PLAYBOOKS } from "@/machines/list";
import { driverGroups, OWN_DRIVERS } from "../drivers/driver-groups";
import { contentIds, readContent } from "../mdx/content-files";
import { causeEntries } from "./causes";
import { commandEntries } from "./commands";

export type PageKind = "index" | "playbook" | "command" | "cause" | "driver-group" | "page";

/** A page to read, as its metadata, lists and an index of all pages name it. */
export interface PageEntry {
  path: string;
  kind: PageKind;
  title: string;
  /** A sentence or two. */
  summary: string;
}

const INDEXES: readonly Omit<PageEntry, "kind">[] = [
  {
    path: "/playbooks",
    title: "Playbooks",
    summary:
      "Each is a procedure from what users see to a named cause: to read from top to bottom, or to be led through with a case.",
  },
  {
    path: "/commands",
    title: "Commands",
    summary: `${contentIds("commands").length} outputs that are read here: how to get each one, what its fields mean, and where they mislead.`,
  },
  {
    path: "/causes",
    title: "Causes",
    summary: `The ${CAUSES.length} causes of a hang that this site can name. Where the evidence proves none of them, it names none.`,
  },
  {
    path: "/drivers",
    title: "Drivers",
    summary:
      "Whose a driver is, what its kind does to file accesses, and what to exclude: by name, altitude or output.",
  },
  {
    path: "/frames",
    title: "Frames",
    summary: "What a thread is doing, from a symbol or a whole stack, and which threads are idle by trade.",
  },
  {
    path: "/findings",
    title: "Findings",
    summary: "Everything the evidence can be found to show: what each finding means, and what it speaks for.",
  },
];

function all(): PageEntry[] {
  const group = ({ id, title, summary }: { id: string; title: string; summary: string }): PageEntry => ({
    path: `/drivers/${id}`,
    kind: "driver-group",
    title,
    summary,
  });
  return [
    ...INDEXES.map((entry): PageEntry => ({ ...entry, kind: "index" })),
    ...PLAYBOOKS.map(
      ({ id, title, serves }): PageEntry => ({
        path: `/playbooks/${id}`,
        kind: "playbook",
        title: `Playbook: ${title}`,
        summary: serves,
      }),
    ),
    ...commandEntries().map(
      ({ id, title, summary }): PageEntry => ({ path: `/commands/${id}`, kind: "command", title, summary }),
    ),
    ...causeEntries().map(
      ({ id, title, says }): PageEntry => ({ path: `/causes/${id}`, kind: "cause", title, summary: says }),
    ),
    ...driverGroups().map(group),
    group(OWN_DRIVERS),
    ...contentIds("pages").map((id): PageEntry => {
      const { title = "", summary = "" } = readContent(`pages/${id}`).frontMatter;
      return { path: `/${id}`, kind: "page", title, summary };
    }),
  ];
}

let pages: readonly PageEntry[] | null = null;

/** Every page to read, each once. */
export function pageEntries(): readonly PageEntry[] {
  pages ??= all();
  return pages;
}

export function entryAt(path: string): PageEntry {
  const entry = pageEntries().find((candidate) => candidate.path === path);
  if (!entry) throw new RangeError(`There is no page at ${path}`);
  return entry;
}

/** Title and description of a page, for its head. */
export function metadataOf(path: string): Metadata {
  const { title, summary } = entryAt(path);
  return { title, description: summary };
}

/** What stands before and behind a page in the list of its kind. */
export function neighboursOf(path: string): { previous: PageEntry | undefined; next: PageEntry | undefined } {
  const { kind } = entryAt(path);
  const list = pageEntries().filter((entry) => entry.kind === kind);
  const at = list.findIndex((entry) => entry.path === path);
  // Lists and single texts stand in no order.
  if (kind === "index" || kind === "page") return { previous: undefined, next: undefined };
  return { previous: list[at - 1], next: list[at + 1] };
}
