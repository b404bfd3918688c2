import type { Finding, LineRange } from "@/evidence";
import { type EvidenceSet, evidenceSet, type Read } from "@/findings/evidence-set";
import { Found } from "@/findings/rule";
import { Random } from "@/simulator/random";

/** Lines of one transcript. */
export interface Lines {
  file: number;
  lines: LineRange;
}

export interface Option {
  /** `a`, `b`, … in the order shown: it tells nothing. */
  id: string;
  text: string;
  /** Why one falls for it; null for the right one. */
  tempts: string | null;
  /** The mistake that it is, where it is another one than that of its family. */
  mistake: string | null;
}

/** A question about what an output shows, with figures of that output. */
export interface Question {
  /** The family, and what of this server it is about. */
  id: string;
  family: string;
  text: string;
  /** In an order drawn from the seed. */
  options: readonly Option[];
  /** Id of the right option; there is no other. */
  answer: string;
  why: string;
  about: Lines;
}

/** A wrong option, why one falls for it, and the mistake that it is where the family alone does not tell. */
export type Temptation = readonly [text: string, tempts: string, mistake?: string];

export interface Draft {
  /** What it is about, where a server may have several of it. */
  subject?: string;
  text: string;
  right: string;
  why: string;
  wrong: readonly Temptation[];
  about: Lines;
}

/** What has been shown so far. */
export interface Shown {
  found: Found;
  evidence: EvidenceSet;
}

/** Questions of one kind; they differ in their figures. */
export interface Family {
  /** Stable: it stands in stored attempts. */
  id: string;
  /** Null while nothing that was shown raises it, and where the right answer would not be certain. */
  draft(shown: Shown): Draft | null;
}

export function shownBy({ blocks, findings }: Pick<Diagnosed, "blocks" | "findings">): Shown {
  return { found: new Found(findings), evidence: evidenceSet(blocks) };
}

interface Diagnosed {
  blocks: Parameters<typeof evidenceSet>[0];
  findings: readonly Finding[];
}

/** The lines that a finding rests on first; null when it rests on an answer. */
export function linesOf({ cites }: Finding): Lines | null {
  for (const cite of cites) if ("file" in cite) return cite;
  return null;
}

/** Lines of a block, as a place to look at. */
export function linesIn({ block }: Read, first: number | null, last: number | null = first): Lines {
  return first === null || last === null
    ? { file: block.file, lines: block.lines }
    : { file: block.file, lines: [first, last] };
}

/** A family that one kind of finding raises; the first finding that makes a question counts. */
export function onFinding(
  id: string,
  finding: string,
  draft: (finding: Finding, shown: Shown) => Omit<Draft, "about"> | null,
): Family {
  return {
    id,
    draft(shown) {
      for (const known of shown.found.all(finding)) {
        const about = linesOf(known);
        const drawn = about && draft(known, shown);
        if (drawn) return { ...drawn, about };
      }
      return null;
    },
  };
}

/** Fewer wrong options make no question. */
const FEWEST_WRONG = 2;

/** Options as one would tell them apart. */
const told = (text: string): string => text.trim().toLowerCase();

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  return random.times(items.length, () => left.splice(random.int(0, left.length - 1), 1)).flat();
}

/** The question of a draft; null when two ways of reading come to the same figure, so that the answer would show nothing. */
export function questionOf(family: string, draft: Draft, seed: number): Question | null {
  const { subject, text, right, why, about } = draft;
  const seen = new Set([told(right)]);
  if (draft.wrong.some(([wrong]) => seen.has(told(wrong)))) return null;
  const wrong = draft.wrong.filter(([option]) => !seen.has(told(option)) && seen.add(told(option)));
  if (wrong.length < FEWEST_WRONG) return null;
  const all = [[right, null] as const, ...wrong];
  const options = shuffled(all, new Random(seed).fork(`question ${family}`)).map(
    ([option, tempts, mistake = null], at): Option => ({
      id: String.fromCharCode(97 + at),
      text: option,
      tempts,
      mistake,
    }),
  );
  const answer = options.find(({ tempts }) => tempts === null)?.id ?? "";
  return { id: subject ? `${family}:${subject}` : family, family, text, options, answer, why, about };
}
