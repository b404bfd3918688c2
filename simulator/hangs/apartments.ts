import type { Sites } from "../calls";
import type { Runtime } from "../runtime";

/** A call that another apartment's thread has to carry out, top first. */
export function callsApartment({ system }: Runtime): Sites {
  return system === "2019"
    ? [
        "win32u!NtUserMsgWaitForMultipleObjectsEx",
        "combase!CCliModalLoop::BlockFn",
        "combase!ModalLoop",
        "combase!CSyncClientCall::SwitchAptAndDispatchCall",
        "combase!GetToSTA",
      ]
    : [
        "ntdll!KiFastSystemCallRet",
        "ole32!ModalLoop",
        "ole32!CRpcChannelBuffer::SwitchAptAndDispatchCall",
        "ole32!GetToSTA",
      ];
}
