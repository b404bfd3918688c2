import type { CauseDefinition } from "./cause";

/** RC-11. A thread blocks on a task whose rest must run on that very thread's context. */
export const asyncContextDeadlock: CauseDefinition = {
  id: "async-context-deadlock",
  title: "A thread waits for a task that waits for the thread",
  says: "A request blocks on a task, and what the task has left to do was posted to the request's own context, which only that request can run.",
  supports: [
    { finding: "few-threads-block-on-tasks", origin: "threads" },
    { finding: "many-threads-block-on-tasks", origin: "threads" },
    { finding: "synchronization-context-on-stack", origin: "context" },
  ],
  decides: [["synchronization-context-on-stack", "pool-has-room", "said-one-request-hangs"]],
  // A full pool speaks for starvation, but requests that wait for themselves fill it too, given time.
  refutes: [["asp-net-core"], ["said-fine-alone"]],
  decidedBy: "Send that one request alone to an idle server: this deadlock needs no load.",
  remedy: [
    "Await instead of blocking: no .Result, .Wait() or GetResult() on a request's path.",
    "In libraries use ConfigureAwait(false) on every await, so that the rest needs no context.",
    'Set <httpRuntime targetFramework="4.5"> or later, so that ASP.NET uses the newer context.',
  ],
  verify: ["The same single request is answered on an idle server."],
  disproof: [
    "The request comes back by itself, or the task waits for a database or network: then that is the cause.",
    "It happens only under load, with the pool full: then the pool starves.",
  ],
  sources: [
    "learn.microsoft.com magazine, March 2013: best practices in asynchronous programming",
    "microsoft/referencesource System.Web/AspNetSynchronizationContext.cs",
  ],
};
