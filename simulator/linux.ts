import { type LinuxControlGroup, makeLinuxControlGroup } from "./linux-control-group";
import { type LinuxDisks, makeLinuxDisks } from "./linux-disks";
import { type LinuxStack, makeLinuxStacks } from "./linux-stacks";
import { type LinuxTasks, makeLinuxTasks } from "./linux-tasks";
import type { Random } from "./random";

/** What of a server there is when it runs Linux. */
export interface Linux extends LinuxTasks {
  stacks: readonly LinuxStack[];
  controlGroup: LinuxControlGroup;
  disks: LinuxDisks;
}

export function makeLinux(random: Random): Linux {
  const tasks = makeLinuxTasks(random.fork("tasks"));
  return {
    ...tasks,
    stacks: makeLinuxStacks(tasks.threads, random.fork("stacks")),
    controlGroup: makeLinuxControlGroup(random.fork("control group")),
    disks: makeLinuxDisks(random.fork("disks")),
  };
}
