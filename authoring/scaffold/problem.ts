import { WaitchainError } from "@/evidence";

/** A scaffold that cannot be written, or taken back: nothing was changed. */
export function refusal(code: string, what: string, fix: string): WaitchainError {
  return new WaitchainError({ code, what, fix });
}
