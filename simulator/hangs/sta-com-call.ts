import { ONE, type Sites } from "../calls";
import { call, type Method } from "../methods";
import { callsApartment, carriesOutCall, hostApartment } from "./apartments";
import type { Hang } from "./hang";
import type { Stage, Story } from "./stage";
import { inRequestAt, nativeOnly } from "./stories";

/** What the component does while everybody waits. */
const WORK: readonly Sites[] = [
  ["NtDelayExecution", "BASE!SleepEx", "AcmePrices!CQuote::Wait"],
  [...ONE, "AcmePrices!CQuote::ReadFeed", "AcmePrices!CQuote::Load"],
  ["msvbvm60!VarAdd", "AcmePrices!CQuote::Load"],
];

const component: Method = call("Contoso.Interop.QuoteClass.Load", { transition: "com" });

export function callsComponent({ runtime }: Stage): Story {
  return inRequestAt(callsApartment(runtime), [component]);
}

/** One thread, that the system keeps for such components, carries all calls out; `work`: what it is at, top first. */
export function systemsHost(stage: Stage, work: Sites = stage.random.pick(WORK)): void {
  const { runtime } = stage;
  stage.thread(nativeOnly([...work, ...carriesOutCall(runtime), ...hostApartment(runtime)]));
}

/** A thread of the application has made the component, and is busy with it. */
function ownApartment(stage: Stage): void {
  const only = stage.thread(inRequestAt(stage.random.pick(WORK), [component]));
  if (only.runtime) stage.change(only, { runtime: { ...only.runtime, apartment: "STA", kind: null } });
}

/** Pages with AspCompat run on apartments of their own, and meet in a component that belongs to one of them. */
function aspCompat(stage: Stage): void {
  const { random, runtime } = stage;
  const pages = stage.threads(random.int(6, 16), callsComponent(stage));
  const busy = stage.thread(inRequestAt([...random.pick(WORK), ...carriesOutCall(runtime)], [component]));
  for (const page of [...pages, busy]) {
    if (page.runtime) stage.change(page, { runtime: { ...page.runtime, apartment: "STA", kind: null } });
  }
}

/** Every request calls a component that one thread alone may run. */
export const staComCall: Hang = {
  cause: "sta-com-call",
  needs: { versions: ["1.1", "2.0", "4.x"], systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random } = stage;
    const put = random.pick([systemsHost, ownApartment, aspCompat]);
    put(stage);
    const count = put === aspCompat ? 0 : random.int(6, 30);
    stage.threads(count, callsComponent(stage));
    stage.requests(Math.max(count, 6), random.int(30_000, 300_000));
    stage.answers.set("trigger", "under-load");
  },
};
