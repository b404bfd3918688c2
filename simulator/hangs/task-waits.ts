import type { Stage, Story } from "./stage";
import { inRequestAt, methods, RUNTIME_WAIT } from "./stories";

const BLOCKING = ["System.Threading.Tasks.Task.SpinThenBlockingWait", "System.Threading.Tasks.Task.InternalWait"];

/** Ways to wait for a task without giving the thread back, top first. */
const WAYS: readonly (readonly string[])[] = [
  [...BLOCKING, "System.Threading.Tasks.Task`1[[System.__Canon, LIBRARY]].GetResultCore"],
  [
    ...BLOCKING,
    "System.Runtime.CompilerServices.TaskAwaiter.HandleNonSuccessAndDebuggerNotification",
    "System.Runtime.CompilerServices.TaskAwaiter.GetResult",
  ],
  [...BLOCKING, "System.Threading.Tasks.Task.Wait"],
  ["System.Threading.Tasks.Task.WaitAllBlockingCore", "System.Threading.Tasks.Task.WaitAll"],
];

/** Waits for a task, as `.Result`, `.Wait()`, `GetAwaiter().GetResult()` and `Task.WaitAll` do. */
export function waitsForTask({ random }: Stage): Story {
  return inRequestAt(
    [...RUNTIME_WAIT, "CLR!SyncBlock::Wait", "CLR!ObjectNative::WaitTimeout"],
    methods("System.Threading.Monitor.ObjWait", "System.Threading.ManualResetEventSlim.Wait", ...random.pick(WAYS)),
  );
}
