import type { CauseDefinition } from "./cause";

/** RC-17. A DLL waits for something while Windows holds the loader lock for it. */
export const loaderLock: CauseDefinition = {
  id: "loader-lock",
  title: "A DLL blocks the loader",
  says: "While a DLL starts up, Windows holds the loader lock; this DLL waits there for another thread, so no DLL can load and no thread can start or end.",
  supports: [
    { finding: "loader-lock-owner-waits", origin: "owner" },
    { finding: "loader-lock-owner-in-dllmain", origin: "owner" },
    { finding: "many-threads-wait-for-loader", origin: "waiters" },
    { finding: "threads-wait-for-loader", origin: "waiters" },
    { finding: "loader-lock-owned", origin: "table" },
  ],
  decides: [
    ["loader-lock-owner-waits", "many-threads-wait-for-loader"],
    ["loader-lock-owner-waits", "threads-wait-for-loader"],
  ],
  refutes: [],
  decidedBy: "See who owns it (!cs ntdll!LdrpLoaderLock) and whether that thread stands inside a DllMain.",
  remedy: [
    "Name the DLL whose start-up code stands on the owner's stack and update or remove it; security products inject such DLLs.",
    "In your own code: no waiting, no managed code and no LoadLibrary in DllMain; for mixed assemblies link with /NOENTRY.",
    "Load the DLL at start-up, before threads depend on it.",
  ],
  verify: ["A dump taken at the same moment shows the loader lock free."],
  disproof: [
    "The owner only loads slowly, for instance while a scanner looks at the file, and goes on in the next dump.",
  ],
  sources: ["learn.microsoft.com: loaderLock MDA", "learn.microsoft.com: DllMain best practices"],
};
