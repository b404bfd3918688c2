import { type FrameSide, familyOf } from "./frame-families";

/** Stacks that belong to every healthy .NET server. They are counted apart and never blamed. */
export interface IdleStack {
  id: string;
  says: string;
  why: string;
  native?: RegExp;
  managed?: RegExp;
  /** Matched against frames below the kernel's entry. */
  kernel?: RegExp;
  /** The program's own code stands below the mark, as it called it. */
  calledByProgram?: true;
}

export const IDLE_STACKS: readonly IdleStack[] = [
  {
    id: "pool-worker",
    says: "thread-pool worker with nothing to do",
    why: "A worker parks until a request arrives.",
    native:
      /!(?:ThreadpoolMgr::(?:WorkerThreadStart|SafeWait|intermediateThreadProc)|UnfairSemaphore::Wait|CLRSemaphore::Wait)/,
    managed: /PortableThreadPool[.+]WorkerThread\.WorkerThreadStart$|LowLevelLifoSemaphore\.Wait\w*$/,
  },
  {
    id: "pool-gate",
    says: "thread-pool gate thread",
    why: "It looks at the pool every half second.",
    native: /!ThreadpoolMgr::GateThreadStart/,
    managed: /PortableThreadPool[.+]GateThread\.GateThreadStart$/,
  },
  {
    id: "timer",
    says: "timer thread",
    why: "It sleeps until the next timer is due.",
    native: /!ThreadpoolMgr::TimerThreadStart|!ThreadNative::Sleep/,
    managed: /System\.Net\.TimerThread\.ThreadProc$|TimerQueue\.\w*TimerThread$/,
  },
  {
    id: "worker-main",
    says: "the worker process's first thread",
    why: "It waits for the order to shut down.",
    native: /^w3\w*!(?:WP_CONTEXT::RunMainThreadLoop|UlAtqStartListen|W3WP_HOST::ProcessMessages|AppHostInitialize)/i,
  },
  {
    id: "program-main",
    says: "the program's first thread",
    why: "It waits for the host to end, as long as the program runs.",
    managed:
      /^Microsoft\.(?:Extensions\.Hosting\.HostingAbstractionsHostExtensions|AspNetCore\.Hosting\.WebHostExtensions|AspNetCore\.Builder\.WebApplication)\.(?:Run|WaitForShutdown)$/,
    calledByProgram: true,
  },
  {
    id: "finalizer",
    says: "finalizer with nothing to do",
    why: "It waits for the next collection.",
    native: /!(?:\w+::)?(?:WaitForFinalizerEvent|FinalizerThread::WaitForFinalizerEvent)/,
  },
  {
    id: "debugger-helper",
    says: "the runtime's debugger helper",
    why: "It serves debuggers and is always there.",
    native: /!DebuggerRCThread::(?:MainLoop|ThreadProc)/,
  },
  {
    id: "gc-worker",
    says: "garbage collector's own thread",
    why: "Server GC keeps one for each processor.",
    native: /!(?:SVR::)?gc_heap::gc_thread_(?:stub|function)/,
  },
  {
    id: "iis-pool",
    says: "IIS worker with nothing to do",
    why: "It waits for a request from HTTP.sys.",
    native: /^w3tp!(?:THREAD_POOL|THREAD_POOL_DATA)/i,
  },
  {
    id: "rpc",
    says: "RPC worker with nothing to do",
    why: "It waits for a call.",
    native: /^rpcrt4!.*(?:WorkerLoop|ProcessIOEvents|ReceiveLotsaCalls|WaitForCalls)/i,
  },
  {
    id: "system-pool",
    says: "Windows thread-pool thread",
    why: "It waits for work.",
    native: /^ntdll!(?:Tpp(?:WorkerThread|WaiterpThread)|(?:Nt|Zw)WaitForWorkViaWorkerFactory)/i,
  },
  {
    id: "kestrel",
    says: "socket event loop",
    why: "It waits for network events.",
    managed: /SocketAsyncEngine\.EventLoop$/,
    kernel: /^vmlinux!(?:do_epoll_p?wait|ep_poll)$/,
  },
  {
    id: "completion-port",
    says: "completion-port thread",
    why: "It waits for finished I/O.",
    native:
      /!(?:ThreadpoolMgr::CompletionPortThreadStart|GetQueuedCompletionStatus|(?:Nt|Zw)RemoveIoCompletion(?:Ex)?)/,
    kernel: /^nt!(?:Nt|Io)RemoveIoCompletion(?:Ex)?$/,
  },
  {
    id: "kernel-worker",
    says: "system worker with nothing to do",
    why: "The kernel keeps some for work that drivers hand over.",
    kernel: /^nt!(?:ExpWorkerThread|ExpWorkerThreadBalanceManager|ExpWorkerFactoryThread)$/,
  },
  {
    id: "worker-factory",
    says: "Windows thread-pool thread",
    why: "It waits for work.",
    kernel: /^nt!(?:NtWaitForWorkViaWorkerFactory|ExpWaitForWork)$/,
  },
  {
    id: "memory-manager",
    says: "the memory manager's own thread",
    why: "It writes and clears pages when there are any.",
    kernel:
      /^nt!(?:MmZeroPageThread|MiZeroPageThread|MiModifiedPageWriter|MiMappedPageWriter|MiDereferenceSegmentThread|KeBalanceSetManager|KeSwapProcessOrStack|MiWorkingSetManager)$/,
  },
  {
    id: "message-loop",
    says: "window thread with nothing to do",
    why: "It waits for a message.",
    kernel: /^win32k\w*!(?:xxx(?:Real)?SleepThread\w*|xxxRealInternalGetMessage)$/,
  },
  {
    id: "message-port",
    says: "server of a message port",
    why: "It waits for a call from another process.",
    kernel: /^nt!(?:NtReplyWaitReceivePort(?:Ex)?|AlpcpReceiveMessage(?:Port)?)$/,
  },
];

/** One frame of a stack, by name. */
export interface NamedFrame {
  name: string;
  side: FrameSide;
}

/** What stands above the mark of an idle thread when it really is idle: waiting, and how one gets there. */
const QUIET_NATIVE =
  /^(?:ntdll|kernel32|kernelbase|wow64\w*|mscorwks|mscorsvr|mscoree|clr|coreclr|libcoreclr|libc|libpthread|ws2_32|mswsock)!/i;
const QUIET_MANAGED =
  /^(?:System\.Threading|System\.Net\.TimerThread|System\.Runtime\.CompilerServices\.TaskAwaiter|Interop|Internal)[.+]/;
const QUIET_KERNEL = /^(?:nt|win32k\w*|vmlinux)!/i;

function isQuiet({ name, side }: NamedFrame, mark: string): boolean {
  if (side === "kernel") return QUIET_KERNEL.test(name);
  if (side === "managed") return QUIET_MANAGED.test(name);
  const module = mark.indexOf("!");
  return QUIET_NATIVE.test(name) || (module > 0 && name.startsWith(mark.slice(0, module + 1)));
}

/** Somebody's own code, or code without a name that may be somebody's. */
function isOwnCode({ name, side }: NamedFrame): boolean {
  return ["application", "driver", "unnamed"].includes(familyOf(name, side));
}

/**
 * Which healthy thread a stack belongs to, top frame first; null when it works on something. A pool's own
 * frames stand at the bottom of its busy threads too, so everything above them must be mere waiting.
 */
export function idleOf(frames: readonly NamedFrame[]): { kind: IdleStack; frame: NamedFrame } | null {
  const own = frames.some(isOwnCode);
  for (const kind of IDLE_STACKS) {
    if (own && !kind.calledByProgram) continue;
    const at = frames.findIndex(({ name, side }) => (side === "process" ? false : (kind[side]?.test(name) ?? false)));
    const frame = frames[at];
    if (frame && frames.slice(0, at).every((above) => isQuiet(above, frame.name))) return { kind, frame };
  }
  return null;
}
