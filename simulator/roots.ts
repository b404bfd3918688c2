import type { Hex } from "@/evidence";
import { AddressSpace } from "./addresses";
import { heapTypeNames } from "./managed-heap";
import type { Random } from "./random";
import type { Runtime } from "./runtime";
import type { ManagedCall } from "./stacks";
import type { Thread } from "./threads";

export interface RootedObject {
  address: Hex;
  type: string;
  currentName: string;
}

export type Root = { objects: readonly RootedObject[] } & (
  | { kind: "stack"; thread: Thread; call: ManagedCall; register: string; place: Hex | null }
  | { kind: "handle"; place: Hex; type: "strong" | "pinned" }
  | { kind: "finalizer"; place: Hex }
);

/** What keeps one object alive. */
export interface Rooting {
  target: Hex;
  domain: Hex;
  /** Those on stacks first, thread by thread. */
  roots: readonly Root[];
}

export function makeRooting(runtime: Runtime, threads: readonly Thread[], random: Random): Rooting {
  const addresses = new AddressSpace(runtime.bits, random.fork("addresses"));
  const names = heapTypeNames(runtime);
  const object = (): RootedObject => ({ address: addresses.take("object"), ...random.pick(names) });
  const target = object();
  const path = (): RootedObject[] => [...random.times(random.int(0, 3), object), target];
  const registers = runtime.bits === 32 ? ["esi", "edi", "ebp-18", "ebp+50"] : ["rsi", "r14", "rbp-20", "rsp+28"];
  const frames = threads.flatMap((thread) =>
    (thread.managed ?? []).filter(({ transition }) => transition === null).map((call) => ({ thread, call })),
  );
  const stack = random.sample(frames, random.int(0, 3)).map(({ thread, call }): Root => {
    const register = random.pick(registers);
    const place = /[+-]/.test(register) ? addresses.take("stack") : null;
    return { kind: "stack", thread, call, register, place, objects: path() };
  });
  const handles = random.times(random.int(stack.length === 0 ? 1 : 0, 3), (): Root => {
    const type = random.pick(["strong", "pinned"] as const);
    return { kind: "handle", place: addresses.take("native-heap"), type, objects: path() };
  });
  const queued = random.times(random.int(0, 1), (): Root => {
    return { kind: "finalizer", place: addresses.take("native-heap"), objects: path() };
  });
  return {
    target: target.address,
    domain: addresses.take("native-heap"),
    roots: [...stack, ...handles, ...queued],
  };
}
