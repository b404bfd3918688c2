import { addHex, type Hex } from "@/evidence";
import { AddressSpace } from "./addresses";
import { KernelThreadMaker, type KernelThreadState } from "./kernel-threads";
import type { Random } from "./random";
import type { Runtime } from "./runtime";
import type { Thread } from "./threads";

/** One kernel lock (ERESOURCE). */
export interface Resource {
  address: Hex;
  /** `nt!CmpRegistryLock`, for the few with a symbol. */
  name: string | null;
  access: "exclusive" | "shared";
  owners: readonly { thread: Hex; count: number }[];
  sharedWaiters: readonly { thread: Hex; count: number }[];
  exclusiveWaiters: readonly Hex[];
  contentionCount: number;
}

export interface ProcessState {
  address: Hex;
  sessionId: number | null;
  processId: Hex;
  parentProcessId: Hex;
  peb: Hex;
  directoryBase: Hex;
  objectTable: Hex;
  handleCount: number;
  image: string;
  elapsed: number;
  userTime: number;
  kernelTime: number;
  /** In pages of 4 KB. */
  workingSet: number;
  debugPort: Hex | null;
  threads: readonly KernelThreadState[];
}

export interface Kernel {
  resources: readonly Resource[];
  totalLocks: number;
  processes: readonly ProcessState[];
  /** Threads that resources name and no process above lists: they are the system's own. */
  strangers: readonly KernelThreadState[];
  /** A thread of the worker process, the one the evidence leads to. */
  suspect: KernelThreadState;
}

const IMAGES = ["smss.exe", "csrss.exe", "services.exe", "AcmeBkpAgent.exe", "sqlservr.exe"];
/** Every Windows has them, in this order. */
const ALWAYS = ["System", "svchost.exe"];
/** Process names are kept in 15 characters. */
const LONGEST_IMAGE = 15;

function makeResource(threads: readonly Hex[], addresses: AddressSpace, random: Random): Resource {
  const access = random.pick(["exclusive", "shared"] as const);
  const left = [...threads];
  const take = (count: number): Hex[] => left.splice(0, count);
  const owners = take(access === "exclusive" ? 1 : random.int(1, 2));
  const sharedWaiters = take(random.pick([0, 0, 1, 2]));
  return {
    address: addresses.take("pool"),
    name: random.chance(0.15) ? "nt!CmpRegistryLock" : null,
    access,
    owners: owners.map((thread) => ({ thread, count: random.int(1, 3) })),
    sharedWaiters: sharedWaiters.map((thread) => ({ thread, count: 1 })),
    exclusiveWaiters: take(random.pick([0, 0, 1, 3, 9])),
    contentionCount: random.int(0, 20_000),
  };
}

/** Threads of the system's own process at these addresses. */
function makeStrangers(
  places: readonly Hex[],
  { address: process, image }: ProcessState,
  runtime: Runtime,
  random: Random,
): KernelThreadState[] {
  const maker = new KernelThreadMaker(runtime, new AddressSpace(runtime.bits, random.fork("addresses")), random);
  return places.map((address, at) => ({
    ...maker.make({ processId: "4", osThreadId: (0x40 + 4 * at).toString(16), teb: "0", process, image }),
    address,
  }));
}

export interface KernelPlan {
  runtime: Runtime;
  addresses: AddressSpace;
  processId: Hex;
  image: string;
  threads: readonly Thread[];
}

export function makeKernel({ runtime, addresses, processId, image, threads }: KernelPlan, random: Random): Kernel {
  const maker = new KernelThreadMaker(runtime, addresses, random);
  const makeProcess = (name: string, id: Hex, own: (process: Hex) => KernelThreadState[]): ProcessState => {
    const address = addresses.take("pool");
    return {
      address,
      sessionId: name === "System" || random.chance(0.2) ? null : random.int(0, 3),
      processId: id,
      parentProcessId: (4 * random.int(1, 900)).toString(16),
      peb: name === "System" ? "0" : addHex(addresses.take("teb"), 0),
      directoryBase: (0x1000 * random.int(300, 0x7ffff)).toString(16),
      objectTable: addresses.take("kernel-handle-table"),
      handleCount: random.int(20, 9000),
      image: name.slice(0, LONGEST_IMAGE),
      elapsed: random.int(60_000, 5 * 86_400_000),
      userTime: random.int(0, 900_000),
      kernelTime: random.int(0, 900_000),
      workingSet: random.int(200, 600_000),
      debugPort: random.chance(0.1) ? addresses.take("pool") : null,
      threads: own(address),
    };
  };
  const worker = makeProcess(image, processId, (process) =>
    random
      .sample(threads, random.int(1, 3))
      .map(({ osThreadId, teb }) =>
        maker.make({ processId, osThreadId, teb, process, image: image.slice(0, LONGEST_IMAGE) }),
      ),
  );
  const others = [...ALWAYS, ...random.sample(IMAGES, random.int(0, IMAGES.length))].map((name, index) =>
    makeProcess(name, (4 + 0x1c * index).toString(16), () => []),
  );
  const strangers = random.times(16, () => addresses.take("pool"));
  const system = others[0];
  const [suspect] = worker.threads;
  if (!suspect) throw new RangeError("A worker process has at least one thread.");
  return {
    resources: random.times(random.int(0, 3), (at) =>
      makeResource([...(at === 0 ? [suspect.address] : []), ...random.sample(strangers, 15)], addresses, random),
    ),
    totalLocks: random.int(900, 12_000),
    processes: [...others, worker],
    strangers: system ? makeStrangers(strangers, system, runtime, random.fork("strangers")) : [],
    suspect,
  };
}
