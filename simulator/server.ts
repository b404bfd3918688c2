import type { Hex } from "@/evidence";
import { AddressSpace } from "./addresses";
import { type AsyncWork, makeAsyncWork } from "./async-work";
import type { Role } from "./calls";
import { type Clock, makeClock } from "./clock";
import { type Collector, makeCollector } from "./collector";
import { makeConnections, type NetworkConnection } from "./connections";
import type { HttpContext } from "./contexts";
import { type CounterLog, makeCounterLog } from "./counters";
import { type CriticalSection, makeCriticalSections } from "./critical-sections";
import type { DatabaseSession } from "./database";
import { type Devices, makeDevices } from "./devices";
import { makeExceptions, type ThreadExceptions } from "./exceptions";
import { type FileEvent, makeFileActivity } from "./file-activity";
import { type FilterManager, makeFilterManager } from "./filter-manager";
import { type Filter, makeFilters } from "./filters";
import { type Finalization, makeFinalization } from "./finalization";
import { type FolderTree, makeFolderTree } from "./folders";
import { type Handle, makeHandles } from "./handles";
import { type HttpError, makeHttpErrors } from "./http-errors";
import { type HttpRequest, makeHttpRequests } from "./http-requests";
import { type Kernel, makeKernel } from "./kernel";
import { type Linux, makeLinux } from "./linux";
import { type MonitorTable, makeMonitors } from "./locks";
import { type LoggedEvent, makeEvents } from "./logged-events";
import { type Machine, makeMachine } from "./machine";
import { type ManagedHeap, makeManagedHeap } from "./managed-heap";
import { type Memory, makeMemory } from "./memory";
import { type Module, makeModules, makeUnloadedModules, type UnloadedModule } from "./modules";
import { type HeapObject, ObjectMaker, type StackObject, type WorkerRequest } from "./objects";
import { makePool, type ThreadPool } from "./pool";
import { makeProcessors, type Processor } from "./processors";
import { Random } from "./random";
import { makeRooting, type Rooting } from "./roots";
import { makeRuntime, type Runtime, type RuntimeOptions } from "./runtime";
import { makeRuntimeCounters, type RuntimeCounters } from "./runtime-counters";
import { makeRwLocks, type RwLock } from "./rw-locks";
import { makeScrapedStacks, type ScrapedThread } from "./scraped-stacks";
import { makeDrivers, makeWebService, type Service } from "./services";
import { makeShortNames, type ShortNames } from "./short-names";
import { makeTasks, type Task } from "./tasks";
import { makeThreadTimes, type ThreadTimes } from "./thread-times";
import { makeThreads, type RuntimeThread, type Thread } from "./threads";
import { makeWebServer, type WebServer } from "./web-server";

/** A made-up server: plain data that every printer prints from, so that its outputs agree. */
export interface Server {
  seed: number;
  runtime: Runtime;
  /** The process that hangs. */
  process: { id: Hex; image: string; debugged: boolean };
  clock: Clock;
  threads: readonly Thread[];
  /** Managed threads that have ended. */
  deadThreads: readonly RuntimeThread[];
  /** The thread the debugger stands at. */
  current: Thread;
  monitors: MonitorTable;
  criticalSections: readonly CriticalSection[];
  handles: readonly Handle[];
  modules: readonly Module[];
  request: WorkerRequest;
  /** What the current thread's stack refers to. */
  stackObjects: readonly StackObject[];
  managedHeap: ManagedHeap;
  collector: Collector;
  finalization: Finalization;
  rooting: Rooting;
  scrapedStacks: readonly ScrapedThread[];
  runtimeCounters: RuntimeCounters;
  httpRequests: readonly HttpRequest[];
  /** Objects of several shapes. */
  objects: readonly HeapObject[];
  kernel: Kernel;
  drivers: readonly Module[];
  unloadedDrivers: readonly UnloadedModule[];
  filters: readonly Filter[];
  folder: FolderTree;
  fileActivity: readonly FileEvent[];
  counters: CounterLog;
  linux: Linux;
  web: WebServer;
  /** Requests in the memory of the process, where they are not to be drawn. */
  contexts?: readonly HttpContext[];
  machine: Machine;
  pool: ThreadPool;
  exceptions: readonly ThreadExceptions[];
  threadTimes: readonly ThreadTimes[];
  rwLocks: readonly RwLock[];
  async: AsyncWork;
  devices: Devices;
  filterManager: FilterManager;
  processors: readonly Processor[];
  memory: Memory;
  tasks: readonly Task[];
  connections: readonly NetworkConnection[];
  /** Connections as the database server sees them, where they are not just those that the threads wait for. */
  database?: readonly DatabaseSession[];
  fileSystemDrivers: readonly Service[];
  webService: Service;
  httpErrors: readonly HttpError[];
  shortNames: ShortNames;
  events: readonly LoggedEvent[];
}

export interface ServerOptions extends RuntimeOptions {
  /** How many threads the process has; drawn when it is left out. */
  threads?: number;
  /** What the threads do, one by one; drawn when it is left out. */
  roles?: readonly Role[];
}

/** The server of a seed: the same seed and options give the same server. */
export function makeServer(seed: number, options: ServerOptions = {}): Server {
  return buildServer(seed, options).server;
}

/** A server with what its addresses are taken from, for whoever adds to it. */
export interface BuiltServer {
  server: Server;
  addresses: AddressSpace;
}

export function buildServer(seed: number, options: ServerOptions = {}): BuiltServer {
  const random = new Random(seed);
  const runtime = makeRuntime(random.fork("runtime"), options);
  const addresses = new AddressSpace(runtime.bits, random.fork("addresses"));
  const draw = random.fork("process");
  const id = 4 * draw.int(200, 9000);
  const processId = id.toString(16);
  const image = runtime.version === "core" && draw.chance(0.5) ? "Contoso.Shop.WebApi.exe" : "w3wp.exe";
  const clock = makeClock(random.fork("clock"));
  const count = options.threads ?? draw.int(6, 14);
  const waiters = draw.int(0, Math.max(0, count - 6));
  const { roles } = options;
  const threads = makeThreads({ runtime, addresses, count, waiters, roles }, random.fork("threads"));
  const objects = new ObjectMaker(runtime, addresses, random.fork("objects"));
  const request = objects.request(clock);
  const drivers = makeModules("kernel", runtime, random.fork("drivers"));
  const monitors = makeMonitors(threads, runtime, addresses, random.fork("monitors"));
  const kernel = makeKernel({ runtime, addresses, processId, image, threads }, random.fork("kernel"));
  const filters = makeFilters(runtime.system, random.fork("filters"));
  const folder = makeFolderTree(random.fork("folder"));
  const machine = makeMachine(runtime, drivers, image, random.fork("machine"));
  const devices = makeDevices({ suspect: kernel.suspect, filters, folder, addresses }, random.fork("devices"));
  const memory = makeMemory(kernel, random.fork("memory"));
  const tasks = makeTasks(kernel, image);
  const web = makeWebServer(id, random.fork("web"));
  const managedHeap = makeManagedHeap(runtime, random.fork("managed heap"));
  const server: Server = {
    seed,
    runtime,
    process: { id: processId, image, debugged: random.fork("debugged").chance(0.3) },
    clock,
    threads,
    deadThreads: makeDeadThreads(threads, random.fork("dead")),
    current: draw.pick(threads),
    monitors,
    criticalSections: makeCriticalSections(threads, monitors, addresses, random.fork("sections")),
    handles: makeHandles(processId, threads, random.fork("handles")),
    modules: makeModules("user", runtime, random.fork("modules")),
    request,
    stackObjects: objects.onStack(request),
    objects: [
      objects.text(),
      objects.array(),
      objects.object("Contoso.Stock.Ledger"),
      objects.object("System.Web.HttpRuntime"),
    ],
    managedHeap,
    collector: makeCollector(runtime, managedHeap.heaps, random.fork("collector")),
    finalization: makeFinalization(runtime, managedHeap.heaps, random.fork("finalization")),
    rooting: makeRooting(runtime, threads, random.fork("rooting")),
    scrapedStacks: makeScrapedStacks(runtime, threads, random.fork("scraped stacks")),
    runtimeCounters: makeRuntimeCounters(id, clock.session, random.fork("runtime counters")),
    httpRequests: makeHttpRequests(runtime, random.fork("http requests")),
    kernel,
    drivers,
    unloadedDrivers: makeUnloadedModules(drivers.at(-1)?.end ?? "f8000000", random.fork("unloaded")),
    filters,
    folder,
    fileActivity: makeFileActivity(clock.session, random.fork("file activity")),
    counters: makeCounterLog(clock.session, machine.name, random.fork("counters")),
    linux: makeLinux(random.fork("linux")),
    web,
    machine,
    pool: makePool(threads, runtime, addresses, random.fork("pool")),
    exceptions: makeExceptions(threads, runtime.baseLibrary, addresses, random.fork("exceptions")),
    threadTimes: makeThreadTimes(threads, clock, random.fork("times")),
    rwLocks: makeRwLocks(threads, monitors, addresses, random.fork("rw-locks")),
    async: makeAsyncWork(threads, runtime, addresses, random.fork("async")),
    devices,
    filterManager: makeFilterManager(
      { filters, suspect: kernel.suspect, devices, addresses },
      random.fork("filter manager"),
    ),
    processors: makeProcessors(machine.processors, kernel, addresses, random.fork("processors")),
    memory,
    tasks,
    connections: makeConnections(
      {
        processId: id,
        image,
        threads,
        web,
        hostId: tasks.find(({ services }) => services.includes("RpcSs"))?.processId ?? 4,
      },
      random.fork("connections"),
    ),
    fileSystemDrivers: makeDrivers(filters),
    webService: makeWebService(tasks, random.fork("services")),
    httpErrors: makeHttpErrors(clock, web, random.fork("http-errors")),
    shortNames: makeShortNames(folder.path, random.fork("short-names")),
    events: makeEvents(
      {
        clock,
        system: runtime.system,
        processId: id,
        image,
        applicationPool: web.workers[0]?.applicationPool ?? "DefaultAppPool",
        memory,
      },
      random.fork("events"),
    ),
  };
  return { server, addresses };
}

/** Threads that ended keep their record in the runtime for a while. */
function makeDeadThreads(threads: readonly Thread[], random: Random): RuntimeThread[] {
  const known = threads.flatMap(({ runtime }) => runtime ?? []);
  return random.sample(known, random.int(0, 2)).map((thread, at) => ({
    ...thread,
    id: known.length + at + 1,
    object: `${thread.object.slice(0, -1)}${at === 0 ? "9" : "b"}`,
    state: "1031820",
    cooperative: false,
    exception: null,
  }));
}
