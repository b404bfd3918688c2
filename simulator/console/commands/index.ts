import type { Command } from "../command";
import { COUNTER_COMMANDS } from "./counters";
import { DATABASE_COMMANDS } from "./database";
import { DEBUGGER_COMMANDS } from "./debugger";
import { EXTENSION_COMMANDS } from "./extensions";
import { FILE_COMMANDS } from "./files";
import { FILTER_COMMANDS } from "./filter-manager";
import { KERNEL_COMMANDS } from "./kernel";
import { PROCESS_COMMANDS } from "./process";
import { SOS_HEAP } from "./sos-heap";
import { SOS_STACKS } from "./sos-stacks";
import { UNIX_COMMANDS } from "./unix";
import { DUMP_COMMANDS, LIVE_COMMANDS, WINDOWS_COMMANDS } from "./windows";

/** Every command that some console knows; the first that fits a line answers it. */
export const COMMANDS: readonly Command[] = [
  ...PROCESS_COMMANDS,
  ...SOS_STACKS,
  ...SOS_HEAP,
  ...DEBUGGER_COMMANDS,
  ...EXTENSION_COMMANDS,
  ...KERNEL_COMMANDS,
  ...FILTER_COMMANDS,
  ...FILE_COMMANDS,
  ...WINDOWS_COMMANDS,
  ...COUNTER_COMMANDS,
  ...DATABASE_COMMANDS,
  ...LIVE_COMMANDS,
  ...DUMP_COMMANDS,
  ...UNIX_COMMANDS,
];
