import type { Form } from "./ask";
import type { Situation } from "./situation";

const PROCDUMP: Form = {
  run: "procdump -ma <pid>",
  cost: "stops-process",
  why: "Saves a full dump of the process, with all that the commands above look at.",
};
const COLLECT: Form = {
  run: "dotnet-dump collect -p <pid>",
  cost: "stops-process",
  why: "Saves a full dump of the process. It needs the same user as the process, or root.",
};
const CREATEDUMP: Form = {
  run: "createdump -f /tmp/core.%p <pid>",
  cost: "stops-process",
  why: "For a process that does not answer dotnet-dump: it lies beside libcoreclr.so and needs no runtime that answers.",
};

/** How to get a process dump where there is none yet. */
export function capturesFor({ system, tool }: Situation): readonly Form[] {
  if (system === "linux") return [COLLECT, CREATEDUMP];
  return tool === "dotnet-dump" ? [COLLECT] : [PROCDUMP];
}
