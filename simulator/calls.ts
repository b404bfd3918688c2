import type { Runtime } from "./runtime";

/** What a thread does; decides both of its stacks. */
export type Role =
  | "main"
  | "pump"
  | "debugger-helper"
  | "finalizer"
  | "collector"
  | "timer"
  | "completion-port"
  | "idle-worker"
  | "waits-for-lock"
  | "waits-for-rw-lock"
  | "waits-for-section"
  | "lists-directory"
  | "reads-from-database"
  | "calls-web-service"
  | "computes";

/** Call sites as `module!symbol`, top of stack first; `JIT` stands for compiled managed code, `CLR` for the runtime. */
export type Sites = readonly string[];

const SLEEP: Sites = ["NtDelayExecution", "BASE!SleepEx"];
export const ONE: Sites = ["NtWaitForSingleObject", "BASE!WaitForSingleObjectEx"];
export const MANY: Sites = ["NtWaitForMultipleObjects", "BASE!WaitForMultipleObjectsEx"];
const PORT: Sites = ["NtRemoveIoCompletion", "kernel32!GetQueuedCompletionStatus"];
export const RUNTIME_THREAD: Sites = ["CLR!Thread::intermediateThreadProc", "START"];

export const ENTER: Sites = ["CLR!AwareLock::EnterEpilog", "CLR!AwareLock::Enter"];
export const MANAGED_TAIL: Sites = [
  "JIT",
  "JIT",
  "CLR!CallDescrWorker",
  "CLR!CallDescrWorkerWithHandler",
  "CLR!MethodDescCallSite::CallWithValueTypes",
  "CLR!ManagedThreadBase_DispatchInner",
];

const CALLS: Readonly<Record<Role, Sites>> = {
  main: [...ONE, "w3wp!WP_CONTEXT::RunMainThreadLoop", "w3wp!wmain", "w3wp!wmainCRTStartup", "START"],
  pump: [...PORT, "w3tp!THREAD_POOL_DATA::ThreadPoolThread", "w3tp!THREAD_MANAGER::ThreadManagerThread", "START"],
  "debugger-helper": [...MANY, "CLR!DebuggerRCThread::MainLoop", "CLR!DebuggerRCThread::ThreadProc", "START"],
  finalizer: [
    ...MANY,
    "CLR!WKS::WaitForFinalizerEvent",
    "CLR!SVR::GCHeap::FinalizerThreadWorker",
    "CLR!ManagedThreadBase::FinalizerBase",
    ...RUNTIME_THREAD,
  ],
  collector: [
    ...ONE,
    "CLR!CLREvent::WaitEx",
    "CLR!SVR::gc_heap::gc_thread_function",
    "CLR!SVR::gc_heap::gc_thread_stub",
    "START",
  ],
  timer: [...SLEEP, "CLR!ThreadpoolMgr::TimerThreadFire", "CLR!ThreadpoolMgr::TimerThreadStart", "START"],
  "completion-port": [...PORT, "CLR!ThreadpoolMgr::CompletionPortThreadStart", ...RUNTIME_THREAD],
  "idle-worker": [...ONE, "CLR!ThreadpoolMgr::SafeWait", "CLR!ThreadpoolMgr::WorkerThreadStart", ...RUNTIME_THREAD],
  "waits-for-lock": [
    ...MANY,
    "CLR!Thread::DoAppropriateWaitWorker",
    "CLR!Thread::DoAppropriateWait",
    ...ENTER,
    "MONITOR",
    ...MANAGED_TAIL,
    ...RUNTIME_THREAD,
  ],
  "waits-for-rw-lock": [
    ...MANY,
    "CLR!Thread::DoAppropriateWaitWorker",
    "CLR!Thread::DoAppropriateWait",
    "CLR!WaitHandleNative::CorWaitOneNative",
    ...MANAGED_TAIL,
    ...RUNTIME_THREAD,
  ],
  "waits-for-section": [
    "NtWaitForSingleObject",
    "SECTION",
    "ntdll!RtlEnterCriticalSection",
    "Contoso_Native!PriceTable::Find",
    ...MANAGED_TAIL,
    ...RUNTIME_THREAD,
  ],
  "lists-directory": ["NtQueryDirectoryFile", "BASE!FindNextFileW", ...MANAGED_TAIL, ...RUNTIME_THREAD],
  "reads-from-database": [...ONE, "SNI!SNIReadSyncOverAsync", ...MANAGED_TAIL, ...RUNTIME_THREAD],
  "calls-web-service": [
    ...ONE,
    "mswsock!SockWaitForSingleObject",
    "mswsock!WSPRecv",
    "ws2_32!WSARecv",
    ...MANAGED_TAIL,
    ...RUNTIME_THREAD,
  ],
  computes: [
    "CLR!JIT_GenericHandleMethod",
    "system_web_ni+",
    "msvcrt!std::map<int,char const *,std::less<int> >::operator[]",
    "JIT",
    "CLR!MethodTable::`scalar deleting destructor'",
    ...MANAGED_TAIL,
    ...RUNTIME_THREAD,
  ],
};

function systemCall(name: string, { bits, system }: Runtime): Sites {
  if (system === "2003" && bits === 32) return ["ntdll!KiFastSystemCallRet", `ntdll!${name}`];
  return [system === "2008-r2" ? `ntdll!${name.replace(/^Nt/, "Zw")}` : `ntdll!${name}`];
}

function monitorHelper({ version }: Runtime): string {
  if (version === "1.1") return "CLR!JITutil_MonContention";
  return version === "2.0" ? "CLR!JIT_MonEnterWorker_Portable" : "CLR!JITutil_MonReliableEnter";
}

function threadStart({ system }: Runtime): Sites {
  return system === "2003"
    ? ["kernel32!BaseThreadStart"]
    : ["kernel32!BaseThreadInitThunk", "ntdll!RtlUserThreadStart"];
}

/** Call sites in the form this runtime and its system have them, top first, `JIT` left in for compiled code. */
export function sitesOn(sites: Sites, runtime: Runtime): string[] {
  const base = runtime.system === "2003" ? "kernel32!" : "KERNELBASE!";
  const sni = runtime.version === "2.0" && runtime.bits === 32 ? "System_Data!" : "sni!";
  return sites.flatMap((site) => {
    if (site.startsWith("Nt")) return systemCall(site, runtime);
    if (site === "MONITOR") return [monitorHelper(runtime).replace("CLR!", `${runtime.module}!`)];
    if (site === "SECTION") {
      return [runtime.system === "2003" ? "ntdll!RtlpWaitForCriticalSection" : "ntdll!RtlpWaitOnCriticalSection"];
    }
    if (site === "START") return threadStart(runtime);
    return [
      site
        .replace(/^CLR!/, `${runtime.module}!`)
        .replace(/^BASE!/, base)
        .replace(/^SNI!/, sni),
    ];
  });
}

/** A program that hosts itself waits for its host to end, in managed code. */
const HOST_MAIN: Sites = [
  ...MANY,
  "CLR!Thread::DoAppropriateWaitWorker",
  "CLR!Thread::DoAppropriateWait",
  "CLR!SyncBlock::Wait",
  "CLR!ObjectNative::WaitTimeout",
  ...Array.from({ length: 6 }, () => "JIT"),
  "CLR!CallDescrWorkerInternal",
  "CLR!RunMain",
  "CLR!Assembly::ExecuteMainMethod",
  "hostpolicy!coreclr_t::execute_assembly",
  "hostfxr!fx_muxer_t::execute",
  "START",
];

export function callsOf(role: Role, runtime: Runtime): string[] {
  const hostsItself = role === "main" && runtime.version === "core" && runtime.system !== "linux";
  return sitesOn(hostsItself ? HOST_MAIN : CALLS[role], runtime);
}
