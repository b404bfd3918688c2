"use client";

import type { ReactNode } from "react";
import { isMendable, putInMended } from "@/browser/accept-offer";
import type { Block, Problem } from "@/evidence";
import { ProblemText } from "../shell/problem-text";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import type { NumberedTranscript } from "./latest-input";
import { useOpenCase } from "./open-case";

/** Repairs that may be wrong, for the transcript put in last: they are done only on the engineer's word. */
export function Offers({
  latest,
  blocks,
}: {
  latest: readonly NumberedTranscript[];
  blocks: readonly Block[];
}): ReactNode {
  const open = useOpenCase();
  const offers = new Map<string, Problem>(blocks.flatMap(({ offer }) => (offer ? [[offer.code, offer]] : [])));
  const [only] = latest;
  return [...offers.values()].map((offer) => (
    <li key={offer.code}>
      <Notice
        role="group"
        tone="warning"
        title={offer.what}
        actions={
          only &&
          latest.length === 1 &&
          isMendable(only.entry.text) && (
            <Button
              onClick={() => {
                const { name, text } = only.entry;
                if (isMendable(text)) void putInMended(open, offer.code, { name, text });
              }}
            >
              Read it so
            </Button>
          )
        }
      >
        <ProblemText problem={offer} />
      </Notice>
    </li>
  ));
}
