import { call } from "../methods";
import { filterOf } from "./filters";
import type { Hang } from "./hang";
import { entersItself } from "./kernel-paths";
import { lock } from "./locks";
import { inRequestAt, waitsForMonitor } from "./stories";

/** A filter driver faults on memory whose page comes through the same filter, and waits for itself. */
export const pageFaultReentrancy: Hang = {
  cause: "page-fault-reentrancy",
  needs: { systems: ["2003", "2008-r2", "2019"] },
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
    const waiters = stage.threads(random.int(6, 40), waitsForMonitor());
    lock(stage, "Contoso.Shop.TemplateStore", { kind: "thread", thread: owner }, waiters);
    stage.inKernel(owner, entersItself(driver), { ticks: random.int(20_000, 400_000) });
    stage.requests(waiters.length + 1, random.int(300_000, 3_000_000));
    stage.requestAge(random.int(300_000, 3_000_000));
    stage.answers.set("duration", "never");
  },
};
