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

/** The same for what ends later. */
export async function problemLater(run: Promise<unknown>): Promise<Problem> {
  const error = await run.then(
    () => null,
    (failure: unknown) => failure,
  );
  if (!(error instanceof WaitchainError)) throw error ?? new Error("Nothing was thrown");
  return error.problem;
}
