import type { StepGroup } from "../playbook";

/** The triage by what it looks at. */
export const GROUPS: readonly StepGroup[] = [
  {
    id: "front-door",
    label: "The front door",
    steps: ["symptoms", "really-hung", "requests", "session"],
  },
  {
    id: "stacks",
    label: "The stacks",
    steps: ["stacks", "managed-stacks", "native-view", "waits", "held-still"],
  },
  {
    id: "managed-locks",
    label: "Managed locks",
    steps: ["recycling", "lock", "owner", "next-lock", "request-age", "capture-again", "signals"],
  },
  {
    id: "native-locks",
    label: "Native locks",
    steps: ["native-locks"],
  },
  {
    id: "pool",
    label: "Pool and tasks",
    steps: ["pool", "collection"],
  },
  {
    id: "com",
    label: "COM, finalizer",
    steps: ["apartments"],
  },
  {
    id: "connections",
    label: "Connections",
    steps: ["connections"],
  },
  {
    id: "kernel",
    label: "Files and the kernel",
    steps: ["folder-and-filters", "kernel-dump", "kernel-thread", "filter-test"],
  },
  {
    id: "machine",
    label: "The machine",
    steps: ["machine", "second-dump"],
  },
  {
    id: "ends",
    label: "The end",
    steps: ["undecided", "verdict"],
  },
];
