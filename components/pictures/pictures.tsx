"use client";

import { Maximize2 } from "lucide-react";
import { Tabs } from "radix-ui";
import { type ReactNode, useMemo, useState } from "react";
import { Button } from "../ui/button";
import { bestPicture, type Drawn, fittingPictures, type PictureId } from "./fitting";
import { Picture } from "./picture";
import { PictureWindow } from "./picture-window";

const LABELS: Readonly<Record<PictureId, string>> = {
  chain: "Wait chain",
  stacks: "Stacks",
  flame: "Flame",
  locks: "Locks",
  path: "File path",
  measures: "Measures",
};

/** These gain from more room than the column has. */
const LARGE: readonly PictureId[] = ["chain", "stacks", "flame", "locks"];

/** True when there is anything to draw. */
export function hasPictures(drawn: Drawn): boolean {
  return bestPicture(drawn) !== null;
}

/** The picture that fits the facts, with tabs to the others. The one that was chosen stays as long as it can be drawn. */
export function Pictures({ drawn }: { drawn: Drawn }): ReactNode {
  const fitting = useMemo(() => fittingPictures(drawn), [drawn]);
  const best = useMemo(() => bestPicture(drawn), [drawn]);
  const [chosen, setChosen] = useState<PictureId | null>(null);
  const [enlarged, setEnlarged] = useState(false);
  const shown = chosen !== null && fitting.includes(chosen) ? chosen : best;
  if (shown === null) return null;
  const large = LARGE.includes(shown) && (
    <Button
      kind="quiet"
      className="-mr-2 ml-auto min-h-8 px-2"
      aria-haspopup="dialog"
      aria-label={`Enlarge: ${LABELS[shown]}`}
      title="Enlarge"
      onClick={() => setEnlarged(true)}
    >
      <Maximize2 aria-hidden />
    </Button>
  );

  return (
    <>
      <Tabs.Root value={shown} onValueChange={(value) => setChosen(fitting.find((id) => id === value) ?? null)}>
        <div className="mb-4 flex items-start gap-x-1">
          {fitting.length > 1 && (
            <Tabs.List aria-label="Pictures" className="-ml-1.5 flex min-w-0 flex-wrap gap-0.5">
              {fitting.map((id) => (
                <Tabs.Trigger
                  key={id}
                  value={id}
                  className="min-h-8 rounded-md border border-transparent px-1.5 text-soft text-xs hover:bg-sunken hover:text-ink data-[state=active]:border-line data-[state=active]:bg-card data-[state=active]:font-medium data-[state=active]:text-ink data-[state=active]:shadow-card pointer-coarse:min-h-10"
                >
                  {LABELS[id]}
                </Tabs.Trigger>
              ))}
            </Tabs.List>
          )}
          {large}
        </div>
        {fitting.map((id) => (
          <Tabs.Content key={id} value={id} tabIndex={-1} className="outline-none">
            <Picture id={id} drawn={drawn} />
          </Tabs.Content>
        ))}
      </Tabs.Root>
      <PictureWindow title={LABELS[shown]} open={enlarged} onOpenChange={setEnlarged}>
        <Picture id={shown} drawn={drawn} />
      </PictureWindow>
    </>
  );
}
