import type { CauseDefinition } from "./cause";

/** RC-15. Calls to COM objects queue up in front of one single-threaded apartment. */
export const staComCall: CauseDefinition = {
  id: "sta-com-call",
  title: "COM calls queue in front of one thread",
  says: "The component lives in a single-threaded apartment: every call to it, from whichever request, has to be carried out by the one thread that owns it.",
  supports: [
    { finding: "many-threads-wait-for-sta", origin: "threads" },
    { finding: "com-calls-to-one-thread", origin: "target" },
    { finding: "sta-thread-busy", origin: "target" },
  ],
  decides: [["many-threads-wait-for-sta", "com-calls-to-one-thread"]],
  refutes: [],
  decidedBy: "Find the thread that the calls go to (!comcalls, or the apartment column of !threads) and see its stack.",
  remedy: [
    'Set AspCompat="true" on pages that use apartment-threaded components, so that the page runs in the right apartment.',
    "Create the component in the page's event and not in its constructor or in a pool thread.",
    "Have the component registered as Both or Free if it can be, or run it in a process of its own.",
  ],
  verify: ["No thread stands in GetToSTA under the same load."],
  disproof: ["The calls go to different threads, or to another process: then that process is what to look at."],
  sources: ["tessferrandez.com 2006: STA COM and the finalizer", "learn.microsoft.com: AspCompat"],
};
