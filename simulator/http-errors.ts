import type { Clock } from "./clock";
import type { Random } from "./random";
import type { WebServer } from "./web-server";

/** One line of the log of HTTP.sys. */
export interface HttpError {
  /** Milliseconds since 1970, UTC. */
  time: number;
  client: string;
  clientPort: number;
  /** Null where the connection ended before a request was there. */
  request: { verb: string; url: string; status: number | null } | null;
  site: number | null;
  reason: string;
  queue: string | null;
}

const REASONS = ["QueueFull", "AppOffline", "Connection_Abandoned_By_ReqQueue", "Timer_ConnectionIdle", "Client_Reset"];
const STATUSES: Readonly<Record<string, number>> = { QueueFull: 503, AppOffline: 503 };

/** What HTTP.sys turned away while the application hung. */
export function makeHttpErrors({ session }: Clock, { workers }: WebServer, random: Random): HttpError[] {
  const queues = workers.map(({ applicationPool }) => applicationPool.replace(/[^\w./-]+/g, ""));
  let time = session - 1000 * random.int(600, 3600);
  return random.times(random.int(1, 14), (): HttpError => {
    time += 1000 * random.int(0, 40);
    const reason = random.pick(REASONS);
    const idle = reason === "Timer_ConnectionIdle";
    return {
      time,
      client: random.pick(["10.1.2.3", "10.1.2.4", "fe80::1c2d:3e4f%7"]),
      clientPort: random.int(1025, 65_000),
      request: idle
        ? null
        : {
            verb: random.pick(["GET", "POST"]),
            url: random.pick(["/quote.aspx?id=7", "/", "/shop/start.aspx"]),
            status: STATUSES[reason] ?? null,
          },
      site: idle ? null : 1,
      reason,
      queue: idle ? null : random.pick(queues),
    };
  });
}
