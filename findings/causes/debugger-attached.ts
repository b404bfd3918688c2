import type { CauseDefinition } from "./cause";

/** RC-26. Something holds the whole process still. */
export const debuggerAttached: CauseDefinition = {
  id: "debugger-attached",
  title: "A debugger or a dialog holds the process",
  says: "The threads do not run at all: a debugger was left attached, the process was suspended, or code shows a dialog on a desktop nobody sees.",
  supports: [
    { finding: "all-threads-suspended", origin: "suspend counts" },
    { finding: "being-debugged", origin: "debugger" },
    { finding: "debugger-broke-in", origin: "debugger" },
    { finding: "debugger-running", origin: "debugger" },
    { finding: "modal-dialog-open", origin: "dialog" },
    { finding: "request-shows-dialog", origin: "requests" },
    { finding: "dialog-while-requests-hang", origin: "requests" },
    { finding: "suspended-while-requests-hang", origin: "requests" },
  ],
  decides: [
    ["all-threads-suspended", "being-debugged"],
    ["all-threads-suspended", "debugger-running"],
  ],
  refutes: [["process-runs-freely"]],
  decidedBy: "Compare the suspend counts of all threads (~), and read BeingDebugged in !peb.",
  remedy: [
    "Detach the debugger (.detach, or qd) instead of closing it; stop msvsmon.exe on the server.",
    "Resume a suspended process (Resource Monitor, or the tool that suspended it).",
    "Take Debugger.Launch, Debug.Assert and message boxes out of what runs on the server; clear the AeDebug registration.",
  ],
  verify: ["All threads have a suspend count of 0 in the next dump, and requests are answered."],
  disproof: ["The counts are what the dump tool itself leaves (0 or 1), and BeingDebugged is No."],
  sources: ["The debugger's documentation of ~ and !peb", "learn.microsoft.com: process dump tools"],
};
