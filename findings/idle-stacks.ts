/** Stacks that belong to every healthy .NET server. They are counted apart and never blamed. */
export interface IdleStack {
  id: string;
  says: string;
  why: string;
  native?: RegExp;
  managed?: RegExp;
}

export const IDLE_STACKS: readonly IdleStack[] = [
  {
    id: "pool-worker",
    says: "thread-pool worker with nothing to do",
    why: "A worker parks until a request arrives.",
    native:
      /!(?:ThreadpoolMgr::(?:WorkerThreadStart|SafeWait|intermediateThreadProc)|UnfairSemaphore::Wait|CLRSemaphore::Wait)/,
    managed: /PortableThreadPool\.WorkerThread\.WorkerThreadStart$|LowLevelLifoSemaphore\.Wait\w*$/,
  },
  {
    id: "pool-gate",
    says: "thread-pool gate thread",
    why: "It looks at the pool every half second.",
    native: /!ThreadpoolMgr::GateThreadStart/,
    managed: /PortableThreadPool\.GateThread\.GateThreadStart$/,
  },
  {
    id: "timer",
    says: "timer thread",
    why: "It sleeps until the next timer is due.",
    native: /!ThreadpoolMgr::TimerThreadStart|!ThreadNative::Sleep/,
    managed: /System\.Net\.TimerThread\.ThreadProc$|TimerQueue\.\w*TimerThread$/,
  },
  {
    id: "completion-port",
    says: "completion-port thread",
    why: "It waits for finished I/O.",
    native:
      /!(?:ThreadpoolMgr::CompletionPortThreadStart|GetQueuedCompletionStatus|(?:Nt|Zw)RemoveIoCompletion(?:Ex)?)/,
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
  },
];
