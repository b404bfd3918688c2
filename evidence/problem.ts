/**
 * What went wrong, for people and programs alike. The page, the command line
 * and the tests share these; `code` never changes once published.
 */
export interface Problem {
  /** Upper snake case: `SOS_NOT_LOADED`. */
  code: string;
  /** What happened, one sentence. */
  what: string;
  /** What to do next, one or two sentences. */
  fix: string;
  /** Commands that carry out the fix, in the order to try them. */
  commands?: readonly string[];
}

/** A problem that stops the operation at hand. */
export class WaitchainError extends Error {
  override readonly name = "WaitchainError";
  constructor(readonly problem: Problem) {
    super(`${problem.code}: ${problem.what} ${problem.fix}`);
  }
}

/** The problem that an error tells of. Any other error is a fault of the program and is thrown on. */
export function problemIn(error: unknown): Problem {
  if (error instanceof WaitchainError) return error.problem;
  throw error;
}
