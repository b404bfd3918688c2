import { aspnetHangPlaybook } from "./aspnet-hang";
import type { Playbook } from "./playbook";

/** Every playbook. The first is the one a new case starts with. */
export const PLAYBOOKS: readonly Playbook[] = [aspnetHangPlaybook];

/** The playbook with that id, if there is one. */
export function playbookById(id: string): Playbook | null {
  return PLAYBOOKS.find((playbook) => playbook.id === id) ?? null;
}
