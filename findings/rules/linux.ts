import type { Block, Finding, LinuxKernelFrame, LinuxKernelStack, LinuxTask } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, fact, type Rule } from "../rule";
import { count, list } from "../say";

interface Sleep {
  finding: string;
  /** Kernel function the threads sleep in. */
  wchan: RegExp;
  /** Sleeps that count only when they cannot be interrupted. */
  uninterruptible: boolean;
  says: string;
}

/** What kernel functions a thread sleeps in say; one line for each, the first that fits. */
const SLEEPS: readonly Sleep[] = [
  {
    finding: "waits-for-file-scanner",
    wchan: /^fanotify_(?:get_response|handle_event)/,
    uninterruptible: false,
    says: "for a scanner to allow access to a file",
  },
  {
    finding: "waits-on-network-file-system",
    wchan: /^(?:nfs\w*|rpc_wait\w*|cifs_\w*|smb2?_\w*|ceph_\w*)/,
    uninterruptible: true,
    says: "for a file server",
  },
  {
    finding: "tasks-wait-for-memory",
    wchan:
      /^(?:mem_cgroup_\w+|try_charge\w*|throttle_direct_reclaim|shrink_\w+|do_swap_page|swap_readpage|__alloc_pages\w*)/,
    uninterruptible: true,
    says: "for memory",
  },
  {
    finding: "tasks-wait-for-disk",
    wchan:
      /^(?:io_schedule\w*|blk_\w*|bit_wait_io|wait_on_(?:page|buffer)\w*|folio_wait\w*|jbd2_\w*|ext4_\w*|xfs_\w*|ovl_\w*|submit_bio\w*)/,
    uninterruptible: true,
    says: "for a disk",
  },
];

type TaskAt = { task: LinuxTask; block: Block };

const uninterruptible = ({ task }: TaskAt): boolean => task.state?.startsWith("D") === true;

function sleeping(tasks: readonly TaskAt[]): Finding[] {
  return SLEEPS.flatMap(({ finding, wchan, says, uninterruptible: only }) => {
    const hits = tasks.filter((one) => wchan.test(one.task.wchan ?? "") && (!only || uninterruptible(one)));
    const [first] = hits;
    if (!first) return [];
    return [
      fact(
        finding,
        `${count(hits.length, "thread waits", "threads wait")} in the kernel ${says} (${first.task.wchan}).`,
        hits.slice(0, 20).map(({ task, block }) => cite(block, task.line)),
        { count: hits.length, function: first.task.wchan, threadId: first.task.threadId },
      ),
    ];
  });
}

/** Threads that nothing can wake, in functions that this site does not know. */
function unexplained(tasks: readonly TaskAt[]): Finding[] {
  const hits = tasks.filter(
    (one) => uninterruptible(one) && !SLEEPS.some(({ wchan }) => wchan.test(one.task.wchan ?? "")),
  );
  if (hits.length === 0) return [];
  const functions = [...new Set(hits.flatMap(({ task }) => task.wchan ?? []))];
  const where = functions.length > 0 ? ` (${list(functions.slice(0, 5))})` : "";
  return [
    fact(
      "tasks-uninterruptible",
      `${count(hits.length, "thread waits", "threads wait")} in the kernel and cannot be interrupted${where}: see /proc/<pid>/task/<tid>/stack for what ${hits.length === 1 ? "it waits" : "they wait"} for.`,
      hits.slice(0, 20).map(({ task, block }) => cite(block, task.line)),
      { count: hits.length, functions, threadId: hits[0]?.task.threadId ?? null },
    ),
  ];
}

/** Frames from the top in which a thread shows what it sleeps for. */
const NEAR_TOP = 8;

interface StackAt {
  stack: LinuxKernelStack;
  block: Block;
}

/** What a thread sleeps for, and the frame that shows it: a page of a file server's file is no disk's. */
function sleepOf({ stack, block }: StackAt): (StackAt & { sleep: Sleep; frame: LinuxKernelFrame })[] {
  for (const sleep of SLEEPS) {
    const frame = stack.frames.slice(0, NEAR_TOP).find((one) => sleep.wchan.test(one.function ?? ""));
    if (frame) return [{ sleep, frame, stack, block }];
  }
  return [];
}

/** Each thread once: its `wchan` is the first row of its stack. */
function perThread(stacks: readonly StackAt[]): readonly StackAt[] {
  const threads = new Map<unknown, StackAt>();
  for (const one of stacks) {
    const key = one.stack.threadId ?? one;
    const known = threads.get(key);
    if (!known || known.stack.frames.length < one.stack.frames.length) threads.set(key, one);
  }
  return [...threads.values()];
}

function standing(stacks: readonly StackAt[]): Finding[] {
  const sleeps = perThread(stacks).flatMap(sleepOf);
  return SLEEPS.flatMap(({ finding, says }) => {
    const hits = sleeps.filter(({ sleep }) => sleep.finding === finding);
    const [first] = hits;
    if (!first) return [];
    return [
      fact(
        finding,
        `${count(hits.length, "thread stands", "threads stand")} in the kernel waiting ${says} (${first.frame.function}).`,
        hits.slice(0, 20).map(({ frame, block }) => cite(block, frame.line)),
        { count: hits.length, function: first.frame.function, threadId: first.stack.threadId },
      ),
    ];
  });
}

/** What Linux says of threads that wait in the kernel. */
export const linux: Rule = {
  id: "linux",
  finds: [...SLEEPS.map(({ finding }) => finding), "tasks-uninterruptible"],
  derive(evidence: EvidenceSet) {
    const tasks = evidence
      .of("linux-tasks")
      .flatMap(({ report, block }) => report.tasks.map((task) => ({ task, block })));
    const stacks = evidence
      .of("linux-kernel-stacks")
      .flatMap(({ report, block }) => report.stacks.map((stack) => ({ stack, block })));
    return [...sleeping(tasks), ...unexplained(tasks), ...standing(stacks)];
  },
};
