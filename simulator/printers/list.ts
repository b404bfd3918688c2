import { APPCMD } from "./appcmd";
import { CLRSTACK } from "./clrstack";
import { CRITICAL_SECTIONS } from "./critical-sections";
import { DATE } from "./date";
import { FLTMC } from "./fltmc";
import { FOLDER_SIZE } from "./folder-size";
import { HANDLE } from "./handle";
import { KERNEL_THREAD } from "./kernel-thread";
import { MANAGED_THREADS } from "./managed-threads";
import { MODULES } from "./modules";
import { NATIVE_STACK } from "./native-stack";
import { OBJECT } from "./object";
import type { Printer } from "./printer";
import { PROCESS } from "./process";
import { RESOURCES } from "./resources";
import { STACK_OBJECTS } from "./stack-objects";
import { SYNCBLK } from "./syncblk";
import { THREAD_ROWS } from "./thread-rows";
import { THREAD_SWITCH } from "./thread-switch";
import { TIME } from "./time";

/** Every output that a made-up server can print, in every dialect. */
export const PRINTERS: readonly Printer[] = [
  ...SYNCBLK,
  ...CLRSTACK,
  ...NATIVE_STACK,
  ...THREAD_ROWS,
  ...THREAD_SWITCH,
  ...STACK_OBJECTS,
  ...OBJECT,
  ...DATE,
  ...TIME,
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
];
