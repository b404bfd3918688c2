import type { Hang } from "./hang";

/** A debugger was left on the process and holds all its threads. */
export const debuggerAttached: Hang = {
  cause: "debugger-attached",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random, server } = stage;
    const image = random.pick(["msvsmon.exe", "windbg.exe", "cdb.exe"]);
    const model = server.tasks.at(-1);
    stage.set({
      process: { ...server.process, debugged: true },
      threads: server.threads.map((thread) => ({ ...thread, suspendCount: 2 })),
      tasks: model
        ? [...server.tasks, { ...model, image, processId: model.processId + 400, services: [], user: null }]
        : server.tasks,
    });
    stage.requests(random.int(3, 20), random.int(60_000, 900_000));
    stage.answers.set("duration", "never");
  },
};
