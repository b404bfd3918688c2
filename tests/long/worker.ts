import { perform } from "./perform";
import type { Task } from "./tasks";

process.on("message", (task: Task) => process.send?.(perform(task)));
