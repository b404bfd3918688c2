import { ONE } from "../calls";
import type { Hang } from "./hang";

import type { Stage, Story } from "./stage";
import { inRequestAt, methods } from "./stories";

/** Calls that stand above the wait for a connection, top first. */
const CALLERS = [
  ["System.Net.HttpWebRequest.GetResponse"],
  ["System.Net.HttpWebRequest.GetRequestStream"],
  [
    "System.Net.HttpWebRequest.GetResponse",
    "System.Web.Services.Protocols.WebClientProtocol.GetWebResponse",
    "System.Web.Services.Protocols.HttpWebClientProtocol.GetWebResponse",
    "System.Web.Services.Protocols.SoapHttpClientProtocol.Invoke",
  ],
  ["System.Net.HttpWebRequest.GetResponse", "System.Net.WebClient.DownloadString"],
] as const;

function waitsForConnection({ random, runtime }: Stage): Story {
  const wait = runtime.version === "1.1" ? "WaitForCompletion" : "InternalWaitForCompletion";
  return inRequestAt(
    [...ONE, "CLR!WaitHandleNative::CorWaitOneNative"],
    methods("System.Threading.WaitHandle.WaitOneNative", `System.Net.LazyAsyncResult.${wait}`, ...random.pick(CALLERS)),
  );
}

/** More calls to one host than connections are allowed to it. */
export const outgoingConnectionLimit: Hang = {
  cause: "outgoing-connection-limit",
  needs: { versions: ["1.1", "2.0", "4.x"] },
  put(stage) {
    const { random, server } = stage;
    const count = random.int(8, 40);
    stage.threads(count, waitsForConnection(stage));
    // Two unless configured, ten in ASP.NET, twelve for each processor with autoConfig.
    const limit = random.pick([2, 10, 12 * stage.server.pool.minLimit]);
    const full = stage.objectWith("System.Net.ServicePoint", {
      m_ConnectionLimit: limit,
      m_CurrentConnections: limit,
    });
    const others = random.times(random.int(0, 2), () =>
      stage.objectWith("System.Net.ServicePoint", {
        m_ConnectionLimit: limit,
        m_CurrentConnections: random.int(0, limit - 1),
      }),
    );
    stage.set({ objects: [...server.objects, ...others, full] });
    stage.requests(count, random.int(30_000, 100_000));
    stage.answers.set("trigger", "under-load");
  },
};
