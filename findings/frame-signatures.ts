/** What a thread is doing, as the frames on its stack tell it. */
export interface FrameSignature {
  id: string;
  /** Completes "thread 39 …". */
  says: string;
  /** Which track of the diagnosis it leads to. */
  track:
    | "monitor"
    | "compilation-mutex"
    | "file"
    | "clean-up"
    | "compile"
    | "start-up"
    | "external"
    | "elsewhere"
    | "idle"
    | "request";
  /** Matched against `module!symbol` of native frames. */
  native?: RegExp;
  /** Matched against full managed method names. */
  managed?: RegExp;
  /** Only the first so many frames count; 0 means all of them. */
  within: number;
  /** Finer kind, for causes that have kinds: `sql`, `http`. */
  kind?: string;
}

/**
 * In order of weight: the first that matches names what the thread is doing, the
 * others remain as context. A wait on top outweighs what stands below it.
 */
export const FRAME_SIGNATURES: readonly FrameSignature[] = [
  {
    id: "waits-for-compilation-mutex",
    says: "waits for the compilation mutex",
    track: "compilation-mutex",
    native: /!InstrumentedMutex(?:::GetLock|GetLock)/,
    managed: /(?:^|\.)CompilationMutex\.WaitOne$|\.InstrumentedMutexGetLock$|CompilationLock\.GetLock$/,
    within: 14,
  },
  {
    id: "waits-for-monitor",
    says: "waits to enter a monitor",
    track: "monitor",
    native:
      /!(?:AwareLock::(?:Enter|EnterEpilog|Contention)|JITutil_Mon(?:Contention|ReliableContention|ReliableEnter|TryEnter)|JIT_Mon(?:Reliable)?(?:Enter|TryEnter|Contention)\w*|ObjHeader::EnterObjMonitor|SyncBlock::EnterMonitor)/,
    managed:
      /^System\.Threading\.Monitor\.(?:Enter|ReliableEnter|TryEnter|Enter_Slowpath|TryEnter_Slowpath|ReliableEnterTimeout)|^System\.Threading\.Lock\.(?:Enter\w*|TryEnterSlow)$/,
    within: 16,
  },
  {
    id: "waits-for-gc",
    says: "waits for a garbage collection",
    track: "elsewhere",
    native:
      /!(?:\w+::)?(?:GCHeap::WaitUntilGCComplete|Thread::RareDisablePreemptiveGC|\w*gc_heap::\w+|ThreadSuspend::SuspendEE|SysSuspendForGC)/,
    within: 16,
  },
  {
    id: "waits-for-loader",
    says: "waits for the loader of DLLs",
    track: "elsewhere",
    native:
      /^ntdll!(?:LdrpDrainWorkQueue|LdrpAcquireLoaderLock|LdrLockLoaderLock|LdrpInitializeThread|_LdrpInitialize|LdrpInitialize|LdrShutdownThread)$/,
    within: 8,
  },
  {
    id: "waits-for-critical-section",
    says: "waits for a critical section",
    track: "elsewhere",
    native: /^ntdll!(?:RtlpWaitForCriticalSection|RtlpEnterCriticalSectionContended|RtlpWaitOnCriticalSection)/,
    within: 8,
  },
  {
    id: "calls-single-threaded-component",
    says: "waits for a single-threaded COM component",
    track: "elsewhere",
    native: /!(?:GetToSTA|ModalLoop|CRpcChannelBuffer::SwitchAptAndDispatchCall)/,
    within: 20,
  },
  {
    id: "waits-for-connection-pool",
    says: "waits for a connection from the pool",
    track: "elsewhere",
    managed:
      /DbConnectionFactory\.(?:TryGetConnection|GetConnection)$|DbConnectionPool\.(?:TryGetConnection|GetConnection|WaitForPendingOpen)$/,
    within: 12,
  },
  {
    id: "calls-sql",
    says: "waits for a database",
    track: "external",
    kind: "sql",
    native: /^(?:sni|dbnetlib|msdatl3|oraociei\w*|sqlncli\w*)!/i,
    managed:
      /(?:Tds|Sni).{0,200}(?:ReadSni|SNIRead|ReadNetworkPacket|ReadPacket)|SNINativeMethodWrapper\.SNIRead|SqlCommand\.(?:Execute|RunExecute)\w*$|(?:Oracle|MySql|Npgsql)\w*Command\.Execute\w*$|Odbc\w*Command\.Execute\w*$/,
    within: 16,
  },
  {
    id: "waits-for-outgoing-connection",
    says: "waits for a free outgoing connection or its answer",
    track: "external",
    kind: "http",
    managed:
      /^System\.Net\.(?:HttpWebRequest\.Get(?:Response|RequestStream)|LazyAsyncResult\.(?:InternalWaitForCompletion|WaitForCompletion)|ConnectStream\.Read|Connection\.\w+)$|^System\.Net\.Http\.HttpClient\.\w+$|SoapHttpClientProtocol\.Invoke$/,
    within: 16,
  },
  {
    id: "reads-a-socket",
    says: "waits for an answer from the network",
    track: "external",
    kind: "http",
    native: /^(?:mswsock!WSPRecv|ws2_32!recv|ws2_32!WSARecv)/i,
    managed: /^System\.Net\.Sockets\.(?:Socket|NetworkStream)\.(?:Receive|Read|Connect)\w*$/,
    within: 12,
  },
  {
    id: "asks-the-directory",
    says: "waits for a directory or name server",
    track: "external",
    kind: "directory",
    native: /^(?:wldap32!Ldap\w*|dnsapi!\w+|logoncli!\w+|netlogon!\w+)/i,
    managed: /^System\.DirectoryServices\.\w+\.(?:Bind|FindAll|FindOne|RefreshCache)$|^System\.Net\.Dns\.\w+$/,
    within: 14,
  },
  {
    id: "calls-a-queue-or-pipe",
    says: "waits for a message queue or a pipe",
    track: "external",
    kind: "messaging",
    managed:
      /^System\.Messaging\.MessageQueue\.\w*Receive\w*$|^System\.IO\.Pipes\.\w+\.(?:Connect|Read|WaitForConnection)\w*$/,
    within: 14,
  },
  {
    id: "waits-for-a-program",
    says: "waits for another program to end",
    track: "external",
    kind: "process",
    managed: /^System\.Diagnostics\.Process\.WaitForExit$/,
    within: 12,
  },
  {
    id: "compiles",
    says: "waits for the compiler",
    track: "compile",
    managed:
      /^System\.CodeDom\.Compiler\.(?:Executor\.\w*Exec\w*|CodeCompiler\.(?:Compile|From\w+))$|^Microsoft\.(?:CSharp|VisualBasic)\.\w*CodeGenerator\.(?:Compile|From\w+)$|^System\.Web\.Compilation\.(?:AssemblyBuilder|CompilationUtil)\.Compile$/,
    within: 20,
  },
  {
    id: "lists-folder",
    says: "is listing a folder",
    track: "file",
    native: /^(?:ntdll!(?:Nt|Zw)QueryDirectoryFile(?:Ex)?|(?:kernel32|KERNELBASE)!Find(?:First|Next)File\w*)/i,
    managed:
      /(?:^|[.+])Find(?:First|Next)File(?:Ex)?$|FileSystemEnumerableIterator.*\.MoveNext$|FileSystemEnumerator.*\.(?:MoveNext|FindNextEntry)$|^System\.IO\.Directory\.(?:Internal)?Get(?:Files|FileDirectoryNames|Directories)\w*$/,
    within: 8,
  },
  {
    id: "deletes-file",
    says: "is deleting a file",
    track: "file",
    native: /^(?:(?:kernel32|KERNELBASE)!(?:DeleteFile|RemoveDirectory|MoveFile)\w*|ntdll!(?:Nt|Zw)DeleteFile)/i,
    managed: /^System\.IO\.(?:File|Directory)\.Delete$|\.DeleteFile$/,
    within: 8,
  },
  {
    id: "opens-file",
    says: "is opening or reading a file",
    track: "file",
    native:
      /^ntdll!(?:Nt|Zw)(?:CreateFile|OpenFile|ReadFile|WriteFile|QueryAttributesFile|QueryFullAttributesFile|QueryInformationFile|SetInformationFile|FlushBuffersFile|LockFile|QueryVolumeInformationFile|FsControlFile)/i,
    managed:
      /^(?:Interop[+.](?:Kernel32|Sys)\.(?:CreateFile\w*|ReadFile\w*|WriteFile\w*|Open|Read|Write|P(?:Read|Write)|FStat|Stat|FSync|FlushFileBuffers)|Microsoft\.Win32\.(?:Win32Native|UnsafeNativeMethods)\.(?:SafeCreateFile|CreateFile|ReadFile|WriteFile|GetFileAttributesEx)|System\.IO\.FileStream\.(?:Init|OpenHandle|ReadFileNative|ReadCore|WriteFileNative|WriteCore|FlushOSBuffer)|Microsoft\.Win32\.SafeHandles\.SafeFileHandle\.(?:Open|CreateFile)|System\.IO\.RandomAccess\.\w{0,20}(?:Read|Write)AtOffset)$/,
    within: 3,
  },
  {
    id: "waits-for-task",
    says: "waits for a task to finish",
    track: "elsewhere",
    managed:
      /^System\.Threading\.Tasks\.Task(?:`1[^.]*)?\.(?:Wait|InternalWait|SpinThenBlockingWait|InternalWaitCore|GetResultCore|WaitAll\w*)$|TaskAwaiter.*\.(?:GetResult|HandleNonSuccessAndDebuggerNotification)$/,
    within: 12,
  },
  {
    id: "waits-for-ownerless-lock",
    says: "waits for a lock that names no owner",
    track: "elsewhere",
    managed:
      /^System\.Threading\.(?:SemaphoreSlim\.Wait\w*|ManualResetEventSlim\.Wait|ReaderWriterLock(?:Slim)?\.(?:Acquire|TryEnter|Enter|Wait)\w*|Barrier\.SignalAndWait\w*|CountdownEvent\.Wait|Semaphore\.\w*Wait\w*)$|BlockingCollection`1.*\.(?:Take|TryTake\w*|TryAdd\w*)$/,
    within: 8,
  },
  {
    id: "shows-a-dialog",
    says: "shows a dialog that nobody sees",
    track: "elsewhere",
    native: /^user32!(?:MessageBox\w*|SoftModalMessageBox|DialogBox\w*)$/i,
    managed:
      /^System\.Diagnostics\.(?:AssertWrapper|AssertUIWrapper|DefaultTraceListener)\.\w*(?:Show|Fail)\w*$|MessageBox\.Show\w*$/,
    within: 16,
  },
  {
    id: "condition-wait",
    says: "waits for another thread's signal",
    track: "elsewhere",
    managed:
      /^System\.Threading\.Monitor\.(?:Wait|ObjWait)$|^System\.Threading\.(?:WaitHandle\.Wait\w*|ManualResetEventSlim\.Wait|SemaphoreSlim\.Wait|ReaderWriterLock(?:Slim)?\.\w+)$/,
    within: 8,
  },
  {
    id: "sleeps",
    says: "sleeps",
    track: "external",
    kind: "sleep",
    managed: /^System\.Threading\.Thread\.Sleep(?:Internal)?$/,
    within: 4,
  },
  {
    id: "cleans-temp-files",
    says: "is removing old temporary files of the compiler",
    track: "clean-up",
    managed:
      /\.(?:PreservedAssemblyEntry|StandardDiskBuildResultCache|DiskBuildResultCache|BuildResultCache|PrecompBaseDiskBuildResultCache)\.(?:RemoveOldTempFiles|RemoveAllCodegenFiles|RemoveCodegenResourceDir|RemoveSatelliteDirectories|CheckAndRemoveDotDeleteFile)$|\.(?:RemoveOldTempFiles|RemoveAllCodegenFiles|DeleteShadowCache|RemoveTempFilesRecursive|DeleteFilesInDirectory)$/,
    within: 0,
  },
  {
    id: "first-request",
    says: "is starting the application: it serves the first request after a restart",
    track: "start-up",
    managed:
      /\.PreservedAssemblyEntry\.(?:DoFirstTimeInit|EnsureFirstTimeInit)$|\.HttpApplicationFactory\.(?:Init|CompileApplication|EnsureInited|EnsureAppStartCalled\w*)$|\.HttpRuntime\.(?:EnsureFirstRequestInit|FirstRequestInit|HostingInit)$|\.BuildManager\.(?:EnsureTopLevelFilesCompiled|CompileGlobalAsax|ExecutePreAppStart|InitializeBuildManager)$|\.HostingEnvironment\.Initialize\w*$/,
    within: 0,
  },
  {
    id: "waits-for-application",
    says: "is a request that asks for its application",
    track: "request",
    managed:
      /\.HttpApplicationFactory\.(?:GetApplicationInstance|GetNormalApplicationInstance|EnsureInited)$|\.HttpRuntime\.EnsureFirstRequestInit$/,
    within: 8,
  },
  {
    id: "serves-request",
    says: "is serving a request",
    track: "request",
    managed:
      /\.HttpRuntime\.ProcessRequest\w*$|\.ISAPIRuntime\.ProcessRequest$|\.PipelineRuntime\.ProcessRequestNotification\w*$|^Microsoft\.AspNetCore\.Server\.\S+\.ProcessRequests?\w*$/,
    within: 0,
  },
];
