/** What a case may hold. Import refuses more; what writes into a case keeps to it, so that every case can be read back. */
export const CASE_LIMITS = {
  entries: 10_000,
  /** Characters of one transcript, and of all of a case together. */
  transcript: 300_000_000,
  /** Characters of a case file. */
  file: 500_000_000,
  title: 200,
  name: 500,
  reason: 4_000,
  note: 100_000,
  value: 500,
  id: 100,
} as const;
