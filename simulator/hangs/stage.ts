import type { Hex } from "@/evidence";
import type { AddressSpace } from "../addresses";
import { type Sites, sitesOn } from "../calls";
import { contextsFrom } from "../contexts";
import type { KernelStory, KernelThreadState } from "../kernel-threads";
import { inRequest, type Method } from "../methods";
import { type HeapObject, ObjectMaker } from "../objects";
import type { Random } from "../random";
import { makeScrapedStacks } from "../scraped-stacks";
import { type BuiltServer, buildServer, type Server, type ServerOptions } from "../server";
import { StackMaker } from "../stacks";
import { makeThreadTimes } from "../thread-times";
import type { Thread } from "../threads";
import type { WebRequest } from "../web-server";
import { calm, calmRoles, calmThread, HEALTHY, type Health, healthLog, kernelThreadOf } from "./calm";

/** What a thread does: its call sites in the notation of `calls.ts`, and its managed calls, both top first. */
export interface Story {
  native: Sites;
  /** Null for a thread that runs no managed code. */
  managed: readonly Method[] | null;
  /** The managed calls stand in a request: the application's methods and the server's come below them. */
  request: boolean;
}

/** Ticks at 1970, for moments as .NET counts them. */
const EPOCH_TICKS = 621_355_968_000_000_000n;

const HOUR = 3_600_000;

/** A server that hangs are put on, and what is known about it beside its outputs. */
export class Stage {
  server: Server;
  /** The same server a while later, as far as it differs. */
  later: Partial<Server> = {};
  /** What the customer answers, by question. */
  readonly answers = new Map<string, string>();
  readonly addresses: AddressSpace;
  readonly objects: ObjectMaker;
  private readonly built: BuiltServer;
  private readonly stacks: StackMaker;
  /** What further threads are made after. */
  private model: Thread;

  constructor(
    seed: number,
    needs: ServerOptions,
    readonly random: Random,
  ) {
    this.built = buildServer(seed, { ...needs, roles: calmRoles(random.fork("roles")) });
    this.addresses = this.built.addresses;
    this.server = calm(this.built, random.fork("calm"));
    this.objects = new ObjectMaker(this.server.runtime, this.addresses, random.fork("objects"));
    this.stacks = new StackMaker(this.server.runtime, this.addresses, random.fork("stacks"));
    const worker = this.server.threads.find(({ role }) => role === "idle-worker");
    if (!worker) throw new RangeError("A calm server has an idle worker.");
    this.model = worker;
  }

  get runtime(): Server["runtime"] {
    return this.server.runtime;
  }

  set(change: Partial<Server>): void {
    this.server = { ...this.server, ...change };
  }

  /** One more thread that does this. */
  thread({ native, managed, request }: Story, more: Partial<Thread> = {}): Thread {
    const { server, random, addresses, model } = this;
    const last = server.threads.at(-1) ?? model;
    const { baseLibrary } = server.runtime;
    const named = managed?.map((call) => ({ ...call, name: call.name.replaceAll("LIBRARY", baseLibrary) })) ?? null;
    const methods = named && request ? inRequest(named, server.runtime, random) : named;
    const id = Math.max(...server.threads.map((known) => known.runtime?.id ?? 0)) + 1;
    const thread: Thread = {
      ...calmThread(model),
      suspendCount: model.suspendCount,
      number: last.number + 1,
      osThreadId: (Number.parseInt(last.osThreadId, 16) + 4 * random.int(1, 40)).toString(16),
      teb: addresses.take("teb"),
      name: null,
      role: "computes",
      ...this.stacks.of(sitesOn(native, server.runtime), methods),
      runtime:
        managed === null || !model.runtime ? null : { ...model.runtime, id, object: addresses.take("native-heap") },
    };
    const made = { ...thread, ...more };
    this.set({ threads: [...server.threads, made] });
    return made;
  }

  /** Native frames for these call sites, on a stack of their own. */
  nativeStack(sites: readonly string[]): Thread["native"] {
    return this.stacks.of(sites, null).native;
  }

  /** Makes a value the first argument of the frame with that symbol. */
  waitsOn(thread: Thread, symbol: string, value: Hex): Thread {
    const native = thread.native.map((frame) =>
      frame.symbol === symbol ? { ...frame, args: [value, ...frame.args.slice(1)] } : frame,
    );
    return this.change(thread, { native });
  }

  /** Stops all threads so many times, those that come later too. */
  suspend(count: number): void {
    this.model = { ...this.model, suspendCount: count };
    this.set({ threads: this.server.threads.map((thread) => ({ ...thread, suspendCount: count })) });
  }

  threads(count: number, story: Story, more: Partial<Thread> = {}): Thread[] {
    return this.random.times(count, () => this.thread(story, more));
  }

  /** Puts a changed copy in a thread's place. */
  change(thread: Thread, more: Partial<Thread>): Thread {
    const changed = { ...thread, ...more };
    this.set({ threads: this.server.threads.map((known) => (known.number === thread.number ? changed : known)) });
    return changed;
  }

  /** Lets a thread's stack refer to objects. */
  refers(thread: Thread, ...objects: readonly HeapObject[]): Thread {
    const references = [...(thread.references ?? []), ...objects.map((object) => this.reference(object))];
    return this.change(thread, { references });
  }

  /** The thread works for the request whose start is known. */
  serves(thread: Thread): Thread {
    return this.refers(thread, this.server.request.object);
  }

  private reference(object: HeapObject): NonNullable<Thread["references"]>[number] {
    return { place: this.addresses.take("stack"), inRegister: false, object };
  }

  /** An object whose fields of interest have these values, all numbers. */
  objectWith(type: string, fields: Readonly<Record<string, number>>): HeapObject {
    const plain = this.objects.object(type, { thinLock: null });
    const word = this.runtime.bits / 8;
    return {
      ...plain,
      fields: Object.entries(fields).map(([name, value], at) => ({
        methodTable: this.addresses.take("method-table"),
        token: (0x4000600 + at).toString(16),
        offset: word * (at + 1),
        type: /^_?is|Occurred|debug/i.test(name) ? "System.Boolean" : "System.Int32",
        valueType: true,
        isStatic: false,
        value: String(value),
        name,
        perDomain: [],
      })),
    };
  }

  /** Requests that have run so long, in milliseconds, at this stage of the web server. */
  requests(count: number, milliseconds: number, more: Partial<WebRequest> = {}): void {
    const { random, server } = this;
    const made = random.times(
      count,
      (at): WebRequest => ({
        id: `${random.int(0x10000000, 0xffffffff).toString(16)}8${random.int(0x1000000, 0xfffffff).toString(16)}`,
        verb: random.pick(["GET", "POST"]),
        url: random.pick(["/shop/start.aspx", "/api/items(42)?$top=5", "/quote.aspx?id=7", "/"]),
        milliseconds: Math.round(milliseconds * (0.7 + 0.3 * random.next())),
        client: `192.168.${random.int(0, 9)}.${20 + at}`,
        stage: "ExecuteRequestHandler",
        module: server.runtime.version === "core" ? "AspNetCoreModuleV2" : "ManagedPipelineHandler",
        ...more,
      }),
    );
    this.set({ web: { ...server.web, requests: [...server.web.requests, ...made] } });
  }

  /** The request that `!dso` shows began so many milliseconds before the dump. */
  requestAge(milliseconds: number): void {
    const { request, clock } = this.server;
    const processUptime = Math.max(clock.processUptime, milliseconds + 60_000);
    const systemUptime = Math.max(clock.systemUptime, processUptime + HOUR);
    const startTicks = EPOCH_TICKS + BigInt(clock.session - milliseconds) * 10_000n;
    this.set({
      clock: { ...clock, processUptime, systemUptime },
      request: { ...request, startTicks: startTicks.toString() },
    });
  }

  /** The thread in the kernel; its stack and what it waits for as told. */
  inKernel(thread: Thread, story: KernelStory, more: Partial<KernelThreadState> = {}): KernelThreadState {
    const { kernel } = this.server;
    const seen = kernelThreadOf(thread, { server: this.server, addresses: this.addresses }, this.random, story);
    const state = { ...seen, ...more };
    const known = (other: KernelThreadState): boolean => other.osThreadId === thread.osThreadId;
    const processes = kernel.processes.map((process) =>
      process === kernel.processes.at(-1)
        ? { ...process, threads: [...process.threads.filter((other) => !known(other)), state] }
        : process,
    );
    this.set({ kernel: { ...kernel, processes, suspect: state } });
    return state;
  }

  /** What the performance counters show where it is not what a healthy server shows. */
  health(change: Partial<Health>): void {
    const { clock, machine } = this.server;
    this.set({ counters: healthLog({ ...HEALTHY, ...change }, clock.session, machine.name, this.random) });
  }

  /** Address that nothing else has. */
  address(region: Parameters<AddressSpace["take"]>[0]): Hex {
    return this.addresses.take(region);
  }

  /** No request can be older than the process that serves it. */
  private outliveRequests(): void {
    const { clock, web } = this.server;
    const oldest = Math.max(0, ...web.requests.map(({ milliseconds }) => milliseconds));
    if (oldest <= clock.processUptime) return;
    const processUptime = oldest + 60_000;
    this.set({ clock: { ...clock, processUptime, systemUptime: Math.max(clock.systemUptime, processUptime + HOUR) } });
  }

  /** The server, with everything counted that follows from its threads. */
  finished(): Server {
    this.outliveRequests();
    const { server, random, addresses } = this;
    const { threads, runtime, clock, pool } = server;
    const workers = threads.filter((thread) => thread.runtime?.kind === "Threadpool Worker");
    const idle = workers.filter(({ role }) => role === "idle-worker").length;
    const known = new Set(server.kernel.processes.at(-1)?.threads.map(({ osThreadId }) => osThreadId));
    const unseen = threads.filter(({ osThreadId }) => !known.has(osThreadId));
    const inKernel = unseen.map((thread) => kernelThreadOf(thread, { server, addresses }, random));
    const processes = server.kernel.processes.map((process) =>
      process === server.kernel.processes.at(-1) ? { ...process, threads: [...process.threads, ...inKernel] } : process,
    );
    const busy = threads.filter(({ role, managed }) => role === "computes" && managed).map(({ number }) => number);
    return {
      ...server,
      contexts: contextsFrom(server, busy, random.fork("contexts")),
      kernel: { ...server.kernel, processes },
      pool: { ...pool, running: workers.length - idle, idle },
      scrapedStacks: makeScrapedStacks(runtime, threads, random.fork("scraped")),
      threadTimes: makeThreadTimes(threads, clock, random.fork("times")),
    };
  }
}
