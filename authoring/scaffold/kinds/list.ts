import type { Kind } from "../kind";
import { cause } from "./cause";
import { command } from "./command";
import { drill } from "./drill";
import { finding } from "./finding";
import { playbook } from "./playbook";
import { step } from "./step";

/** Everything that can be added, by what it is called on the command line. */
export const KINDS: Readonly<Record<string, Kind>> = { command, finding, cause, step, playbook, drill };
