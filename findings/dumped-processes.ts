import type { Hex } from "@/evidence";
import type { EvidenceSet } from "./evidence-set";
import { isWebImage } from "./kernel-views";

/** A process as a list or a recording names it. */
interface NamedProcess {
  image: string | null;
  processId: Hex | null;
}

/** The method a program begins with, as its author or the compiler calls it. */
const FIRST_METHODS: ReadonlySet<string> = new Set(["Main", "<Main>$", "<Main>"]);
/** The kernel keeps so many characters of a name. */
const KEPT = 14;

/** Ids of the processes that dumps were taken of, hexadecimal as debuggers print them. */
function dumpedIds(evidence: EvidenceSet): ReadonlySet<string> {
  const stacks = evidence.of("native-stacks").flatMap(({ report }) => report.stacks);
  return new Set(stacks.flatMap(({ processId }) => processId ?? []));
}

/** What the dumped program may be called: the namespace of its first method, and the file that is in. */
function programNames(evidence: EvidenceSet): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { report } of evidence.of("managed-stacks")) {
    for (const { method, module } of report.stacks.flatMap(({ frames }) => frames)) {
      const parts = method?.split(".") ?? [];
      if (!FIRST_METHODS.has(parts.at(-1) ?? "")) continue;
      names.add(parts.slice(0, -2).join(".").toLowerCase());
      names.add((module ?? "").replace(/\.(?:dll|exe)$/i, "").toLowerCase());
    }
  }
  names.delete("");
  return names;
}

function stemOf({ image }: NamedProcess): string {
  return (image ?? "").toLowerCase().replace(/\.exe$/, "");
}

function isCalled(stem: string, name: string): boolean {
  return stem === name || (stem.length >= KEPT && name.startsWith(stem));
}

function isPartOf(stem: string, name: string): boolean {
  return stem.startsWith(`${name}.`) || (stem !== "" && name.startsWith(`${stem}.`));
}

/**
 * The processes among these that dumps were taken of: told by their ids, or, where no dump prints its own, by the name
 * of the program. A host such as IIS runs programs under its name, so beside one of these a name tells nothing.
 */
export function dumpedAmong<P extends NamedProcess>(listed: readonly P[], evidence: EvidenceSet): readonly P[] {
  const ids = dumpedIds(evidence);
  if (ids.size > 0) return listed.filter(({ processId }) => processId !== null && ids.has(processId));
  if (listed.some(({ image }) => isWebImage(image))) return [];
  const names = [...programNames(evidence)];
  const called = listed.filter((process) => names.some((name) => isCalled(stemOf(process), name)));
  if (called.length > 0) return called;
  const alike = listed.filter((process) => names.some((name) => isPartOf(stemOf(process), name)));
  return new Set(alike.map(stemOf)).size === 1 ? alike : [];
}
