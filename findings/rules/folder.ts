import type { Cite, Finding } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { parseBytes } from "../questions";
import { cite, fact, type Rule } from "../rule";
import { bytes, count } from "../say";

interface Folder {
  sizeBytes: number | null;
  files: number | null;
  path: string | null;
  complete: boolean;
  cite: Cite;
}

/** Also where .NET on Linux unpacks programs, keeps keys and compiles pages. */
const TEMP_FOLDER =
  /temporary\s?asp\.?net\s?files|^\/(?:var\/)?tmp(?:\/|$)|\/DataProtection-Keys(?:\/|$)|\/\.net(?:\/|$)/i;

function folders(evidence: EvidenceSet): Folder[] {
  const read: Folder[] = evidence.of("folder-size").map(({ report, block }) => ({
    sizeBytes: report.sizeBytes,
    files: report.files,
    path: report.path,
    complete: report.complete,
    cite: cite(block, report.sizeLine),
  }));
  const answer = evidence.answers.get("folder-size");
  const told = answer === undefined ? null : parseBytes(answer);
  if (told !== null)
    read.push({ sizeBytes: told, files: null, path: null, complete: true, cite: { answer: "folder-size" } });
  return read.filter((folder) => folder.sizeBytes !== null || folder.files !== null);
}

/** The folder the clean-up works on: the one whose path says so, else the largest that does not say otherwise. */
function relevant(all: readonly Folder[]): Folder | null {
  const bySize = [...all].sort((a, b) => (b.sizeBytes ?? 0) - (a.sizeBytes ?? 0) || (b.files ?? 0) - (a.files ?? 0));
  return (
    bySize.find((folder) => folder.path !== null && TEMP_FOLDER.test(folder.path)) ??
    bySize.find((folder) => folder.path === null) ??
    null
  );
}

function judge(folder: Folder, evidence: EvidenceSet): Finding[] {
  const { limits } = evidence;
  const size = folder.sizeBytes ?? 0;
  const files = folder.files ?? 0;
  const values = { sizeBytes: folder.sizeBytes, files: folder.files, path: folder.path };
  const what = [folder.sizeBytes === null ? null : bytes(size), folder.files === null ? null : count(files, "file")]
    .filter(Boolean)
    .join(" in ");
  const least = folder.complete ? "" : "at least ";
  const findings = [fact("folder-size", `The folder holds ${least}${what}.`, [folder.cite], values)];
  if (size >= limits.folderHugeBytes || files >= limits.folderHugeFiles) {
    findings.push(
      fact(
        "folder-huge",
        `With ${least}${what} the folder is far too large to be gone through at a start: every file is listed, checked and deleted one by one.`,
        [folder.cite],
        values,
      ),
    );
  } else if (size >= limits.folderLargeBytes || files >= limits.folderLargeFiles) {
    findings.push(
      fact("folder-large", `${what} is more than the clean-up gets through unnoticed.`, [folder.cite], values),
    );
  } else if (folder.complete) {
    findings.push(
      fact(
        "folder-small",
        `${what} is an ordinary size: going through it takes no time worth speaking of.`,
        [folder.cite],
        values,
      ),
    );
  }
  return findings;
}

/** How big the folder of temporary files is, and whether that is too much. */
export const folder: Rule = {
  id: "folder",
  finds: ["folder-size", "folder-huge", "folder-large", "folder-small", "other-folder"],
  derive(evidence) {
    const all = folders(evidence);
    const chosen = relevant(all);
    const others = all.filter(
      (candidate) => candidate !== chosen && candidate.path !== null && !TEMP_FOLDER.test(candidate.path),
    );
    return [
      ...(chosen ? judge(chosen, evidence) : []),
      ...others.map((other) =>
        fact("other-folder", `This is the size of ${other.path}, not of Temporary ASP.NET Files.`, [other.cite], {
          path: other.path,
          sizeBytes: other.sizeBytes,
          files: other.files,
        }),
      ),
    ];
  },
};
