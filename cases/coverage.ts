/** Lines that are not blank: how many of them a grammar took, and how many are prompts or notes and no output. */
export interface Coverage {
  lines: number;
  read: number;
  aside: number;
}

export const NOTHING_READ: Coverage = { lines: 0, read: 0, aside: 0 };

/** Two of them added up. */
export function added(one: Coverage, other: Coverage): Coverage {
  return { lines: one.lines + other.lines, read: one.read + other.read, aside: one.aside + other.aside };
}
