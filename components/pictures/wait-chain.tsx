import type { ReactNode } from "react";
import type { Finding } from "@/evidence";
import { ChainBoxes } from "./chain-boxes";
import { Figure } from "./figure";
import { waitChain } from "./wait-chain-data";

/** Who waits for whom. Draws nothing while nobody is seen waiting. */
export function WaitChain({ findings }: { findings: readonly Finding[] }): ReactNode {
  const chain = waitChain(findings);
  if (!chain) return null;
  const { links, loop } = chain;
  const open = links.at(-1)?.unseen ?? false;
  const label = `Wait chain: ${links.map((link) => `${link.title} (${link.detail})`).join(", then ")}${loop ? ", and back to the first" : ""}.`;
  return (
    <Figure
      title="Wait chain"
      caption={
        loop
          ? "It closes on itself: a deadlock."
          : open
            ? "It ends where the evidence ends."
            : "Read from top to bottom: each waits for the next."
      }
      columns={["Link", "What is known"]}
      rows={links.map((link, place) => ({
        id: `link ${place + 1}`,
        head: link.title,
        cells: [link.detail],
        findings: link.findings,
      }))}
    >
      <ChainBoxes label={label} boxes={links} loop={loop} />
    </Figure>
  );
}
