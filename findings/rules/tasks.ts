import type { Finding } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, type Found, fact, type Rule } from "../rule";
import { count, list } from "../say";
import { threadViews } from "../thread-views";

const CONTEXT =
  /(?:^|\.)(?:(?:Legacy)?AspNetSynchronizationContext|WindowsFormsSynchronizationContext|DispatcherSynchronizationContext)$/;

/** Threads of the stack that sit in a blocking wait for a task. */
function blocked(found: Found): ReadonlySet<number> {
  const groups = [...found.all("few-threads-block-on-tasks"), ...found.all("many-threads-block-on-tasks")];
  return new Set(groups.flatMap(({ values }) => (Array.isArray(values.threads) ? (values.threads as number[]) : [])));
}

function contexts(evidence: EvidenceSet, threads: ReadonlySet<number>): Finding[] {
  return evidence.of("stack-objects").flatMap(({ report, block }) => {
    if (report.thread === null || !threads.has(report.thread)) return [];
    const hit = report.objects.find(({ type }) => CONTEXT.test(type));
    if (!hit) return [];
    return [
      fact(
        "synchronization-context-on-stack",
        `Thread ${report.thread} blocks on a task and belongs to a ${hit.type.replace(/^.*\./, "")}: what the task has left to do is posted to that context, which this very thread holds.`,
        [cite(block, hit.line)],
        { thread: report.thread, type: hit.type, object: hit.object },
      ),
    ];
  });
}

function aspNetCore(evidence: EvidenceSet): Finding[] {
  for (const view of threadViews(evidence)) {
    const frame = view.managed?.stack.frames.find(({ method }) => method?.startsWith("Microsoft.AspNetCore."));
    if (view.managed && frame) {
      return [
        fact(
          "asp-net-core",
          "Requests run under ASP.NET Core, which has no synchronization context that a blocked thread could hold.",
          [cite(view.managed.block, frame.line)],
        ),
      ];
    }
  }
  return [];
}

function awaited(evidence: EvidenceSet): Finding[] {
  const operations = evidence
    .of("async-stacks")
    .flatMap(({ report, block }) => report.stacks.map((stack) => ({ stack, block })));
  const [first] = operations;
  if (!first) return [];
  const names = [...new Set(operations.flatMap(({ stack }) => stack.frames[0]?.description ?? []))];
  return [
    fact(
      "async-methods-wait",
      `${count(operations.length, "async call waits", "async calls wait")} for something to finish${names.length > 0 && names.length < 4 ? ` (${list(names)})` : ""}.`,
      operations.slice(0, 10).map(({ stack, block }) => cite(block, stack.line)),
      { count: operations.length },
    ),
  ];
}

/** Threads that block on asynchronous work, and whether that work needs the thread that blocks. */
export const tasks: Rule = {
  id: "tasks",
  finds: ["synchronization-context-on-stack", "asp-net-core", "async-methods-wait"],
  derive(evidence, found) {
    return [...contexts(evidence, blocked(found)), ...aspNetCore(evidence), ...awaited(evidence)];
  },
};
