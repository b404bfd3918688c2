import type { Random } from "./random";

/** A request that the web server is executing. */
export interface WebRequest {
  id: string;
  verb: string;
  url: string;
  milliseconds: number;
  client: string;
  stage: string;
  module: string;
}

/** A worker process; the id is decimal. */
export interface Worker {
  processId: number;
  applicationPool: string;
}

export interface WebServer {
  requests: readonly WebRequest[];
  workers: readonly Worker[];
}

const URLS = ["/shop/start.aspx", "/quote.aspx?id=7,9", "/api/items(42)?$top=5", "/reports/a%20b.aspx?x=(1, 2)", "/"];
const STAGES: readonly (readonly [stage: string, module: string])[] = [
  ["ExecuteRequestHandler", "ManagedPipelineHandler"],
  ["AcquireRequestState", "Session"],
  ["ExecuteRequestHandler", "IsapiModule"],
  ["BeginRequest", "AspNetCoreModuleV2"],
];

export function makeWebServer(processId: number, random: Random): WebServer {
  return {
    requests: random.times(random.int(1, 6), () => {
      const [stage, module] = random.pick(STAGES);
      return {
        id: `${random.int(0x10000000, 0xffffffff).toString(16)}8${random.int(0x1000000, 0xfffffff).toString(16)}`,
        verb: random.pick(["GET", "POST", "HEAD", "PROPFIND"]),
        url: random.pick(URLS),
        milliseconds: random.int(0, random.pick([99, 30_000, 900_000])),
        client: random.pick(["10.0.0.5", "fe80::1c2d:3e4f%7", "::1", "192.168.7.100"]),
        stage,
        module,
      };
    }),
    workers: [
      { processId, applicationPool: random.pick(["DefaultAppPool", "Shop (live)", "contoso.com/api v2"]) },
      ...random.times(random.int(0, 2), (at) => ({
        processId: processId + 4 * (at + 9),
        applicationPool: `Pool ${at}`,
      })),
    ],
  };
}
