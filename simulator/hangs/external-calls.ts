import { ONE, type Sites } from "../calls";
import { call } from "../methods";
import type { Runtime } from "../runtime";
import type { Story } from "./stage";
import { inRequestAt, readsFromDatabase } from "./stories";

const NATIVE_CALL = { transition: "inlined-call", isStatic: true } as const;

/** A wait outside the process: native frames, the call that leaves managed code, and what made it, top first. */
function waits(native: Sites, leaves: string, ...made: readonly string[]): Story {
  return inRequestAt([...ONE, ...native], [call(leaves, NATIVE_CALL), ...made.map((name) => call(name))]);
}

const SOCKET: Sites = ["mswsock!SockWaitForSingleObject", "mswsock!WSPRecv", "ws2_32!WSARecv"];

function readsReply({ version }: Runtime): Story {
  return version === "core"
    ? waits(
        SOCKET,
        "Interop+Winsock.recv",
        "System.Net.Sockets.Socket.Receive",
        "System.Net.Sockets.NetworkStream.Read",
        "System.Net.Http.HttpConnection.Fill",
        "System.Net.Http.HttpClient.Send",
      )
    : waits(
        SOCKET,
        "System.Net.UnsafeNclNativeMethods+OSSOCK.recv",
        "System.Net.Sockets.Socket.Receive",
        "System.Net.Sockets.NetworkStream.Read",
      );
}

const asksTheDirectory = (): Story =>
  waits(
    ["wldap32!LdapWaitForResponseFromServer", "wldap32!ldap_result"],
    "System.DirectoryServices.DirectoryEntry.Bind",
    "System.DirectoryServices.DirectorySearcher.FindOne",
  );

const asksForAName = (): Story =>
  waits(["dnsapi!Query_Wait", "ws2_32!getaddrinfo"], "System.Net.Dns.GetAddrInfo", "System.Net.Dns.GetHostEntry");

const receivesAMessage = (): Story =>
  waits(
    ["mqrt!MQReceiveMessage"],
    "System.Messaging.Interop.UnsafeNativeMethods.IntMQReceiveMessage",
    "System.Messaging.MessageQueue.ReceiveCurrent",
    "System.Messaging.MessageQueue.Receive",
  );

const readsAPipe = (): Story =>
  waits(
    ["BASE!GetOverlappedResult"],
    "System.IO.Pipes.PipeStream.ReadFileNative",
    "System.IO.Pipes.PipeStream.ReadCore",
    "System.IO.Pipes.NamedPipeClientStream.Read",
  );

const waitsForAProgram = (): Story =>
  waits(
    ["CLR!WaitHandleNative::CorWaitOneNative"],
    "System.Threading.WaitHandle.WaitOneNative",
    "System.Diagnostics.Process.WaitForExit",
  );

/** What a thread may wait for outside of the process, on servers that can have it. */
export function externalWaits(runtime: Runtime): readonly Story[] {
  const { version, system } = runtime;
  const everywhere = [readsFromDatabase(), readsReply(runtime), asksForAName(), waitsForAProgram()];
  const windows = system === "linux" ? [] : [asksTheDirectory()];
  const framework = version === "core" ? [] : [receivesAMessage()];
  return [...everywhere, ...windows, ...framework, ...(version === "1.1" || version === "2.0" ? [] : [readsAPipe()])];
}
