import type { Finding } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, fact, type Rule } from "../rule";
import { capital } from "../say";
import { nameOf, threadViews } from "../thread-views";

/** Frames by which a thread carries out a call that came from another apartment. */
const CARRIES_OUT = /^(?:ole32|combase)!(?:ComInvoke\w*|ThreadDispatch|ThreadInvoke|CStdMarshal::\w*Invoke)$/i;

/** The only thread of a survey that carries out such a call, while many wait for one. */
function carrier(evidence: EvidenceSet): Finding[] {
  const hits = threadViews(evidence).flatMap((view) => {
    const frame = view.native?.stack.frames.find(({ module, symbol }) => CARRIES_OUT.test(`${module}!${symbol}`));
    return view.native && frame ? [{ view, cite: cite(view.native.block, frame.line) }] : [];
  });
  const [only] = hits;
  if (!only || hits.length > 1) return [];
  const { view } = only;
  return [
    fact(
      "com-calls-to-one-thread",
      `${capital(nameOf(view))} is the only one that carries out a call of another apartment: the others wait for it.`,
      [only.cite],
      { thread: view.thread, osThreadId: view.osThreadId },
    ),
  ];
}

/** COM objects of single-threaded apartments: which threads carry out the calls, and what they do. */
export const apartments: Rule = {
  id: "apartments",
  finds: ["com-calls-to-one-thread", "sta-thread-busy"],
  derive(evidence, found) {
    if (!found.has("many-threads-wait-for-sta") && !found.has("threads-wait-for-sta")) return [];
    const surveyed = evidence.of("native-stacks").some(({ report }) => report.allThreads);
    const findings: Finding[] = surveyed ? carrier(evidence) : [];
    const views = threadViews(evidence);
    for (const { report, block } of evidence.of("managed-threads")) {
      const rows = report.threads.filter(({ apartment, thread }) => apartment === "STA" && thread !== null);
      const [only] = rows;
      if (report.complete && rows.length === 1 && only) {
        findings.push(
          fact(
            "com-calls-to-one-thread",
            `Thread ${only.thread} is the only one with a single-threaded apartment: every such call in this process is for it to carry out.`,
            [cite(block, only.line)],
            { thread: only.thread, osThreadId: only.osThreadId },
          ),
        );
      }
      for (const row of rows) {
        const view = views.find(({ thread }) => thread === row.thread);
        const doing = view?.activities[0];
        if (!view || view.idle || !doing || doing.signature.id === "calls-single-threaded-component") continue;
        findings.push(
          fact(
            "sta-thread-busy",
            `${nameOf(view).replace(/^t/, "T")}, which has a single-threaded apartment, ${doing.signature.says}: calls to it wait that long.`,
            [cite(block, row.line), doing.cite],
            { thread: view.thread, osThreadId: view.osThreadId, what: doing.signature.id },
          ),
        );
      }
    }
    return findings;
  },
};
