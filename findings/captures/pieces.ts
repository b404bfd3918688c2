import type { Block } from "@/evidence";
import { isBlank, type Layer, type Marks, marksOf } from "./marks";
import { Profile } from "./profile";

/** Outputs that were taken in one place, as far as they tell. */
export interface Piece {
  profile: Profile;
  blocks: readonly Block[];
  /** Nothing in it tells where it was taken. */
  blank: boolean;
  /** The same text gives the same key, wherever it stands. */
  key: string;
}

interface Marked {
  block: Block;
  marks: Marks;
  blank: boolean;
}

function piece(layer: Layer, marked: readonly Marked[]): Piece {
  const profile = new Profile(layer);
  for (const { marks } of marked) profile.add(marks);
  return {
    profile,
    blocks: marked.map(({ block }) => block),
    blank: marked.every(({ blank }) => blank),
    key: marked.map(({ block }) => block.fingerprint).join(" "),
  };
}

function agrees(layer: Layer, marked: readonly Marked[]): boolean {
  const profile = new Profile(layer);
  for (const { marks, blank } of marked) {
    if (blank) continue;
    if (profile.relationTo(marks) === "different") return false;
    profile.add(marks);
  }
  return true;
}

/**
 * Cuts transcripts into pieces that were each taken in one place. Outputs of one paste belong together unless two of
 * them cannot: then each stands for itself, as nothing tells which of the others go with which. So does whatever looks
 * at the machine.
 */
export function piecesIn(blocks: readonly Block[]): Piece[] {
  const places = new Map<string, { layer: Layer; marked: Marked[] }>();
  for (const block of blocks) {
    if (!block.report) continue;
    const marks = marksOf(block);
    const { layer } = marks;
    const place = layer === "machine" ? `${block.file} ${block.lines[0]}` : `${block.file} ${layer}`;
    const entry = places.get(place) ?? { layer, marked: [] };
    entry.marked.push({ block, marks, blank: isBlank(marks) });
    places.set(place, entry);
  }
  return [...places.values()].flatMap(({ layer, marked }) =>
    agrees(layer, marked) ? [piece(layer, marked)] : marked.map((one) => piece(layer, [one])),
  );
}
