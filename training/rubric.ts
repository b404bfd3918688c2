/** What a drill is scored by: the most that each part gives. Shown before the start as it stands here. */
export const PARTS = {
  way: {
    points: 30,
    title: "The way",
    says: "Commands that bring you nearer, in few tries and little of the customer's time.",
  },
  reading: { points: 25, title: "Reading", says: "What the output shows, asked as you go; the first answer counts." },
  cause: { points: 20, title: "The cause", says: "Named after the output has shown it, not before." },
  evidence: { points: 10, title: "The evidence", says: "The lines you mark are the ones that prove it." },
  remedy: { points: 15, title: "The remedy", says: "What ends the hang for good on this server." },
} as const;
export type Part = keyof typeof PARTS;

/** What is taken off the sum. */
export const DEDUCTIONS = {
  hintWhy: { points: 2, says: "A hint: why the next step is taken" },
  hintCommand: { points: 4, says: "A hint: which command it is" },
  hintLook: { points: 6, says: "A hint: what to look at in its output" },
  wrongAccusation: { points: 25, says: "An accusation that is wrong" },
  unproven: { points: 10, says: "An accusation that is right, before anything shows it" },
  harm: { points: 10, says: "Harm to the customer: evidence lost, a restart for nothing" },
} as const;
export type Deduction = keyof typeof DEDUCTIONS;

/** Points of an attempt so far. */
export interface Score {
  parts: Readonly<Record<Part, number>>;
  deductions: readonly { of: Deduction; act: number; points: number }[];
  /** 0 to 100: the parts less the deductions. Final once the debrief is there. */
  total: number;
}
