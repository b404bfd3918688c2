import { acceptOffer } from "@/parsers/offers";
import type { CaseText } from "./long-text";
import type { UseCase } from "./use-case";

/** Text that is short enough to be changed at hand. */
export function isMendable(text: CaseText): text is string {
  return typeof text === "string";
}

/** Puts a transcript in again with the repair done that was offered under this code, in place of the one as it was pasted. */
export async function putInMended(
  open: Pick<UseCase, "remove" | "addTranscripts">,
  code: string,
  { id, name, text }: { id: string; name: string; text: string },
): Promise<void> {
  await open.remove(id);
  await open.addTranscripts([{ name: `${name}, mended`, text: acceptOffer(code, text) }]);
}
