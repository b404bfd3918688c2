import { aspnetHangPlaybook } from "./aspnet-hang";
import { hangPlaybook } from "./hang";
import type { Playbook } from "./playbook";

/** Every playbook. The command line takes the first unless another is named. */
export const PLAYBOOKS: readonly Playbook[] = [aspnetHangPlaybook, hangPlaybook];

/** The one a new case on the site starts with: it leads to any cause. */
export const FIRST_PLAYBOOK: Playbook = hangPlaybook;

/** The playbook with that id, if there is one. */
export function playbookById(id: string): Playbook | null {
  return PLAYBOOKS.find((playbook) => playbook.id === id) ?? null;
}
