import { appDomainRecycling } from "./app-domain-recycling";
import type { CauseDefinition } from "./cause";
import { externalCall } from "./external-call";
import { fileSystemFilter } from "./file-system-filter";
import { kernelResource } from "./kernel-resource";
import { monitorDeadlock } from "./monitor-deadlock";
import { notHung } from "./not-hung";
import { oversizedTempFolder } from "./oversized-temp-folder";
import { pageFaultReentrancy } from "./page-fault-reentrancy";
import { slowStorage } from "./slow-storage";

/** Every cause that can be named so far, in catalogue order. */
export const CAUSES: readonly CauseDefinition[] = [
  fileSystemFilter,
  oversizedTempFolder,
  appDomainRecycling,
  monitorDeadlock,
  externalCall,
  kernelResource,
  pageFaultReentrancy,
  slowStorage,
  notHung,
];

/** The definition of a cause, if it can be named so far. */
export function causeById(id: string): CauseDefinition | null {
  return CAUSES.find((cause) => cause.id === id) ?? null;
}
