/** A question about what the trainee's own output shows. */
export interface Question {
  /** Stable while the evidence is the same: `waiters-of-lock 21c0a658`. */
  id: string;
  /** Which question of the bank it is: `waiters-of-lock`. */
  family: string;
  text: string;
  /** In an order drawn from the seed. */
  options: readonly Option[];
  /** Id of the right option. */
  answer: string;
  /** Why the right one is right. */
  why: string;
  /** The output that it is about, as a finding cites it: 1-based lines of the pasted text, the first is the typed line. */
  about: { file: number; lines: readonly [first: number, last: number] } | null;
}

export interface Option {
  id: string;
  text: string;
  /** Why it looks right though it is wrong; null for the right one. */
  tempts: string | null;
}
