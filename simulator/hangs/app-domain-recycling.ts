import { MANY } from "../calls";
import { call } from "../methods";
import type { Thread } from "../threads";
import type { Hang } from "./hang";
import type { Stage, Story } from "./stage";
import { inRequestAt } from "./stories";

/** Runs the compiler and waits for its end. */
export const COMPILES: Story = inRequestAt(
  ["NtWaitForSingleObject", "BASE!WaitForSingleObjectEx"],
  [
    call("System.CodeDom.Compiler.Executor.ExecWaitWithCaptureUnimpersonated", {
      transition: "helper",
      isStatic: true,
    }),
    call("System.CodeDom.Compiler.CodeCompiler.Compile", { isStatic: true }),
    call("Microsoft.CSharp.CSharpCodeGenerator.FromFileBatch"),
  ],
);

/** Threads that wait for the mutex around compilation, which this thread has. */
export function waitForMutex(stage: Stage, count: number, owner: Thread): Thread[] {
  const { random, runtime } = stage;
  const web = runtime.version === "1.1" ? "aspnet_isapi" : runtime.version === "2.0" ? "webengine" : "webengine4";
  const waiters = stage.threads(
    count,
    inRequestAt(
      [...MANY, `${web}!InstrumentedMutexGetLock`],
      [
        call("System.Web.Util.UnsafeNativeMethods.InstrumentedMutexGetLock", {
          transition: "inlined-call",
          isStatic: true,
        }),
        call("System.Web.Compilation.CompilationMutex.WaitOne"),
      ],
    ),
  );
  const handle = (4 * random.int(0x100, 0x900)).toString(16);
  const { server } = stage;
  stage.set({
    handles: [
      ...server.handles,
      {
        handle,
        name: `\\BaseNamedObjects\\CL${random.int(0x1000, 0xffff).toString(16)}`,
        handleCount: 3,
        pointerCount: 65_537,
        detail: {
          type: "Mutant",
          owner: { processId: server.process.id, osThreadId: owner.osThreadId },
          abandoned: false,
        },
      },
    ],
  });
  return waiters.map((waiter) => stage.waitsOn(waiter, "InstrumentedMutexGetLock", handle));
}

/** The application restarts again and again, and each start compiles behind one mutex. */
export const appDomainRecycling: Hang = {
  cause: "app-domain-recycling",
  needs: { versions: ["1.1", "2.0", "4.x"] },
  put(stage) {
    const { random } = stage;
    const waiters = waitForMutex(stage, random.int(6, 40), stage.thread(COMPILES));
    stage.requests(waiters.length + 1, random.int(30_000, 200_000));
    stage.answers.set("trigger", "under-load");
    stage.answers.set("recycling", random.pick(["frequent", "only-under-load"]));
  },
};
