import { appDomainRecycling } from "./app-domain-recycling";
import { asyncContextDeadlock } from "./async-context-deadlock";
import { blockedFinalizer } from "./blocked-finalizer";
import { connectionPoolExhausted } from "./connection-pool-exhausted";
import { criticalSection } from "./critical-section";
import { debuggerAttached } from "./debugger-attached";
import { externalCall } from "./external-call";
import { fileSystemFilter } from "./file-system-filter";
import { foreignProcessOnPath } from "./foreign-process-on-path";
import { gcSuspension } from "./gc-suspension";
import type { Hang } from "./hang";
import { kernelResource } from "./kernel-resource";
import { loaderLock } from "./loader-lock";
import { lockConvoy } from "./lock-convoy";
import { lowMemory } from "./low-memory";
import { monitorDeadlock } from "./monitor-deadlock";
import { notHung } from "./not-hung";
import { orphanedLock } from "./orphaned-lock";
import { outgoingConnectionLimit } from "./outgoing-connection-limit";
import { oversizedTempFolder } from "./oversized-temp-folder";
import { ownerlessPrimitive } from "./ownerless-primitive";
import { pageFaultReentrancy } from "./page-fault-reentrancy";
import { requestQueueLimit } from "./request-queue-limit";
import { sessionStateLock } from "./session-state-lock";
import { slowStorage } from "./slow-storage";
import { staComCall } from "./sta-com-call";
import { startingOrRecycling } from "./starting-or-recycling";
import { threadPoolStarvation } from "./thread-pool-starvation";

/** How servers come to hang, in the catalogue's order. */
export const HANGS: readonly Hang[] = [
  fileSystemFilter,
  oversizedTempFolder,
  appDomainRecycling,
  monitorDeadlock,
  lockConvoy,
  orphanedLock,
  externalCall,
  connectionPoolExhausted,
  outgoingConnectionLimit,
  threadPoolStarvation,
  asyncContextDeadlock,
  sessionStateLock,
  gcSuspension,
  blockedFinalizer,
  staComCall,
  criticalSection,
  loaderLock,
  kernelResource,
  pageFaultReentrancy,
  foreignProcessOnPath,
  lowMemory,
  slowStorage,
  requestQueueLimit,
  notHung,
  startingOrRecycling,
  debuggerAttached,
  ownerlessPrimitive,
];
