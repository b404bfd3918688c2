import { call } from "../methods";
import { callsApartment } from "./apartments";
import type { Hang } from "./hang";
import { inRequestAt } from "./stories";

/** Every request calls a component that one thread alone may run. */
export const staComCall: Hang = {
  cause: "sta-com-call",
  needs: { versions: ["1.1", "2.0", "4.x"], systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random, runtime } = stage;
    const only = stage.thread(
      inRequestAt(
        ["NtDelayExecution", "BASE!SleepEx", "AcmePrices!CQuote::Wait"],
        [call("Contoso.Interop.QuoteClass.Load", { transition: "com" })],
      ),
    );
    if (only.runtime) stage.change(only, { runtime: { ...only.runtime, apartment: "STA", kind: null } });
    const count = random.int(6, 30);
    stage.threads(
      count,
      inRequestAt(callsApartment(runtime), [call("Contoso.Interop.QuoteClass.Load", { transition: "com" })]),
    );
    stage.requests(count, random.int(30_000, 300_000));
    stage.answers.set("trigger", "under-load");
  },
};
