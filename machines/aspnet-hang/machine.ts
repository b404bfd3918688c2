import { restartAt, routeSetup, skipped } from "../route";
import { KERNEL_STEPS } from "./steps-kernel";
import { USER_STEPS } from "./steps-user";

export const STEPS = { ...USER_STEPS, ...KERNEL_STEPS };
export type StepId = keyof typeof STEPS;

/**
 * The route of a hung ASP.NET application from its symptoms to a cause. `beyond` is where it
 * leads when the chain ends at something it has no steps for, `nothingWaits` when no lock is
 * waited for, `further` when its own steps have not told the cause.
 */
export function aspnetStates(beyond: string, nothingWaits: string, further: string) {
  return {
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
        { guard: "filesBusy", target: "folder-and-filters" },
        { guard: "callsOut", target: "owner" },
        { guard: "onlyIdle", target: "requests" },
        { guard: "requestsAndStacksKnown", target: "requests" },
        { guard: "waitsElsewhere", target: beyond },
        { guard: "stacksKnown", target: "lock" },
        { guard: "kernelKnown", target: "lock" },
        { guard: skipped("stacks"), target: "lock" },
      ],
    },
    requests: {
      meta: STEPS.requests,
      always: [
        { guard: "causeNamed", target: "verdict" },
        { guard: "requestsHang", target: beyond },
        { guard: skipped("requests"), target: further },
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
        { guard: "lockLeadsOutside", target: beyond },
        { guard: "chainEndsWithoutLock", target: "owner" },
        { guard: "noLockWaited", target: nothingWaits },
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
        { guard: "ownerLeadsOutside", target: beyond },
        { guard: skipped("owner"), target: "request-age" },
      ],
    },
    "next-lock": {
      meta: STEPS["next-lock"],
      always: [
        { guard: "causeNamed", target: "verdict" },
        { guard: skipped("next-lock"), target: further },
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
        { guard: "filterTested", target: further },
        { guard: skipped("filter-test"), target: further },
      ],
    },
    undecided: { meta: STEPS.undecided, tags: "end", always: [{ guard: "causeNamed", target: "verdict" }] },
    verdict: { meta: STEPS.verdict, tags: "end" },
  } as const;
}

/**
 * The hang of an ASP.NET application, from "the site stalls" to a cause.
 * A route over facts: every event files what is new and starts again at the
 * top; guards carry it as far as the evidence goes, whatever the order.
 */
export const aspnetHang = routeSetup.createMachine({
  id: "aspnet-hang",
  context: { facts: [], skipped: [] },
  initial: "symptoms",
  on: restartAt("symptoms"),
  states: {
    ...aspnetStates("outside", "requests", "undecided"),
    outside: {
      meta: STEPS.outside,
      tags: "end",
      always: [
        { guard: "causeNamed", target: "verdict" },
        { guard: skipped("outside"), target: "undecided" },
      ],
    },
  },
});
