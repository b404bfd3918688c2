import type { Hang } from "./hang";

/** Nothing runs: another process was dumped, or it was over when the dump was taken. */
export const notHung: Hang = {
  cause: "not-hung",
  needs: {},
  put(stage) {
    stage.answers.set("static-files", "fine");
  },
  without: ["one thread that waits for a database"],
};
