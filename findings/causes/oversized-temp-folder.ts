import type { CauseDefinition } from "./cause";

/** RC-02. The clean-up at start-up has far too much to go through. */
export const oversizedTempFolder: CauseDefinition = {
  id: "oversized-temp-folder",
  title: "Temporary ASP.NET Files is far too large",
  says: "The first request after a restart removes old files from Temporary ASP.NET Files, and the folder holds so many that this takes minutes while every other request waits.",
  supports: [
    { finding: "cleans-temp-files", origin: "clean-up" },
    { finding: "short-name-lookups", origin: "clean-up" },
    { finding: "many-file-records", origin: "clean-up" },
    { finding: "folder-huge", origin: "folder" },
    { finding: "folder-large", origin: "folder" },
    { finding: "file-accesses-many", origin: "accesses" },
  ],
  decides: [["cleans-temp-files", "folder-huge", "request-is-old"]],
  refutes: [["folder-small"]],
  decidedBy: "Measure the folder.",
  remedy: [
    "At once: stop the application pool, rename the application's folder below Temporary ASP.NET Files (a rename takes no time), start the pool, delete the renamed folder later.",
    'Turn batch compilation off, <compilation batch="false">, so that only pages in use are compiled, and split one giant application into several.',
    "Precompile the site with aspnet_compiler, so that the server generates nothing.",
    'Put the folder on a fast, excluded volume: <compilation tempDirectory="…">.',
    "Switch 8.3 names off on that volume (fsutil 8dot3name set <volume> 1) and strip the existing ones while the pool is stopped.",
    "Do not deploy over a running site: each replaced DLL that is in use leaves a .delete file behind. Clean the folder on a schedule, with the pool stopped.",
  ],
  verify: [
    "Time the first request after a recycle: seconds instead of minutes.",
    "Measure the folder after each of the next restarts: it must not grow.",
  ],
  disproof: [
    "The folder turns out to be small (below about 1 GB and 10,000 files).",
    "With the folder renamed, the first request is just as slow.",
  ],
  sources: [
    "The case study this site grew from (80 GB, comment of the author)",
    "microsoft/referencesource System.Web/Compilation/BuildResultCache.cs",
    "Microsoft KB 130694: slow file systems with many similar names",
    "octopus.com/blog/temporary-asp-net-files",
  ],
};
