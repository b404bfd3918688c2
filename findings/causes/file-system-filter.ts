import type { CauseDefinition } from "./cause";

/** RC-01. A driver between the application and the file system makes each access slow. */
export const fileSystemFilter: CauseDefinition = {
  id: "file-system-filter",
  title: "A file-system filter slows every access",
  says: "A driver of a backup, antivirus or similar product stands between the application and the disk and delays each file access.",
  supports: [
    { finding: "third-party-on-path", origin: "presence" },
    { finding: "third-party-filter", origin: "presence" },
    { finding: "waits-in-driver", origin: "presence" },
    { finding: "driver-holds-call", origin: "wait" },
    { finding: "file-accesses-slow", origin: "durations" },
    { finding: "waits-for-file-scanner", origin: "wait" },
  ],
  decides: [["said-filter-test-faster"], ["said-antivirus-test-faster"]],
  refutes: [["said-filter-test-no-change"], ["only-microsoft-filters"]],
  // Both say more exactly what the driver does wrong.
  followsFrom: ["page-fault-reentrancy", "kernel-resource"],
  kindOf(findings) {
    const scanner = ["said-antivirus-test-faster", "waits-for-file-scanner"];
    if (findings.some((finding) => scanner.includes(finding.id))) return "antivirus";
    const kinds = findings
      .filter((finding) => finding.id === "driver-on-path" || finding.id === "third-party-filter")
      .flatMap((finding) => (typeof finding.values.kind === "string" ? [finding.values.kind] : []));
    const onPath = findings.some((finding) => finding.id === "driver-on-path");
    const first = kinds[0];
    if (!first) return onPath ? "other" : null;
    return ["backup", "antivirus", "indexer"].includes(first) ? first : "other";
  },
  decidedBy: "Time the first request with and without the folder excluded from the product.",
  remedy: [
    "Exclude the Temporary ASP.NET Files folders from the product's scanning, backup and indexing: under %windir%\\Microsoft.NET, in Framework and Framework64 and for every version in use.",
    "Exclude the application's own content and bin folder and %SystemDrive%\\inetpub\\temp from real-time scanning and continuous backup.",
    "Update the product; replace a legacy filter by the maker's minifilter version.",
    "Open a ticket with the maker of the driver and hand over the kernel dump with the thread's stack.",
  ],
  verify: [
    "Restart the application pool and time the first request before and after the exclusion.",
    "In Process Monitor compare the sum of Duration of the QueryDirectory operations on the folder, before and after.",
    "Check the product's policy for the exclusion; fltmc does not show exclusions. After an unload, fltmc must no longer list the filter.",
  ],
  disproof: [
    "The first request is just as slow with the filter unloaded or the folder excluded.",
    "Single operations are fast in Process Monitor and only their number is huge: then it is the folder.",
  ],
  sources: [
    "The case study this site grew from (ASP.NET hang, backup filter, 2007)",
    "Microsoft KB 3126034: folders to exclude for ASP.NET",
    "windows-driver-docs: load order groups and altitudes; allocated altitudes",
    "Microsoft: minifilter diagnostics with Windows Performance Toolkit (hh825519)",
  ],
};
