import { behindOwner, LISTS_FOLDER } from "./behind-owner";
import { filterOf } from "./filters";
import type { Hang } from "./hang";
import { entersItself } from "./kernel-paths";

/** A filter driver faults on memory whose page comes through the same filter, and waits for itself. */
export const pageFaultReentrancy: Hang = {
  cause: "page-fault-reentrancy",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random } = stage;
    const driver = filterOf(stage);
    const owner = behindOwner(stage, {
      owner: LISTS_FOLDER,
      on: "Contoso.Shop.TemplateStore",
      waiters: [6, 40],
      age: [300_000, 3_000_000],
    });
    stage.inKernel(owner, entersItself(driver), { ticks: random.int(20_000, 400_000) });
    stage.answers.set("duration", "never");
  },
};
