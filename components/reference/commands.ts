import type { Target } from "@/machines/ask";
import { contentIds, readContent } from "../mdx/content-files";
import { askedCommands } from "./cross-links";

/** A command as the reference lists it. */
export interface CommandEntry {
  id: string;
  /** As it is typed. */
  title: string;
  summary: string;
  target: Target;
}

export const TARGETS: Readonly<Record<Target, { title: string; says: string }>> = {
  "process-dump": {
    title: "In a process dump",
    says: "Typed in WinDbg, cdb or dotnet-dump on a dump of the worker process, or attached to it.",
  },
  "kernel-dump": { title: "In a kernel dump", says: "Typed at the kd prompt, on a kernel dump or in LiveKD." },
  server: { title: "On the server", says: "Typed in a command prompt or in PowerShell, mostly elevated." },
};

function isTarget(text: string | undefined): text is Target {
  return text !== undefined && text in TARGETS;
}

export function commandEntry(id: string): CommandEntry {
  const { name, frontMatter } = readContent(`commands/${id}`);
  const { title, summary, target } = frontMatter;
  if (!title || !summary || !isTarget(target)) {
    throw new RangeError(`${name}: the front matter needs title, summary and target`);
  }
  return { id, title, summary, target };
}

/** Every command with a page, by where it is typed, in the order in which the playbooks ask for them, the others behind. */
export function commandEntries(): CommandEntry[] {
  const asked = askedCommands();
  const targets = Object.keys(TARGETS);
  const place = ({ id, target }: CommandEntry): number =>
    targets.indexOf(target) * (asked.length + 1) + (asked.includes(id) ? asked.indexOf(id) : asked.length);
  return contentIds("commands")
    .map(commandEntry)
    .sort((a, b) => place(a) - place(b));
}
