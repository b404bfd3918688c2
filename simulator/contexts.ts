import type { Hex } from "@/evidence";
import { AddressSpace } from "./addresses";
import { Random } from "./random";
import type { Server } from "./server";

/** One request that ASP.NET keeps in memory, done or not. */
export interface HttpContext {
  address: Hex;
  timeoutSeconds: number;
  /** Null for one that is done. */
  runningSeconds: number | null;
  thread: number | null;
  returnCode: number;
  verb: string;
  path: string;
  query: string;
  sessionLocked: boolean;
  isAsync: boolean;
}

const PATHS = ["/shop/start.aspx", "/quote.aspx", "/Lists/Team Discussion/All Items.aspx", "/api/items(42)", "/"];
const QUERIES = ["", "", "id=7,9", "ID=1&name=a%20b", "$top=5"];

/** The requests in a server's memory; the same ones for the same server. */
export function contextsOf(server: Server): readonly HttpContext[] {
  return server.contexts ?? drawnContexts(server);
}

/** The requests that the web server executes, as the process has them in memory: each held by one of the threads. */
export function contextsFrom({ web, runtime }: Server, threads: readonly number[], random: Random): HttpContext[] {
  const addresses = new AddressSpace(runtime.bits, random.fork("addresses"));
  return web.requests.map(({ milliseconds, verb, url }, at) => ({
    address: addresses.take("object"),
    timeoutSeconds: 110,
    runningSeconds: Math.floor(milliseconds / 1000),
    thread: threads[at] ?? null,
    returnCode: 200,
    verb,
    path: url.replace(/\?.*$/, ""),
    query: /\?(.*)$/.exec(url)?.[1] ?? "",
    sessionLocked: false,
    isAsync: threads[at] === undefined,
  }));
}

function drawnContexts({ seed, runtime, threads }: Server): HttpContext[] {
  const random = new Random(seed).fork("contexts");
  const addresses = new AddressSpace(runtime.bits, random.fork("addresses"));
  return random.times(random.int(1, 12), () => {
    const done = random.chance(0.4);
    const held = !done && random.chance(0.7);
    return {
      address: addresses.take("object"),
      timeoutSeconds: random.pick([0, 90, 110, 19_200, 30_000_000]),
      runningSeconds: done ? null : random.int(0, random.pick([9, 400, 15_000])),
      thread: held ? random.pick(threads).number : null,
      returnCode: random.pick([200, 200, 302, 401, 500]),
      verb: random.pick(["GET", "POST", "HEAD", "OPTIONS"]),
      path: random.pick(PATHS),
      query: random.pick(QUERIES),
      sessionLocked: random.chance(0.2),
      isAsync: random.chance(0.1),
    };
  });
}
