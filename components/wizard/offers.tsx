"use client";

import type { ReactNode } from "react";
import { isMendable, putInMended } from "@/browser/accept-offer";
import type { Block, Problem } from "@/evidence";
import { ProblemText } from "../shell/problem-text";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import type { NumberedTranscript } from "./latest-input";
import { useOpenCase } from "./open-case";

/** Repairs that may be wrong, for what was put in last: they are done only on the engineer's word. */
export function Offers({
  latest,
  blocks,
}: {
  latest: readonly NumberedTranscript[];
  blocks: readonly Block[];
}): ReactNode {
  const open = useOpenCase();
  return latest.flatMap(({ file, entry: { id, name, text } }) => {
    const made = blocks.flatMap((block) => (block.file === file && block.offer ? [block.offer] : []));
    const offers = new Map<string, Problem>(made.map((offer) => [offer.code, offer]));
    return [...offers.values()].map((offer) => (
      <li key={`${id} ${offer.code}`}>
        <Notice
          role="group"
          tone="warning"
          title={latest.length > 1 ? `${name}: ${offer.what}` : offer.what}
          actions={
            isMendable(text) && (
              <Button onClick={() => void putInMended(open, offer.code, { id, name, text })}>Read it so</Button>
            )
          }
        >
          <ProblemText problem={offer} />
        </Notice>
      </li>
    ));
  });
}
