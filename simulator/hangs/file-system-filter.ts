import { SWAP } from "../kernel-threads";
import { call } from "../methods";
import { filterOf } from "./filters";
import type { Hang } from "./hang";
import { lock } from "./locks";
import { inRequestAt, waitsForMonitor } from "./stories";

/** The owner of the start-up lock works on files, and a filter driver holds each access up. */
export const fileSystemFilter: Hang = {
  cause: "file-system-filter",
  needs: {},
  put(stage) {
    const { random } = stage;
    const driver = filterOf(stage);
    const owner = stage.thread(
      inRequestAt(
        ["NtQueryDirectoryFile", "BASE!FindNextFileW"],
        [call("System.IO.Directory.InternalGetFileDirectoryNames", { isStatic: true })],
      ),
    );
    stage.serves(owner);
    const waiters = stage.threads(random.int(6, 72), waitsForMonitor());
    lock(
      stage,
      random.pick(["Contoso.Shop.TemplateStore", "System.Object"]),
      { kind: "thread", thread: owner },
      waiters,
    );
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
    stage.requests(waiters.length + 1, random.int(60_000, 600_000));
    stage.requestAge(random.int(60_000, 600_000));
    stage.answers.set("duration", "by-itself");
    stage.answers.set("filter-test", "faster");
  },
};
