import { ONE } from "../calls";
import type { Hang } from "./hang";
import { inRequestAt, methods } from "./stories";

/** More calls to one host than connections are allowed to it. */
export const outgoingConnectionLimit: Hang = {
  cause: "outgoing-connection-limit",
  needs: { versions: ["1.1", "2.0", "4.x"] },
  put(stage) {
    const { random, server } = stage;
    const count = random.int(8, 40);
    stage.threads(
      count,
      inRequestAt(
        [...ONE, "CLR!WaitHandleNative::CorWaitOneNative"],
        methods(
          "System.Threading.WaitHandle.WaitOneNative",
          "System.Net.LazyAsyncResult.WaitForCompletion",
          "System.Net.HttpWebRequest.GetResponse",
        ),
      ),
    );
    const limit = random.pick([2, 12, 24]);
    const point = stage.objectWith("System.Net.ServicePoint", {
      m_CurrentConnections: limit,
      m_ConnectionLimit: limit,
    });
    stage.set({ objects: [...server.objects, point] });
    stage.requests(count, random.int(30_000, 100_000));
    stage.answers.set("trigger", "under-load");
  },
};
