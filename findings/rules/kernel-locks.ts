import type { Finding, ResourceRow } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { kernelViews } from "../kernel-views";
import { cite, fact, type Rule, warning } from "../rule";
import { count } from "../say";

/** Where a thread waits for an executive resource. */
const RESOURCE_WAIT = /^ExpWaitFor(?:Fast)?Resource\w*$/;

function waitersOf(row: ResourceRow): number {
  return (
    Math.max(row.numberOfExclusiveWaiters, row.exclusiveWaiters.length) +
    Math.max(row.numberOfSharedWaiters, row.sharedWaiters.length)
  );
}

/** Threads whose kernel stacks show that they have been waiting for a resource: what `!locks` would count. */
function waitersInStacks(evidence: EvidenceSet): Finding[] {
  const waits = kernelViews(evidence).flatMap(({ thread, block }) => {
    const wait = thread.frames.find(({ symbol }) => RESOURCE_WAIT.test(symbol ?? ""));
    return wait && (thread.ticks ?? 0) >= evidence.limits.ticksLong ? [{ thread, block, wait }] : [];
  });
  if (waits.length === 0) return [];
  return [
    fact(
      "threads-wait-for-kernel-resource",
      `${count(waits.length, "thread waits", "threads wait")} in the kernel for a resource that another thread holds.`,
      waits.slice(0, 10).map(({ block, wait }) => cite(block, wait.line)),
      { threads: waits.length, first: waits[0]?.thread.address ?? null },
    ),
  ];
}

/** Kernel resources: who holds them, and whether anybody waits. */
export const kernelLocks: Rule = {
  id: "kernel-locks",
  finds: [
    "kernel-resource-held",
    "kernel-resource-contended",
    "no-kernel-resource-held",
    "no-kernel-waiters",
    "threads-wait-for-kernel-resource",
    "user-locks-for-kernel",
    "kernel-locks-for-user",
  ],
  derive(evidence, found) {
    const reads = evidence.of("resource-locks");
    const findings: Finding[] = waitersInStacks(evidence);
    for (const { report, block } of reads) {
      // With -v or an address, `!locks` lists resources that nobody holds as well.
      const held = report.resources.filter(({ access }) => access !== "available");
      for (const row of held) {
        const owner = row.owners[0];
        const waiters = waitersOf(row);
        const cites = [cite(block, row.line), ...(owner ? [cite(block, owner.line)] : [])];
        const values = {
          resource: row.address,
          name: row.name,
          access: row.access,
          thread: owner?.thread ?? null,
          threadName: owner ? `thread ${owner.thread}` : null,
          waiters,
          exclusiveWaiters: row.numberOfExclusiveWaiters,
          contentionCount: row.contentionCount,
        };
        const what = `Kernel resource ${row.name ?? row.address} is held ${row.access === "exclusive" ? "exclusively" : "shared"}${owner ? ` by thread ${owner.thread}` : ""}`;
        findings.push(
          fact("kernel-resource-held", `${what}${waiters === 0 ? ", and nobody waits for it" : ""}.`, cites, values),
        );
        if (waiters > 0)
          findings.push(
            fact(
              "kernel-resource-contended",
              `${what} while ${count(waiters, "thread waits", "threads wait")} for it.`,
              cites,
              values,
            ),
          );
      }
      if (held.length === 0 && report.complete && (report.resources.length === 0 || report.heldLocks === 0)) {
        findings.push(
          fact("no-kernel-resource-held", "No kernel resource is held: nothing is locked at that level.", [
            { file: block.file, lines: block.lines },
          ]),
        );
      }
    }
    if (
      reads.length > 0 &&
      reads.every(({ report }) => report.complete) &&
      !findings.some((finding) => finding.id === "kernel-resource-contended")
    ) {
      const cites = reads.map(({ block }) => ({ file: block.file, lines: block.lines }));
      findings.push(
        fact(
          "no-kernel-waiters",
          "The whole table was read and no thread waits for any kernel resource: a held resource alone is ordinary work. Contention Count tells of the past, not of waiters now.",
          cites,
        ),
      );
    }
    const user = evidence.of("critical-sections")[0];
    if (user && reads.length === 0) {
      findings.push(
        warning(
          "user-locks-for-kernel",
          "This is the !locks of a process dump: it lists critical sections. The kernel's !locks, asked for on the way to the drivers, is another command of the same name; run it at the kd> prompt of a kernel dump.",
          [{ file: user.block.file, lines: user.block.lines }],
        ),
      );
    }
    const kernel = reads[0];
    const stuck = found
      .all("threads-wait-elsewhere")
      .find((finding) => finding.values.what === "waits-for-critical-section");
    if (kernel && stuck && !user) {
      findings.push(
        warning(
          "kernel-locks-for-user",
          "Threads wait for a critical section, but the !locks that was pasted is the kernel's, which lists resources. Run !locks in the process dump to see critical sections.",
          [{ file: kernel.block.file, lines: kernel.block.lines }, ...stuck.cites.slice(0, 1)],
        ),
      );
    }
    return findings;
  },
};
