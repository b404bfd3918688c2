import { and, assign, not, or, setup } from "xstate";
import type { PlaybookContext, PlaybookEvent } from "../playbook";
import { KERNEL_STEPS } from "./steps-kernel";
import { USER_STEPS } from "./steps-user";

export const STEPS = { ...USER_STEPS, ...KERNEL_STEPS };
export type StepId = keyof typeof STEPS;

/** Sorted union: the context holds sets, so that equal knowledge is one state for whoever walks the machine. */
function union(known: readonly string[], added: readonly string[]): string[] {
  return [...new Set([...known, ...added])].sort();
}

const named = (standing: string) => (id: string) => id.endsWith(`:${standing}`);

function knows(context: PlaybookContext, ...ids: readonly string[]): boolean {
  return ids.some((id) => context.facts.includes(id));
}

const machineSetup = setup({
  types: {
    context: {} as PlaybookContext,
    events: {} as PlaybookEvent,
    meta: {} as (typeof STEPS)[StepId],
  },
  guards: {
    anythingKnown: ({ context }) => context.facts.length > 0,
    skipped: ({ context }, params: { step: StepId }) => context.skipped.includes(params.step),
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
    stacksKnown: ({ context }) => knows(context, "stacks-seen"),
    callsOut: ({ context }) => knows(context, "many-threads-call-out", "threads-call-out", "calls-out"),
    waitsElsewhere: ({ context }) => knows(context, "threads-wait-elsewhere"),
    lockLeadsOutside: ({ context }) => knows(context, "lock-without-owner", "lock-owner-gone", "lock-not-listed"),
    noLockWaited: ({ context }) => knows(context, "no-contended-lock"),
    recyclingKnown: ({ context }) =>
      knows(
        context,
        "said-one-recycle",
        "said-frequent-recycles",
        "said-recycles-under-load",
        "mutex-owner",
        "mutex-free",
      ),
    requestsKnown: ({ context }) => knows(context, "requests-running-long", "no-long-requests"),
    fileWork: ({ context }) =>
      knows(context, "cleans-temp-files", "lists-folder", "works-on-a-file", "enters-kernel-for-a-file"),
    compiles: ({ context }) => knows(context, "compiles"),
    chainGoesOn: ({ context }) => knows(context, "waits-for-another-lock"),
    ownerLeadsOutside: ({ context }) => knows(context, "owner-waits-elsewhere", "owner-doing-unknown"),
    requestYoung: ({ context }) => knows(context, "request-is-young"),
    requestDated: ({ context }) => knows(context, "request-is-old", "request-is-slow"),
    folderAndDriversKnown: ({ context }) =>
      knows(context, "folder-size") && knows(context, "filters-listed", "kernel-thread"),
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
  },
  actions: {
    file: assign(({ context, event }) => {
      if (event.type === "evidence.filed") return { facts: union(context.facts, event.facts) };
      return { skipped: union(context.skipped, [event.step]) };
    }),
  },
});

const skipped = (step: StepId) => ({ type: "skipped" as const, params: { step } });

/**
 * The hang of an ASP.NET application, from "the site stalls" to a cause.
 * A route over facts: every event files what is new and starts again at the
 * top; guards carry it as far as the evidence goes, whatever the order.
 */
export const aspnetHang = machineSetup.createMachine({
  id: "aspnet-hang",
  context: { facts: [], skipped: [] },
  initial: "symptoms",
  on: {
    "evidence.filed": { target: ".symptoms", actions: "file", reenter: true },
    "step.skipped": { target: ".symptoms", actions: "file", reenter: true },
  },
  states: {
    symptoms: {
      meta: STEPS.symptoms,
      always: [
        { guard: "anythingKnown", target: "stacks" },
        { guard: skipped("symptoms"), target: "stacks" },
      ],
    },
    stacks: {
      meta: STEPS.stacks,
      always: [
        { guard: "lockKnown", target: "lock" },
        { guard: "monitorWait", target: "lock" },
        { guard: "lockLeadsOutside", target: "lock" },
        { guard: "mutexWait", target: "recycling" },
        { guard: "chainEndKnown", target: "owner" },
        { guard: "callsOut", target: "owner" },
        { guard: "onlyIdle", target: "requests" },
        { guard: "requestsKnown", target: "requests" },
        { guard: "waitsElsewhere", target: "outside" },
        { guard: "stacksKnown", target: "lock" },
        { guard: "kernelKnown", target: "lock" },
        { guard: skipped("stacks"), target: "lock" },
      ],
    },
    requests: {
      meta: STEPS.requests,
      always: [
        { guard: "causeNamed", target: "verdict" },
        { guard: "requestsHang", target: "outside" },
        { guard: skipped("requests"), target: "undecided" },
      ],
    },
    recycling: {
      meta: STEPS.recycling,
      always: [
        { guard: "recyclingKnown", target: "lock" },
        { guard: "chainEndKnown", target: "lock" },
        { guard: skipped("recycling"), target: "lock" },
      ],
    },
    lock: {
      meta: STEPS.lock,
      always: [
        { guard: "lockKnown", target: "owner" },
        { guard: "lockLeadsOutside", target: "outside" },
        { guard: "chainEndsWithoutLock", target: "owner" },
        { guard: "noLockWaited", target: "requests" },
        { guard: skipped("lock"), target: "owner" },
      ],
    },
    owner: {
      meta: STEPS.owner,
      always: [
        { guard: "deadlockNamed", target: "verdict" },
        { guard: "fileWork", target: "request-age" },
        { guard: "compiles", target: "request-age" },
        { guard: "callsOut", target: "request-age" },
        { guard: "chainGoesOn", target: "next-lock" },
        { guard: "ownerLeadsOutside", target: "outside" },
        { guard: skipped("owner"), target: "request-age" },
      ],
    },
    "next-lock": {
      meta: STEPS["next-lock"],
      always: [
        { guard: "causeNamed", target: "verdict" },
        { guard: skipped("next-lock"), target: "undecided" },
      ],
    },
    "request-age": {
      meta: STEPS["request-age"],
      always: [
        { guard: "requestYoung", target: "capture-again" },
        { guard: "requestDated", target: "folder-and-filters" },
        { guard: "causeNamed", target: "verdict" },
        { guard: skipped("request-age"), target: "folder-and-filters" },
      ],
    },
    "capture-again": {
      meta: STEPS["capture-again"],
      always: [
        { guard: "causeNamed", target: "verdict" },
        { guard: skipped("capture-again"), target: "folder-and-filters" },
      ],
    },
    "folder-and-filters": {
      meta: STEPS["folder-and-filters"],
      always: [
        { guard: "causeNamed", target: "verdict" },
        { guard: "folderAndDriversKnown", target: "kernel-dump" },
        { guard: skipped("folder-and-filters"), target: "kernel-dump" },
      ],
    },
    "kernel-dump": {
      meta: STEPS["kernel-dump"],
      always: [
        { guard: "kernelKnown", target: "kernel-thread" },
        { guard: skipped("kernel-dump"), target: "kernel-thread" },
      ],
    },
    "kernel-thread": {
      meta: STEPS["kernel-thread"],
      always: [
        { guard: "causeNamed", target: "verdict" },
        { guard: "kernelThreadKnown", target: "filter-test" },
        { guard: skipped("kernel-thread"), target: "filter-test" },
      ],
    },
    "filter-test": {
      meta: STEPS["filter-test"],
      always: [
        { guard: "causeNamed", target: "verdict" },
        { guard: "filterTested", target: "undecided" },
        { guard: skipped("filter-test"), target: "undecided" },
      ],
    },
    outside: {
      meta: STEPS.outside,
      tags: "end",
      always: [
        { guard: "causeNamed", target: "verdict" },
        { guard: skipped("outside"), target: "undecided" },
      ],
    },
    undecided: { meta: STEPS.undecided, tags: "end", always: [{ guard: "causeNamed", target: "verdict" }] },
    verdict: { meta: STEPS.verdict, tags: "end" },
  },
});
