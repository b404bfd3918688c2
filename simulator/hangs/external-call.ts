import { ONE } from "../calls";
import { call } from "../methods";
import type { Hang } from "./hang";
import { lock } from "./locks";
import type { Story } from "./stage";
import { inRequestAt, readsFromDatabase, waitsForMonitor } from "./stories";

function readsFromService(): Story {
  return inRequestAt(
    [...ONE, "mswsock!SockWaitForSingleObject", "mswsock!WSPRecv", "ws2_32!WSARecv"],
    [
      call("System.Net.UnsafeNclNativeMethods+OSSOCK.recv", { transition: "inlined-call", isStatic: true }),
      call("System.Net.Sockets.Socket.Receive"),
      call("System.Net.Sockets.NetworkStream.Read"),
    ],
  );
}

function asksTheDirectory(): Story {
  return inRequestAt(
    [...ONE, "wldap32!LdapWaitForResponseFromServer"],
    [
      call("System.DirectoryServices.DirectoryEntry.Bind", { transition: "inlined-call" }),
      call("System.DirectoryServices.DirectorySearcher.FindOne"),
    ],
  );
}

/** Another system does not answer: the owner of a lock waits for it, or everybody does. */
export const externalCall: Hang = {
  cause: "external-call",
  needs: {},
  put(stage) {
    const { random } = stage;
    const story = random.pick([readsFromDatabase, readsFromService, asksTheDirectory])();
    const count = random.int(8, 40);
    if (random.chance(0.5)) {
      const owner = stage.thread(story);
      const waiters = stage.threads(count, waitsForMonitor());
      lock(stage, "Contoso.Pricing.RateCache", { kind: "thread", thread: owner }, waiters);
      stage.refers(owner, stage.server.request.object);
    } else stage.threads(count, story);
    const age = random.int(60_000, 600_000);
    stage.requests(count + 1, age);
    stage.requestAge(age);
  },
};
