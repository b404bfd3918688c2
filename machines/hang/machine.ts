import { STEPS as ASPNET_STEPS, aspnetStates } from "../aspnet-hang/machine";
import { BRANCHES, type BranchStep } from "../branches";
import { restartAt, routeSetup, skipped } from "../route";
import { TRIAGE_STEPS } from "./steps";

const { outside: _leadsOn, ...SHARED } = ASPNET_STEPS;
export const STEPS = { ...SHARED, ...TRIAGE_STEPS };
export const SHARED_STEPS = Object.keys(SHARED) as (keyof typeof SHARED)[];

const { undecided, verdict, ...aspnet } = aspnetStates("waits", "waits", "machine");
const named = { guard: "causeNamed", target: "verdict" } as const;

const { symptoms: _first, stacks: _survey, ...ON_THE_WAY } = aspnet;

/** Into the first branch that applies and was not given up. */
const intoBranch = BRANCHES.map(({ guard, target }) => ({ guard: { type: guard, params: { step: target } }, target }));
const givenUp = { type: "branchGivenUp" as const, params: { steps: BRANCHES.map(({ target }) => target) } };

/** The branch itself: on to the verdict, or, given up, to the next one. */
const branch = (id: BranchStep) => ({
  meta: TRIAGE_STEPS[id],
  always: [named, { guard: skipped(id), target: "waits" }] as const,
});
const branches = Object.fromEntries(BRANCHES.map(({ target }) => [target, branch(target)])) as Record<
  BranchStep,
  ReturnType<typeof branch>
>;

/**
 * Any hang, from "is it really hung?" to a cause. The way of an ASP.NET hang through its lock
 * is that playbook's; what it leads outside of goes on here.
 */
export const hang = routeSetup.createMachine({
  id: "hang",
  context: { facts: [], skipped: [] },
  initial: "symptoms",
  on: restartAt("symptoms"),
  states: {
    symptoms: {
      meta: STEPS.symptoms,
      always: [
        { guard: "anythingKnown", target: "really-hung" },
        { guard: skipped("symptoms"), target: "really-hung" },
      ],
    },
    "really-hung": {
      meta: STEPS["really-hung"],
      always: [
        { guard: "frontDoorKnown", target: "stacks" },
        { guard: "outputKnown", target: "stacks" },
        { guard: skipped("really-hung"), target: "stacks" },
      ],
    },
    stacks: {
      ...aspnet.stacks,
      always: [
        ...aspnet.stacks.always.slice(0, 3),
        ...BRANCHES.map(({ guard }) => ({ guard, target: "waits" })),
        { guard: "managedStacksMissing", target: "managed-stacks" },
        { guard: "nativeFramesMissing", target: "native-view" },
        ...aspnet.stacks.always.slice(3),
      ],
    },
    "managed-stacks": {
      meta: STEPS["managed-stacks"],
      always: [{ guard: skipped("managed-stacks"), target: "lock" }],
    },
    "native-view": {
      meta: STEPS["native-view"],
      always: [{ guard: skipped("native-view"), target: "lock" }],
    },
    ...ON_THE_WAY,
    waits: {
      meta: STEPS.waits,
      always: [
        named,
        { guard: { type: "needsSecondMoment", params: { step: "second-dump" } }, target: "second-dump" },
        ...intoBranch,
        { guard: givenUp, target: "machine" },
        { guard: "machineShort", target: "machine" },
        { guard: "poolKnown", target: "machine" },
        { guard: skipped("waits"), target: "machine" },
      ],
    },
    ...branches,
    machine: {
      meta: STEPS.machine,
      always: [named, { guard: skipped("machine"), target: "second-dump" }],
    },
    "second-dump": {
      meta: STEPS["second-dump"],
      always: [
        named,
        { guard: { type: "allGivenUp", params: { steps: ["machine", "second-dump"] } }, target: "undecided" },
        { guard: skipped("second-dump"), target: "waits" },
      ],
    },
    undecided,
    verdict,
  },
});
