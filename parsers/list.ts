import { appcmdRequests } from "./appcmd-requests";
import { appcmdWp } from "./appcmd-wp";
import { counters } from "./counters";
import { dir } from "./dir";
import { dotnetCounters } from "./dotnet-counters";
import { dotnetStack } from "./dotnet-stack";
import { du } from "./du";
import { eventLog } from "./event-log";
import { fltkdCbd } from "./fltkd-cbd";
import { fltkdFilters } from "./fltkd-filters";
import { fltkdInstances } from "./fltkd-instances";
import { fltkdPortlist } from "./fltkd-portlist";
import { fltkdVolumes } from "./fltkd-volumes";
import { fltmc } from "./fltmc";
import { fltmcInstances } from "./fltmc-instances";
import { fsutil8dot3name } from "./fsutil-8dot3name";
import { httperr } from "./httperr";
import { kdDevobj } from "./kd-devobj";
import { kdDevstack } from "./kd-devstack";
import { kdDrvobj } from "./kd-drvobj";
import { kdFileobj } from "./kd-fileobj";
import { kdIrp } from "./kd-irp";
import { kdLocks } from "./kd-locks";
import { kdProcess } from "./kd-process";
import { kdRunning } from "./kd-running";
import { kdStacks } from "./kd-stacks";
import { kdThread } from "./kd-thread";
import { kdVm } from "./kd-vm";
import { linuxCgroup } from "./linux-cgroup";
import { linuxDf } from "./linux-df";
import { linuxDu } from "./linux-du";
import { linuxKernelStack } from "./linux-kernel-stack";
import { linuxPs } from "./linux-ps";
import { measureObject } from "./measure-object";
import { mexUs } from "./mex-us";
import { netextWhttp } from "./netext-whttp";
import { netstat } from "./netstat";
import { ntsdextsLocks } from "./ntsdexts-locks";
import type { Parser } from "./parser";
import { procmon } from "./procmon";
import { pstacks } from "./pstacks";
import { robocopy } from "./robocopy";
import { scQuery } from "./sc-query";
import { sosAspxpages } from "./sos-aspxpages";
import { sosClrstack } from "./sos-clrstack";
import { sosDate } from "./sos-date";
import { sosDumpasync } from "./sos-dumpasync";
import { sosDumpheap } from "./sos-dumpheap";
import { sosDumpobj } from "./sos-dumpobj";
import { sosDumprequests } from "./sos-dumprequests";
import { sosDumpstack } from "./sos-dumpstack";
import { sosDumpstackobjects } from "./sos-dumpstackobjects";
import { sosEeheap } from "./sos-eeheap";
import { sosFinalizequeue } from "./sos-finalizequeue";
import { sosGcroot } from "./sos-gcroot";
import { sosPe } from "./sos-pe";
import { sosSyncblk } from "./sos-syncblk";
import { sosThreadpool } from "./sos-threadpool";
import { sosThreads } from "./sos-threads";
import { sosexDlk } from "./sosex-dlk";
import { sosexLocks } from "./sosex-locks";
import { sosexRwlock } from "./sosex-rwlock";
import { tasklist } from "./tasklist";
import { windbgAddress } from "./windbg-address";
import { windbgAnalyze } from "./windbg-analyze";
import { windbgCs } from "./windbg-cs";
import { windbgHandle } from "./windbg-handle";
import { windbgModules } from "./windbg-modules";
import { windbgPeb } from "./windbg-peb";
import { windbgRunaway } from "./windbg-runaway";
import { windbgStack } from "./windbg-stack";
import { windbgTarget } from "./windbg-target";
import { windbgThreadSwitch } from "./windbg-thread-switch";
import { windbgThreads } from "./windbg-threads";
import { windbgTime } from "./windbg-time";

/** Every output that can be read. Order is precedence: where two recognise a line, the first has it. */
export const PARSERS: readonly Parser[] = [
  sosSyncblk,
  sosexDlk,
  sosexLocks,
  sosexRwlock,
  sosDumpstackobjects,
  sosThreads,
  sosThreadpool,
  sosPe,
  sosDumpobj,
  sosDate,
  windbgTime,
  windbgRunaway,
  netextWhttp,
  sosAspxpages,
  windbgPeb,
  windbgAddress,
  mexUs,
  windbgAnalyze,
  windbgTarget,
  windbgHandle,
  sosDumpasync,
  sosFinalizequeue,
  sosDumpheap,
  sosEeheap,
  sosDumprequests,
  sosGcroot,
  pstacks,
  dotnetStack,
  dotnetCounters,
  sosDumpstack,
  sosClrstack,
  windbgCs,
  kdLocks,
  ntsdextsLocks,
  kdProcess,
  kdThread,
  kdStacks,
  kdIrp,
  kdDevstack,
  kdDevobj,
  kdDrvobj,
  kdFileobj,
  kdVm,
  kdRunning,
  fltkdPortlist,
  fltkdFilters,
  fltkdVolumes,
  fltkdInstances,
  fltkdCbd,
  windbgModules,
  windbgThreads,
  windbgThreadSwitch,
  windbgStack,
  fltmc,
  fltmcInstances,
  measureObject,
  dir,
  robocopy,
  du,
  appcmdRequests,
  appcmdWp,
  netstat,
  tasklist,
  scQuery,
  httperr,
  fsutil8dot3name,
  eventLog,
  procmon,
  counters,
  linuxPs,
  linuxKernelStack,
  linuxCgroup,
  linuxDf,
  linuxDu,
];
