import type { Playbook } from "@/machines/playbook";
import { walk } from "@/machines/walk";

/**
 * The steps to give up so that a case with no evidence begins at this one; null for steps that
 * only evidence leads to.
 */
export function skipsTo(playbook: Playbook, step: string): string[] | null {
  const given: string[] = [];
  let at = walk(playbook, [], given);
  while (at.step !== step) {
    if (at.end || given.includes(at.step)) return null;
    given.push(at.step);
    at = walk(playbook, [], given);
  }
  return at.end ? null : given;
}
