import type { ReactNode } from "react";
import { cx } from "../ui/cx";
import type { SearchHit } from "./site-index";
import { markedPieces, type Piece, snippetOf } from "./snippet";

const KIND_NAMES: Readonly<Record<string, string>> = {
  playbooks: "Playbook",
  causes: "Cause",
  commands: "Command",
  findings: "Finding",
  frames: "Frame",
  drivers: "Driver",
  glossary: "Word",
  training: "Training",
  texts: "Text",
};

function Marked({ pieces }: { pieces: readonly Piece[] }): ReactNode {
  return pieces.map(({ text, marked }, at) => {
    // The pieces of one text never change places.
    const key = `${at} ${text}`;
    return marked ? (
      <mark key={key} className="rounded-[2px] bg-likely-soft text-ink">
        {text}
      </mark>
    ) : (
      <span key={key}>{text}</span>
    );
  });
}

export interface HitRowProps {
  id: string;
  hit: SearchHit;
  chosen: boolean;
  onPoint(): void;
  onChoose(): void;
}

/** One place that was found: what it is, where, and the words around. */
export function HitRow({ id, hit, chosen, onPoint, onChoose }: HitRowProps): ReactNode {
  const { page, section, kind, text, words } = hit;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's, which has the focus
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      tabIndex={-1}
      onPointerMove={onPoint}
      onClick={onChoose}
      className={cx("cursor-pointer rounded-md px-3 py-2", chosen ? "bg-accent-soft" : "")}
    >
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium [overflow-wrap:anywhere]">
          <Marked pieces={markedPieces(page, words)} />
        </span>
        {section !== "" && (
          <span className="text-sm [overflow-wrap:anywhere]">
            <span aria-hidden>› </span>
            <Marked pieces={markedPieces(section, words)} />
          </span>
        )}
        <span className="ml-auto text-soft text-xs">{KIND_NAMES[kind] ?? "Page"}</span>
      </p>
      <p className="line-clamp-2 text-sm text-soft [overflow-wrap:anywhere]">
        <Marked pieces={snippetOf(text, words)} />
      </p>
    </div>
  );
}
