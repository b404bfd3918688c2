import { type Problem, WaitchainError } from "@/evidence";

/** The problem that stops `run`. */
export function problemOf(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof WaitchainError) return error.problem;
    throw error;
  }
  throw new Error("Nothing was thrown");
}
