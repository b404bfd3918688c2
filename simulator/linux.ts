import { type LinuxTasks, makeLinuxTasks } from "./linux-tasks";
import type { Random } from "./random";

/** What of a server there is when it runs Linux. */
export interface Linux extends LinuxTasks {}

export function makeLinux(random: Random): Linux {
  return { ...makeLinuxTasks(random.fork("tasks")) };
}
