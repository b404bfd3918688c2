import type { LineRange } from "./transcript";

/** Where a claim is proved: lines of a transcript, or an answer somebody gave. */
export type Cite = { file: number; lines: LineRange } | { answer: string };

export type FindingValue = string | number | boolean | null | readonly string[] | readonly number[];

/** One thing the evidence shows. */
export interface Finding {
  /** Kind of finding, kebab-case, stable: `lock-owner`. Several findings may share it (two locks). */
  id: string;
  /** A sentence with its figures, for people. */
  says: string;
  /** The figures, for templates and programs. Hex text, numbers, `…Seconds`, `…Bytes`. */
  values: Readonly<Record<string, FindingValue>>;
  cites: readonly Cite[];
  /**
   * `warning` findings point at evidence that disagrees with itself; they never block.
   * `presence` findings say only that an output is there: they steer what is asked and are not shown.
   */
  tone: "fact" | "warning" | "presence";
}
