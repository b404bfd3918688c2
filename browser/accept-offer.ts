import { acceptOffer } from "@/parsers/offers";
import type { CaseText } from "./long-text";
import type { UseCase } from "./use-case";

/** Text that is short enough to be changed at hand. */
export function isMendable(text: CaseText): text is string {
  return typeof text === "string";
}

/** Puts a transcript in again with the repair done that was offered under this code, in place of what was put in last. */
export async function putInMended(
  open: Pick<UseCase, "undo" | "addTranscripts">,
  code: string,
  { name, text }: { name: string; text: string },
): Promise<void> {
  await open.undo();
  await open.addTranscripts([{ name: `${name}, mended`, text: acceptOffer(code, text) }]);
}
