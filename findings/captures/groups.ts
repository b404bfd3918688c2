import type { Piece } from "./pieces";
import { Profile } from "./profile";

/** Pieces of one process, of one kernel or of one machine. */
export interface Group {
  profile: Profile;
  pieces: Piece[];
}

export interface Grouping {
  groups: readonly Group[];
  /** Pieces that may belong to several groups, or that contradict each other within one. */
  unplaced: readonly Piece[];
}

/** More places than this are a collection, which nobody wants taken apart. */
const MOST_GROUPS = 40;

const byWeight = (a: Piece, b: Piece): number =>
  Number(b.profile.processId !== null) - Number(a.profile.processId !== null) ||
  b.profile.size - a.profile.size ||
  (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

function join(group: Group, piece: Piece): void {
  group.pieces.push(piece);
  group.profile.merge(piece.profile);
}

function found(piece: Piece): Group {
  const profile = new Profile(piece.profile.layer);
  profile.merge(piece.profile);
  return { profile, pieces: [piece] };
}

/** Puts each piece to the group it agrees with, and founds one for a piece that no group can hold. */
function settle(pieces: readonly Piece[], groups: Group[]): Piece[] {
  let open = pieces;
  for (;;) {
    const left: Piece[] = [];
    for (const piece of open) {
      if (groups.length > MOST_GROUPS) return [];
      const same = groups.find(({ profile }) => profile.relation(piece.profile) === "same");
      if (same) join(same, piece);
      else if (groups.every(({ profile }) => profile.relation(piece.profile) === "different"))
        groups.push(found(piece));
      else left.push(piece);
    }
    if (left.length === open.length) return left;
    open = left;
  }
}

/** Those of the pieces that cannot be of one place with another of them. */
function contradicting(pieces: readonly Piece[]): Set<Piece> {
  const hits = new Set<Piece>();
  const together = new Profile(pieces[0]?.profile.layer ?? "process");
  for (const piece of pieces) {
    if (together.relation(piece.profile) === "different") hits.add(piece);
    else together.merge(piece.profile);
  }
  if (hits.size === 0 || hits.size > MOST_GROUPS) return hits;
  for (const piece of pieces)
    if ([...hits].some((hit) => hit.profile.relation(piece.profile) === "different")) hits.add(piece);
  return hits;
}

function together([first, ...rest]: readonly Piece[]): Grouping {
  if (!first) return { groups: [], unplaced: [] };
  const all = found(first);
  for (const piece of rest) join(all, piece);
  return { groups: [all], unplaced: [] };
}

/** Groups the pieces of one layer. The order of the pieces does not matter. */
export function group(pieces: readonly Piece[]): Grouping {
  const marked = pieces.filter(({ blank }) => !blank).sort(byWeight);
  const blank = pieces.filter((piece) => piece.blank);
  const groups: Group[] = [];
  const left = settle(marked, groups);
  const [only] = groups;
  if (!only || groups.length > MOST_GROUPS) return together([...marked, ...blank]);
  if (groups.length > 1) return { groups, unplaced: [...left, ...blank] };
  const against = contradicting(left);
  if (against.size > MOST_GROUPS) return together([...marked, ...blank]);
  for (const piece of left) if (!against.has(piece)) join(only, piece);
  if (against.size > 0) return { groups, unplaced: [...against, ...blank] };
  for (const piece of blank) join(only, piece);
  return { groups, unplaced: [] };
}
