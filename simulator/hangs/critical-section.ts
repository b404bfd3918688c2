import { call } from "../methods";
import type { Hang } from "./hang";
import { section } from "./sections";
import { inRequestAt } from "./stories";

/** Threads of native code each hold the section that another one wants. */
export const criticalSection: Hang = {
  cause: "critical-section",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random } = stage;
    const waits = inRequestAt(
      ["NtWaitForSingleObject", "SECTION", "ntdll!RtlEnterCriticalSection", "Contoso_Native!PriceTable::Find"],
      [call("Contoso.Native.PriceTable.Find", { transition: "inlined-call", isStatic: true })],
    );
    const ring = stage.threads(2, waits);
    const behind = stage.threads(random.int(4, 20), waits);
    const [first, second] = ring;
    if (!first || !second) return;
    section(stage, second, [first, ...behind]);
    section(stage, first, [second]);
    stage.requests(behind.length + 2, random.int(60_000, 900_000));
    stage.answers.set("duration", "never");
  },
};
