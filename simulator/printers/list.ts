import { ADDRESS } from "./address";
import { ANALYZE } from "./analyze";
import { APPCMD } from "./appcmd";
import { ASPXPAGES } from "./aspxpages";
import { ASYNC_STACKS } from "./async-stacks";
import { CLRSTACK } from "./clrstack";
import { CONNECTIONS } from "./connections";
import { COUNTERS } from "./counters";
import { CRITICAL_SECTION } from "./critical-section";
import { CRITICAL_SECTIONS } from "./critical-sections";
import { DATE } from "./date";
import { DEVICES } from "./devices";
import { DUMPHEAP } from "./dumpheap";
import { DUMPREQUESTS } from "./dumprequests";
import { DUMPSTACK } from "./dumpstack";
import { EEHEAP } from "./eeheap";
import { EVENT_LOG } from "./event-log";
import { EXCEPTION } from "./exception";
import { FINALIZE_QUEUE } from "./finalizequeue";
import { FLTKD } from "./fltkd";
import { FLTKD_CALLBACK } from "./fltkd-callback";
import { FLTMC } from "./fltmc";
import { FOLDER_SIZE } from "./folder-size";
import { GCROOT } from "./gcroot";
import { GET_COUNTER } from "./get-counter";
import { HANDLE } from "./handle";
import { HTTP_CONTEXT } from "./http-context";
import { HTTP_ERRORS } from "./http-errors";
import { IRP } from "./irp";
import { KERNEL_MEMORY } from "./kernel-memory";
import { KERNEL_STACKS } from "./kernel-stacks";
import { KERNEL_THREAD } from "./kernel-thread";
import { LINUX_CONTROL_GROUP } from "./linux-control-group";
import { LINUX_DF } from "./linux-df";
import { LINUX_DU } from "./linux-du";
import { LINUX_STACKS } from "./linux-stacks";
import { LINUX_TASKS } from "./linux-tasks";
import { LIVE_STACKS } from "./live-stacks";
import { MANAGED_THREADS } from "./managed-threads";
import { MODULES } from "./modules";
import { NATIVE_STACK } from "./native-stack";
import { OBJECT } from "./object";
import { PARALLEL_STACKS } from "./parallel-stacks";
import { PEB } from "./peb";
import type { Printer } from "./printer";
import { PROCESS } from "./process";
import { PROCMON } from "./procmon";
import { RESOURCES } from "./resources";
import { RUNNING } from "./running";
import { RUNTIME_COUNTERS } from "./runtime-counters";
import { SERVICES } from "./services";
import { SHORT_NAMES } from "./short-names";
import { SOSEX } from "./sosex";
import { STACK_OBJECTS } from "./stack-objects";
import { SYNCBLK } from "./syncblk";
import { TARGET } from "./target";
import { TASKS } from "./tasks";
import { THREAD_POOL } from "./thread-pool";
import { THREAD_ROWS } from "./thread-rows";
import { THREAD_SWITCH } from "./thread-switch";
import { THREAD_TIMES } from "./thread-times";
import { TIME } from "./time";
import { UNIQUE_STACKS } from "./unique-stacks";

/** Every output that a made-up server can print, in every dialect. */
export const PRINTERS: readonly Printer[] = [
  ...SYNCBLK,
  ...CLRSTACK,
  ...NATIVE_STACK,
  ...THREAD_ROWS,
  ...THREAD_SWITCH,
  ...STACK_OBJECTS,
  ...DUMPHEAP,
  ...EEHEAP,
  ...FINALIZE_QUEUE,
  ...GCROOT,
  ...DUMPSTACK,
  ...DUMPREQUESTS,
  ...RUNTIME_COUNTERS,
  ...OBJECT,
  ...DATE,
  ...TIME,
  ...TARGET,
  ...THREAD_TIMES,
  ...THREAD_POOL,
  ...EXCEPTION,
  ...PARALLEL_STACKS,
  ...LIVE_STACKS,
  ...ASYNC_STACKS,
  ...SOSEX,
  ...CRITICAL_SECTION,
  ...KERNEL_STACKS,
  ...RUNNING,
  ...KERNEL_MEMORY,
  ...IRP,
  ...DEVICES,
  ...FLTKD,
  ...FLTKD_CALLBACK,
  ...HANDLE,
  ...MANAGED_THREADS,
  ...CRITICAL_SECTIONS,
  ...RESOURCES,
  ...KERNEL_THREAD,
  ...PROCESS,
  ...MODULES,
  ...FLTMC,
  ...FOLDER_SIZE,
  ...APPCMD,
  ...CONNECTIONS,
  ...TASKS,
  ...SERVICES,
  ...HTTP_ERRORS,
  ...SHORT_NAMES,
  ...EVENT_LOG,
  ...ANALYZE,
  ...ASPXPAGES,
  ...HTTP_CONTEXT,
  ...PEB,
  ...ADDRESS,
  ...UNIQUE_STACKS,
  ...PROCMON,
  ...COUNTERS,
  ...GET_COUNTER,
  ...LINUX_TASKS,
  ...LINUX_STACKS,
  ...LINUX_CONTROL_GROUP,
  ...LINUX_DF,
  ...LINUX_DU,
];
