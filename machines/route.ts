import { and, assign, not, or, setup } from "xstate";
import { WAIT_FINDINGS } from "@/findings/wait-groups";
import type { Step } from "./ask";
import { BRANCHES, type BranchGuard } from "./branches";
import type { PlaybookContext, PlaybookEvent } from "./playbook";

/** Sorted union: the context holds sets, so that equal knowledge is one state for whoever walks the machine. */
function union(known: readonly string[], added: readonly string[]): string[] {
  return [...new Set([...known, ...added])].sort();
}

const named = (standing: string) => (id: string) => id.endsWith(`:${standing}`);

function knows(context: PlaybookContext, ...ids: readonly string[]): boolean {
  return ids.some((id) => context.facts.includes(id));
}

/** Set where a guard leads into a branch: it is not entered again once its step was given up. */
type Into = { step: string } | undefined;

function isOpen(context: PlaybookContext, into: Into): boolean {
  return into === undefined || !context.skipped.includes(into.step);
}

type BranchTest = (known: { context: PlaybookContext }, into: Into) => boolean;

const branchGuards = Object.fromEntries(
  BRANCHES.map(({ guard, facts }): [BranchGuard, BranchTest] => [
    guard,
    ({ context }, into) => isOpen(context, into) && knows(context, ...facts),
  ]),
) as Readonly<Record<BranchGuard, BranchTest>>;

/** Guards and actions that every route over facts uses. */
export const routeSetup = setup({
  types: {
    context: {} as PlaybookContext,
    events: {} as PlaybookEvent,
    meta: {} as Step,
  },
  guards: {
    anythingKnown: ({ context }) => context.facts.length > 0,
    skipped: ({ context }, params: { step: string }) => context.skipped.includes(params.step),
    causeNamed: ({ context }) => context.facts.some((id) => named("confirmed")(id) || named("likely")(id)),
    lockKnown: ({ context }) => knows(context, "lock-owner", "lock-cycle"),
    monitorWait: ({ context }) => knows(context, "monitor-waiters", "request-waits-for-application"),
    mutexWait: ({ context }) => knows(context, "compilation-mutex-waiters"),
    chainEndKnown: ({ context }) =>
      knows(
        context,
        "cleans-temp-files",
        "lists-folder",
        "works-on-a-file",
        "compiles",
        "calls-out",
        "starts-application",
        "owner-waits-elsewhere",
        "owner-doing-unknown",
        "waits-for-another-lock",
      ),
    onlyIdle: ({ context }) => knows(context, "only-idle-threads"),
    chainEndsWithoutLock: and([or(["chainEndKnown", "callsOut"]), not("monitorWait")]),
    nativeFramesMissing: ({ context }) => knows(context, "native-frames-missing"),
    managedStacksMissing: ({ context }) => knows(context, "managed-stacks-missing"),
    stacksKnown: ({ context }) => knows(context, "stacks-seen"),
    callsOut: ({ context }) => knows(context, "many-threads-call-out", "calls-out"),
    filesBusy: ({ context }) => knows(context, "many-threads-work-on-files"),
    waitsElsewhere: ({ context }) => knows(context, "threads-wait-elsewhere", ...WAIT_FINDINGS),
    lockLeadsOutside: ({ context }) => knows(context, "lock-without-owner", "lock-owner-gone", "lock-not-listed"),
    noLockWaited: ({ context }) => knows(context, "no-contended-lock"),
    poolKnown: ({ context }) =>
      knows(context, "pool-idle", "pool-has-room", "pool-exhausted", "pool-at-limit", "pool-queue-waiting"),
    recyclingKnown: ({ context }) =>
      knows(
        context,
        "said-one-recycle",
        "said-frequent-recycles",
        "said-recycles-under-load",
        "mutex-owner",
        "mutex-free",
      ),
    requestsAndStacksKnown: ({ context }) =>
      knows(context, "requests-running-long", "no-long-requests") && knows(context, "stacks-seen"),
    fileWork: ({ context }) =>
      knows(context, "cleans-temp-files", "lists-folder", "works-on-a-file", "enters-kernel-for-a-file"),
    compiles: ({ context }) => knows(context, "compiles"),
    chainGoesOn: ({ context }) => knows(context, "waits-for-another-lock"),
    ownerLeadsOutside: ({ context }) => knows(context, "owner-waits-elsewhere", "owner-doing-unknown"),
    requestYoung: ({ context }) => knows(context, "request-is-young"),
    requestDated: ({ context }) => knows(context, "request-is-old", "request-is-slow"),
    folderAndDriversKnown: ({ context }) =>
      knows(context, "folder-size") &&
      knows(context, "filters-listed", "kernel-thread") &&
      (!knows(context, "foreign-process-on-files") ||
        knows(context, "said-service-stopped-faster", "said-service-stopped-no-change")),
    kernelKnown: ({ context }) =>
      knows(
        context,
        "kernel-resource-held",
        "kernel-resource-contended",
        "no-kernel-resource-held",
        "web-process-in-kernel",
        "kernel-thread",
      ),
    kernelThreadKnown: ({ context }) => knows(context, "kernel-thread"),
    deadlockNamed: ({ context }) => knows(context, "lock-cycle"),
    requestsHang: ({ context }) => knows(context, "requests-running-long"),
    filterTested: ({ context }) => knows(context, "said-filter-test-faster", "said-filter-test-no-change"),
    ...branchGuards,
    needsSecondMoment: ({ context }, into: Into) => isOpen(context, into) && knows(context, "lock-without-owner"),
    allGivenUp: ({ context }, { steps }: { steps: readonly string[] }) =>
      steps.every((step) => context.skipped.includes(step)),
    branchGivenUp: ({ context }, { steps }: { steps: readonly string[] }) =>
      steps.some((step) => context.skipped.includes(step)),
    machineShort: ({ context }) =>
      knows(context, "memory-low", "commit-near-limit", "threads-wait-for-pages", "low-memory-event"),
    frontDoorKnown: ({ context }) =>
      knows(context, "requests-running-long", "no-long-requests", "request-queue-full", "request-queue-never-full"),
    outputKnown: ({ context }) => context.facts.some((id) => !id.startsWith("said-") && !id.includes(":")),
  },
  actions: {
    file: assign(({ context, event }) => {
      if (event.type === "evidence.filed") return { facts: union(context.facts, event.facts) };
      return { skipped: union(context.skipped, [event.step]) };
    }),
  },
});

/** Guard: the engineer gave this step up. */
export const skipped = (step: string) => ({ type: "skipped" as const, params: { step } });

/** Every event starts the route again at its first step. */
export const restartAt = (first: string) =>
  ({
    "evidence.filed": { target: `.${first}`, actions: "file", reenter: true },
    "step.skipped": { target: `.${first}`, actions: "file", reenter: true },
  }) as const;
