import type { CommandAsk } from "../ask";
import { inObject, inSos } from "./forms";

const POOL_IN_DUMP = {
  lacks:
    "Only a dump holds the pool's fields. The counters of the SQL client (pooled and reclaimed connections) tell how many there are.",
};
const LIMIT_IN_DUMP = {
  lacks: "Only a dump holds the limit. The list of connections shows how many are open to one address.",
};

export const poolList: CommandAsk = {
  command: "sos-dumpheap",
  run: inSos("dumpheap -type DbConnectionPool", POOL_IN_DUMP),
  target: "process-dump",
  why: "Finds the connection pools: there is one for each connection string.",
  cost: "slow",
  unless: [
    "connection-pool-found",
    "connection-pool-full",
    "connection-pool-waited-for",
    "connection-pool-not-full",
    "connection-pool-backs-off",
    "many-web-requests-unanswered",
  ],
};

export const poolObject: CommandAsk = {
  command: "sos-dumpobj",
  run: inObject("{connection-pool-found.object}", POOL_IN_DUMP),
  target: "process-dump",
  why: "Its fields _totalObjects and _waitCount tell whether the pool is full.",
  cost: "safe",
  when: ["connection-pool-found"],
  unless: ["connection-pool-full", "connection-pool-backs-off", "connection-pool-waited-for"],
};

export const poolOptions: CommandAsk = {
  command: "sos-dumpobj",
  run: inObject("{connection-pool-waited-for.options}", POOL_IN_DUMP),
  target: "process-dump",
  why: "Its field _maxPoolSize is the most connections that the pool may hold.",
  cost: "safe",
  when: ["connection-pool-waited-for"],
  unless: ["connection-pool-full"],
};

export const servicePointList: CommandAsk = {
  command: "sos-dumpheap",
  run: inSos("dumpheap -type System.Net.ServicePoint", LIMIT_IN_DUMP),
  target: "process-dump",
  why: "Finds the ServicePoints: there is one for each host that the process calls.",
  cost: "slow",
  when: ["many-web-requests-unanswered"],
  unless: ["service-point-found", "outgoing-limit-reached", "outgoing-limit-not-reached"],
};

export const servicePoint: CommandAsk = {
  command: "sos-dumpobj",
  run: inObject("{service-point-found.object}", LIMIT_IN_DUMP),
  target: "process-dump",
  why: "Its fields m_CurrentConnections and m_ConnectionLimit tell whether the limit is reached.",
  cost: "safe",
  when: ["many-web-requests-unanswered", "service-point-found"],
  unless: ["outgoing-limit-reached"],
};
