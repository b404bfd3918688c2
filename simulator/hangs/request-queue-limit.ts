import type { Hang } from "./hang";

/** Requests that are held open by design fill the queue, and further ones are turned away in front of the process. */
export const requestQueueLimit: Hang = {
  cause: "request-queue-limit",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random, server } = stage;
    const queue = (server.web.workers[0]?.applicationPool ?? "DefaultAppPool").replace(/[^\w./-]+/g, "");
    let time = server.clock.session - 600_000;
    stage.set({
      httpErrors: random.times(random.int(6, 30), () => {
        time += random.int(100, 9000);
        return {
          time,
          client: `192.0.2.${random.int(1, 250)}`,
          clientPort: random.int(1025, 65_000),
          request: { verb: "GET", url: "/shop/start.aspx", status: 503 },
          site: 1,
          reason: "QueueFull",
          queue,
        };
      }),
    });
    stage.requests(random.int(12, 48), random.int(60_000, 300_000), { url: "/shop/notifications.ashx" });
    stage.health({ requestsQueued: random.int(1200, 5000) });
    stage.answers.set("trigger", "under-load");
  },
};
