import type { RequestsReport, WorkerProcessesReport } from "@/evidence";
import type { Server } from "../server";
import type { Printer } from "./printer";

/** `appcmd list requests`: what the web server is executing. */
export function printRequests({ web }: Server): string[] {
  return web.requests.map(
    ({ id, verb, url, milliseconds, client, stage, module }) =>
      `REQUEST "${id}" (url:${verb} ${url}, time:${milliseconds} msec, client:${client}, stage:${stage}, module:${module})`,
  );
}

/** `appcmd list wp`: the worker processes. */
export function printWorkers({ web }: Server): string[] {
  return web.workers.map(({ processId, applicationPool }) => `WP "${processId}" (applicationPool:${applicationPool})`);
}

const REQUESTS: Printer<RequestsReport> = {
  parser: "appcmd-requests",
  dialect: "iis-7",
  needs: {},
  prompt: "cmd",
  command: () => "%windir%\\system32\\inetsrv\\appcmd list requests",
  print: printRequests,
  expected: ({ web }) => ({
    kind: "requests",
    requests: web.requests.map(({ id, verb, url, milliseconds, client, stage, module }) => ({
      id,
      verb,
      url,
      timeSeconds: milliseconds / 1000,
      client,
      stage,
      module,
    })),
  }),
};

const WORKERS: Printer<WorkerProcessesReport> = {
  parser: "appcmd-wp",
  dialect: "iis-7",
  needs: {},
  prompt: "cmd",
  command: () => "appcmd list wp",
  print: printWorkers,
  expected: ({ web }) => ({ kind: "worker-processes", workers: web.workers }),
};

export const APPCMD: readonly Printer<RequestsReport | WorkerProcessesReport>[] = [REQUESTS, WORKERS];
