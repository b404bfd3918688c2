import { call } from "../methods";
import type { Hang } from "./hang";
import type { Stage } from "./stage";
import { inRequestAt, nativeOnly, readsFromDatabase } from "./stories";

const DEBUGGERS = ["msvsmon.exe", "windbg.exe", "cdb.exe", "devenv.exe"];

function run(stage: Stage, image: string): void {
  const { tasks } = stage.server;
  const model = tasks.at(-1);
  if (model)
    stage.set({ tasks: [...tasks, { ...model, image, processId: model.processId + 400, services: [], user: null }] });
}

/** It was left where it had stopped the process, with the thread by which it broke in. */
export function debuggerLeft(stage: Stage, image: string = stage.random.pick(DEBUGGERS)): void {
  const { random, server } = stage;
  stage.set({ process: { ...server.process, debugged: true } });
  run(stage, image);
  if (random.chance(0.5)) stage.thread(nativeOnly(["ntdll!DbgBreakPoint", "ntdll!DbgUiRemoteBreakin", "START"]));
  stage.suspend(2);
}

/** Some tool has suspended the process and has gone. */
function suspended(stage: Stage): void {
  stage.suspend(stage.random.int(2, 3));
}

/** Assertions show a dialog, on a desktop that nobody sees. */
function dialogs(stage: Stage): void {
  const { random, runtime } = stage;
  const framework = runtime.version !== "core";
  const calls = framework
    ? ["System.Diagnostics.AssertWrapper.ShowMessageBoxAssert", "System.Diagnostics.DefaultTraceListener.Fail"]
    : ["System.Windows.Forms.MessageBox.ShowCore", "System.Windows.Forms.MessageBox.Show"];
  const story = inRequestAt(
    [
      runtime.system === "2019" ? "win32u!NtUserWaitMessage" : "user32!NtUserWaitMessage",
      "user32!DialogBox2",
      "user32!InternalDialogBox",
      "user32!SoftModalMessageBox",
      "user32!MessageBoxWorker",
      "user32!MessageBoxTimeoutW",
      "user32!MessageBoxW",
    ],
    calls.map((name, at) => call(name, at === 0 ? { transition: "inlined-call", isStatic: true } : {})),
  );
  stage.threads(random.int(1, 12), story);
}

/** Somebody or something holds the process still. */
export const debuggerAttached: Hang = {
  cause: "debugger-attached",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random } = stage;
    // What it was at when it was stopped explains nothing.
    stage.threads(random.int(0, 3), readsFromDatabase());
    const put = random.pick([debuggerLeft, debuggerLeft, suspended, dialogs]);
    put(stage);
    const age = random.int(60_000, 900_000);
    stage.requests(random.int(3, 20), age);
    stage.requestAge(age);
    stage.answers.set("duration", "never");
    if (random.chance(0.6)) stage.answers.set("trigger", "any-time");
  },
};
