import type { Role } from "./calls";
import type { Random } from "./random";
import type { Runtime } from "./runtime";

/** One parameter's type. Primitive types have a short name in 1.1 (`I4`). */
export interface Parameter {
  /** `System.Web.HttpContext`; for a primitive the short CLR name: `Int32`. */
  type: string;
  kind: "primitive" | "class" | "struct";
  byRef: boolean;
}

/** One managed call as all dialects know it. */
export interface Method {
  /** Without signature: `Contoso.Stock.Ledger.Post`. */
  name: string;
  parameters: readonly Parameter[];
  /** What it returns, as 1.1 prints it. */
  returns: string;
  isStatic: boolean;
  /** Kind of transition that the row stands for, and whether it names a method. */
  transition: "inlined-call" | "helper" | "gc" | "context" | "com" | "debugger" | "protected-helper" | null;
  source: string | null;
}

const AREAS = ["Orders", "Stock", "Pricing", "Shop.Basket", "Billing", "Web.Api", "Ledger_2"];
const TYPES = [
  "RateCache",
  "OrderService",
  "Repository`1[[System.__Canon, LIBRARY]]",
  "Index`2[[System.__Canon, LIBRARY],[System.Int32, LIBRARY]]",
  "Journal+<ReadAsync>d__7",
  "Basket+<>c__DisplayClass4_0",
  "JsonMap",
  "SettingsPage",
];
const VERBS = [
  "Load",
  "Reload",
  "Post",
  "Find",
  "get_Item",
  "Page_Load",
  ".ctor",
  ".cctor",
  "<Refresh>b__1",
  "MoveNext",
];

const PARAMETERS: readonly Parameter[] = [
  { type: "System.Web.HttpContext", kind: "class", byRef: false },
  { type: "System.String", kind: "class", byRef: false },
  { type: "Int32", kind: "primitive", byRef: false },
  { type: "Boolean", kind: "primitive", byRef: false },
  { type: "Boolean", kind: "primitive", byRef: true },
  { type: "System.DateTime", kind: "struct", byRef: false },
  { type: "System.Collections.Generic.List`1<System.String>", kind: "class", byRef: false },
  { type: "System.Byte[]", kind: "class", byRef: false },
  { type: "System.Object", kind: "class", byRef: true },
  { type: "IntPtr", kind: "primitive", byRef: false },
];

export function call(name: string, more: Partial<Method> = {}): Method {
  return { name, parameters: [], returns: "Void", isStatic: false, transition: null, source: null, ...more };
}

function userMethod(random: Random, { version, baseLibrary }: Runtime): Method {
  const old = version === "1.1";
  const types = old ? TYPES.filter((type) => /^\w+$/.test(type)) : TYPES;
  const verbs = old ? VERBS.filter((verb) => /^[\w.]+$/.test(verb)) : VERBS;
  const known = old ? PARAMETERS.filter(({ type }) => !type.includes("`")) : PARAMETERS;
  const type = random.pick(types).replaceAll("LIBRARY", baseLibrary);
  return call(`Contoso.${random.pick(AREAS)}.${type}.${random.pick(verbs)}`, {
    parameters: random.times(random.int(0, 3), () => random.pick(known)),
    isStatic: random.chance(0.3),
    returns: random.pick(["Void", "Boolean", "I4", "Class System.Object", "String"]),
    source: random.chance(0.3)
      ? `${random.pick(["C:\\src\\shop\\Pages\\Start.cs", "/src/Api/Program.cs"])} @ ${random.int(9, 999)}`
      : null,
  });
}

const OBJECT: Parameter = { type: "System.Object", kind: "class", byRef: false };
const INT: Parameter = { type: "Int32", kind: "primitive", byRef: false };

const REQUEST_TAIL: readonly Method[] = [
  call("System.Web.HttpRuntime.ProcessRequestInternal", {
    parameters: [{ type: "System.Web.HttpWorkerRequest", kind: "class", byRef: false }],
  }),
  call("System.Web.Hosting.ISAPIRuntime.ProcessRequest", { parameters: [INT, INT], returns: "I4" }),
  call("", { transition: "context" }),
  call("", { transition: "com" }),
];

const CORE_TAIL: readonly Method[] = [
  call("System.Threading.ThreadPoolWorkQueue.Dispatch", { isStatic: true, returns: "Boolean" }),
  call("System.Threading.PortableThreadPool+WorkerThread.WorkerThreadStart", { isStatic: true }),
  call("", { transition: "debugger" }),
];

/** A program's first thread, from where it waits for the host to end. */
const HOST_WAITS: readonly Method[] = [
  call("System.Threading.Monitor.Wait", { transition: "protected-helper", parameters: [OBJECT, INT], isStatic: true }),
  call("System.Threading.ManualResetEventSlim.Wait", { parameters: [INT] }),
  call("System.Threading.Tasks.Task.SpinThenBlockingWait", { parameters: [INT] }),
  call("System.Threading.Tasks.Task.InternalWaitCore", { parameters: [INT] }),
  call("System.Runtime.CompilerServices.TaskAwaiter.HandleNonSuccessAndDebuggerNotification", { isStatic: true }),
  call("Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions.Run", { isStatic: true }),
  call("Contoso.Shop.Program.Main", { isStatic: true }),
];

/** A worker of the pool that has nothing to do. */
const WORKER_WAITS: readonly Method[] = [
  call("System.Threading.LowLevelLifoSemaphore.WaitForSignal", { transition: "helper", parameters: [INT] }),
  call("System.Threading.LowLevelLifoSemaphore.Wait", { parameters: [INT, { ...INT, type: "Boolean" }] }),
  call("System.Threading.PortableThreadPool+WorkerThread.WorkerThreadStart", { isStatic: true }),
];

/** What stands on top of the user's own methods. */
function topOf(role: Role, { version }: Runtime): Method[] | null {
  const old = version === "1.1";
  switch (role) {
    case "waits-for-lock":
      return [
        call("", { transition: "gc" }),
        old
          ? call("", { transition: "helper" })
          : call("System.Threading.Monitor.Enter", {
              transition: "protected-helper",
              parameters: [OBJECT],
              isStatic: true,
            }),
      ];
    case "waits-for-rw-lock":
      return [
        call("System.Threading.WaitHandle.WaitOneNative", {
          transition: "protected-helper",
          parameters: [OBJECT, INT],
          isStatic: true,
          returns: "I4",
        }),
        call("System.Threading.WaitHandle.WaitOne", { parameters: [INT], returns: "Boolean" }),
        call("System.Threading.ReaderWriterLockSlim.WaitOnEvent", { parameters: [OBJECT, INT], returns: "Boolean" }),
      ];
    case "waits-for-section":
      return [
        call("Contoso.Native.PriceTable.Find", { transition: "inlined-call", isStatic: true, parameters: [INT] }),
        call("Contoso.Native.PriceTable.Get", { parameters: [INT], returns: "I4" }),
      ];
    case "lists-directory":
      return [
        call(old ? "System.Web.UnsafeNativeMethods.FindNextFile" : "Microsoft.Win32.Win32Native.FindNextFile", {
          transition: "inlined-call",
          isStatic: true,
          returns: "Boolean",
          parameters: [
            { type: "IntPtr", kind: "primitive", byRef: false },
            { type: "WIN32_FIND_DATA", kind: "struct", byRef: true },
          ],
        }),
      ];
    case "reads-from-database":
      return [
        call("SNINativeMethodWrapper.SNIReadSyncOverAsync", {
          transition: "inlined-call",
          isStatic: true,
          parameters: [INT],
        }),
        call("System.Data.SqlClient.SqlCommand.ExecuteReader", { parameters: [INT] }),
      ];
    case "calls-web-service":
      return [
        call("System.Net.UnsafeNclNativeMethods+OSSOCK.recv", {
          transition: "inlined-call",
          isStatic: true,
          returns: "I4",
        }),
        call("System.Net.HttpWebRequest.GetResponse", { returns: "Class System.Net.WebResponse" }),
      ];
    case "computes":
      return [];
    case "finalizer":
      return old || version === "2.0" ? null : [call("", { transition: "debugger" })];
    case "main":
      return version === "core" ? [...HOST_WAITS] : null;
    case "idle-worker":
      return version === "core" ? [...WORKER_WAITS] : null;
    default:
      return null;
  }
}

/** Roles whose calls come out of no request. */
const STANDS_ALONE: readonly Role[] = ["finalizer", "main", "idle-worker"];

/** The managed calls of a thread, top first; null when it runs no managed code. */
export function methodsOf(role: Role, runtime: Runtime, random: Random): Method[] | null {
  const top = topOf(role, runtime);
  if (!top || STANDS_ALONE.includes(role)) return top;
  return inRequest(top, runtime, random);
}

/** The calls as a request makes them: out of the application's own methods, which the runtime called. */
export function inRequest(top: readonly Method[], runtime: Runtime, random: Random): Method[] {
  const own = random.times(random.int(1, 5), () => userMethod(random, runtime));
  return [...top, ...own, ...(runtime.version === "core" ? CORE_TAIL : REQUEST_TAIL)];
}
