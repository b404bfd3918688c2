import { ENTER, MANAGED_TAIL, MANY, ONE, RUNTIME_THREAD, type Sites } from "../calls";
import { call, type Method, type Parameter } from "../methods";
import type { Runtime } from "../runtime";
import type { Story } from "./stage";

export const OBJECT: Parameter = { type: "System.Object", kind: "class", byRef: false };
export const INT: Parameter = { type: "Int32", kind: "primitive", byRef: false };
export const BOOL: Parameter = { type: "Boolean", kind: "primitive", byRef: false };

/** A wait that the runtime does for managed code. */
export const RUNTIME_WAIT: Sites = [...MANY, "CLR!Thread::DoAppropriateWaitWorker", "CLR!Thread::DoAppropriateWait"];

const COMPILED: Sites = [...MANAGED_TAIL, ...RUNTIME_THREAD];

/** A request that stands in these calls, top first: native ones above compiled code, managed ones above the application's. */
export function inRequestAt(native: Sites, managed: readonly Method[]): Story {
  return { native: [...native, ...COMPILED], managed, request: true };
}

/** A thread that no managed code runs on. */
export function nativeOnly(native: Sites): Story {
  return { native, managed: null, request: false };
}

/** Managed calls by their names, top first; the topmost is made by the runtime itself. */
export function methods(...names: readonly string[]): Method[] {
  return names.map((name, at) => call(name, at === 0 ? { transition: "protected-helper" } : {}));
}

/** Waits to enter a monitor; `by`: the calls that want it, top first. */
export function waitsForMonitor(by: readonly Method[] = []): Story {
  const enter = call("System.Threading.Monitor.Enter", {
    transition: "protected-helper",
    parameters: [OBJECT],
    isStatic: true,
  });
  return inRequestAt([...RUNTIME_WAIT, ...ENTER, "MONITOR"], [enter, ...by]);
}

/** Waits for the answer of a database. */
export function readsFromDatabase(): Story {
  return inRequestAt(
    [...ONE, "SNI!SNIReadSyncOverAsync"],
    [
      call("SNINativeMethodWrapper.SNIReadSyncOverAsync", {
        transition: "inlined-call",
        isStatic: true,
        parameters: [INT],
      }),
      call("System.Data.SqlClient.TdsParserStateObject.ReadSniSyncOverAsync"),
      call("System.Data.SqlClient.SqlCommand.ExecuteReader", { parameters: [INT] }),
    ],
  );
}

/** .NET 1.1 has neither generics nor tasks. */
export const WITH_TASKS = { versions: ["4.x", "core"] } as const;

export function isOld({ version }: Runtime): boolean {
  return version === "1.1";
}
