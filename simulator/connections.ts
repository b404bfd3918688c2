import type { Random } from "./random";
import type { Thread } from "./threads";
import type { WebServer } from "./web-server";

export type ConnectionState = "LISTENING" | "ESTABLISHED" | "CLOSE_WAIT" | "TIME_WAIT" | "SYN_SENT";

/** One connection of the machine; process ids are decimal. */
export interface NetworkConnection {
  protocol: "TCP" | "UDP";
  local: string;
  localPort: number;
  /** Null for UDP. */
  remote: string | null;
  remotePort: number | null;
  state: ConnectionState | null;
  processId: number;
  /** Null for the system's own. */
  image: string | null;
  service: string | null;
}

const OWN = "10.1.2.3";
/** Where a thread that waits for an answer is connected to. */
const SERVERS = { "reads-from-database": ["10.1.9.20", 1433], "calls-web-service": ["10.1.9.31", 443] } as const;

export interface ConnectionPlan {
  processId: number;
  image: string;
  threads: readonly Thread[];
  web: WebServer;
  /** The process that hosts the remote procedure calls. */
  hostId: number;
}

/** Every thread that waits for another server has a connection to it; so has every request to HTTP.sys. */
export function makeConnections(plan: ConnectionPlan, random: Random): NetworkConnection[] {
  const { processId, image, threads, web, hostId } = plan;
  let port = random.int(49_200, 51_000);
  const next = (): number => {
    port += random.int(1, 40);
    return port;
  };
  const listening = { remotePort: 0, state: "LISTENING", service: null } as const;
  const outward = threads.flatMap(({ role }): NetworkConnection[] => {
    if (role !== "reads-from-database" && role !== "calls-web-service") return [];
    const [remote, remotePort] = SERVERS[role];
    const state = random.pick(["ESTABLISHED", "ESTABLISHED", "CLOSE_WAIT", "SYN_SENT"] as const);
    return [
      { protocol: "TCP", local: OWN, localPort: next(), remote, remotePort, state, processId, image, service: null },
    ];
  });
  const inward = web.requests
    .filter(({ client }) => /^\d+\./.test(client))
    .map(
      ({ client }): NetworkConnection => ({
        protocol: "TCP",
        local: OWN,
        localPort: 80,
        remote: client,
        remotePort: next(),
        state: "ESTABLISHED",
        processId: 4,
        image: null,
        service: null,
      }),
    );
  return [
    { protocol: "TCP", local: "0.0.0.0", localPort: 80, remote: "0.0.0.0", processId: 4, image: null, ...listening },
    {
      protocol: "TCP",
      local: "0.0.0.0",
      localPort: 135,
      remote: "0.0.0.0",
      processId: hostId,
      image: "svchost.exe",
      ...listening,
      service: "RpcSs",
    },
    ...inward,
    ...outward,
    { protocol: "TCP", local: "::1", localPort: 49_670, remote: "::", processId, image, ...listening },
    {
      protocol: "UDP",
      local: "0.0.0.0",
      localPort: 500,
      remote: null,
      remotePort: null,
      state: null,
      processId: hostId,
      image: "svchost.exe",
      service: "IKEEXT",
    },
  ];
}
