import { SWAP } from "../kernel-threads";
import { behindOwner, LISTS_FOLDER } from "./behind-owner";
import { filterOf } from "./filters";
import type { Hang } from "./hang";

/** The owner of the start-up lock works on files, and a filter driver holds each access up. */
export const fileSystemFilter: Hang = {
  cause: "file-system-filter",
  needs: {},
  put(stage) {
    const { random } = stage;
    const driver = filterOf(stage);
    const owner = behindOwner(stage, {
      owner: LISTS_FOLDER,
      on: random.pick(["Contoso.Shop.TemplateStore", "System.Object"]),
      waiters: [6, 72],
      age: [60_000, 600_000],
    });
    stage.inKernel(owner, {
      reason: "Executive",
      type: "NotificationEvent",
      irps: 1,
      sites: [
        ...SWAP,
        `${driver}+`,
        "nt!IofCallDriver",
        "fltmgr!FltpDispatch",
        "nt!IofCallDriver",
        "nt!IopSynchronousServiceTail",
        "nt!NtQueryDirectoryFile",
        "ENTRY",
      ],
    });
    stage.answers.set("duration", "by-itself");
    stage.answers.set("filter-test", "faster");
  },
};
