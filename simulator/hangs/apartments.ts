import type { Sites } from "../calls";
import type { Runtime } from "../runtime";

function isNew({ system }: Runtime): boolean {
  return system === "2019";
}

/** A call that another apartment's thread has to carry out, top first. */
export function callsApartment(runtime: Runtime): Sites {
  return isNew(runtime)
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

/** The way by which a thread carries out a call of another apartment, below the component's own code. */
export function carriesOutCall(runtime: Runtime): Sites {
  const com = isNew(runtime) ? "combase" : "ole32";
  return [
    "rpcrt4!Invoke",
    "rpcrt4!NdrStubCall2",
    `${com}!ComInvokeWithLockAndIPID`,
    `${com}!ThreadDispatch`,
    `${com}!ThreadWndProc`,
    "user32!InternalCallWinProc",
    "user32!DispatchMessageWorker",
  ];
}

/** The thread that the system keeps for components nobody else's apartment fits. */
export function hostApartment(runtime: Runtime): Sites {
  const com = isNew(runtime) ? "combase" : "ole32";
  return [`${com}!CDllHost::STAWorkerLoop`, `${com}!CDllHost::WorkerThread`, "START"];
}
