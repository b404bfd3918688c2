import type { Hex } from "@/evidence";
import type { AddressSpace } from "./addresses";
import type { Role } from "./calls";
import type { StackObject } from "./objects";
import type { Random } from "./random";
import type { Runtime } from "./runtime";
import { type ManagedCall, type NativeCall, StackMaker } from "./stacks";

/** The runtime's own record of a thread, as `!threads` lists it. */
export interface RuntimeThread {
  id: number;
  object: Hex;
  state: Hex;
  cooperative: boolean;
  allocation: readonly [pointer: Hex, limit: Hex];
  domain: Hex;
  lockCount: number;
  apartment: "MTA" | "STA" | "Ukn";
  kind: "Finalizer" | "GC" | "Threadpool Worker" | "Threadpool Completion Port" | null;
  exception: { type: string; object: Hex } | null;
}

export interface Thread {
  /** The debugger's number. */
  number: number;
  osThreadId: Hex;
  teb: Hex;
  suspendCount: number;
  frozen: boolean;
  name: string | null;
  role: Role;
  start: { symbol: string; address: Hex };
  priority: number;
  native: readonly NativeCall[];
  managed: readonly ManagedCall[] | null;
  /** Null for threads the runtime does not know. */
  runtime: RuntimeThread | null;
  /** What its stack refers to, where that is told apart from other threads'. */
  references?: readonly StackObject[];
}

const NATIVE_ROLES: readonly Role[] = ["pump", "pump", "debugger-helper", "timer", "collector"];
const OWN_ROLES: readonly Role[] = ["lists-directory", "reads-from-database", "calls-web-service", "computes"];

/** Reader/writer locks came with .NET 3.5. */
function waitingRoles({ version }: Runtime): Role[] {
  return version === "1.1" ? ["waits-for-section"] : ["waits-for-section", "waits-for-rw-lock", "waits-for-rw-lock"];
}

function rolesFor(count: number, waiters: number, runtime: Runtime, random: Random): Role[] {
  const owner = random.pick(OWN_ROLES);
  const waiting = random.chance(0.5) ? waitingRoles(runtime) : [];
  const roles: Role[] = ["main", ...random.sample(NATIVE_ROLES, random.int(1, 4)), "finalizer", owner];
  for (let index = 0; index < waiters; index++) roles.push("waits-for-lock");
  while (roles.length < count) {
    roles.push(random.pick<Role>(["idle-worker", "completion-port", "idle-worker", ...OWN_ROLES, ...waiting]));
  }
  return roles;
}

const KINDS: Readonly<Partial<Record<Role, RuntimeThread["kind"]>>> = {
  finalizer: "Finalizer",
  "completion-port": "Threadpool Completion Port",
  "idle-worker": "Threadpool Worker",
};
const NEVER_MANAGED: readonly Role[] = ["main", "pump", "debugger-helper", "timer", "collector"];
const NAMES = [".NET Finalizer", "Worker 7", "IIS (main)", "Contoso: price feed"];

function makeRuntimeThread(
  id: number,
  role: Role,
  addresses: AddressSpace,
  domain: Hex,
  random: Random,
): RuntimeThread {
  const pointer = random.chance(0.5) ? addresses.take("object") : "0";
  return {
    id,
    object: addresses.take("native-heap"),
    state: random.pick(["20220", "b220", "1020220", "1029220", "3029220", "2b220", "2021220"]),
    cooperative: random.chance(0.1),
    allocation: [pointer, pointer === "0" ? "0" : addresses.take("object")],
    domain,
    lockCount: random.chance(0.3) ? random.int(1, 3) : 0,
    apartment: random.pick(["MTA", "MTA", "STA", "Ukn"]),
    kind: KINDS[role] ?? (random.chance(0.8) ? "Threadpool Worker" : null),
    exception: random.chance(0.1)
      ? {
          type: random.pick(["System.IO.IOException", "System.Threading.ThreadAbortException"]),
          object: addresses.take("object"),
        }
      : null,
  };
}

export interface ThreadPlan {
  runtime: Runtime;
  addresses: AddressSpace;
  /** How many there are, and how many of them wait for a lock. */
  count: number;
  waiters: number;
  /** What they do, where that is not to be drawn. */
  roles?: readonly Role[];
}

/** The threads of a process, in the debugger's order. */
export function makeThreads({ runtime, addresses, count, waiters, roles }: ThreadPlan, random: Random): Thread[] {
  const stacks = new StackMaker(runtime, addresses, random);
  const domain = addresses.take("native-heap");
  const suspended = random.chance(0.1) ? 2 : random.int(0, 1);
  let osThreadId = random.int(0x80, 0x1800) * 4;
  let id = 0;
  return (roles ?? rolesFor(count, waiters, runtime, random)).map((role, number) => {
    osThreadId += 4 * random.int(1, 40);
    const managed = !NEVER_MANAGED.includes(role) || (role === "main" && runtime.version === "core");
    return {
      number,
      osThreadId: osThreadId.toString(16),
      teb: addresses.take("teb"),
      suspendCount: suspended,
      frozen: random.chance(0.03),
      name: runtime.system === "2019" && random.chance(0.3) ? random.pick(NAMES) : null,
      role,
      start: {
        symbol: managed ? `${runtime.module}!Thread::intermediateThreadProc` : "ntdll!TppWorkerThread",
        address: addresses.take("jitted"),
      },
      priority: random.pick([0, 0, 0, 2, -1]),
      ...stacks.both(role),
      runtime: managed ? makeRuntimeThread(++id, role, addresses, domain, random) : null,
    };
  });
}
