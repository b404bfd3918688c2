import { CAUSES } from "@/findings/causes/list";
import { PLAYBOOKS } from "@/machines/list";
import { hasContent } from "./content-files";

const TARGET = /^(command|cause|step):([a-z0-9/-]+)$/;

/** Where a step stands on its playbook's page. */
export function stepHref(playbook: string, step: string): string {
  return `/playbooks/${playbook}#${step}`;
}

function stepTarget(id: string): string | null {
  const [first = "", second] = id.split("/");
  const owners = PLAYBOOKS.filter(({ id: playbook, steps, textOf }) =>
    second === undefined ? first in steps && !(first in (textOf ?? {})) : playbook === first && second in steps,
  );
  return owners.length === 1 && owners[0] ? stepHref(owners[0].id, second ?? first) : null;
}

/**
 * Route of `command:<id>`, `cause:<id>` or `step:<id>` (`step:<playbook>/<id>` where two
 * playbooks have a step of that name), or the address itself where it is one of the web;
 * null when there is no such thing.
 */
export function resolveTarget(url: string): string | null {
  if (/^https:\/\/[a-z0-9.-]+\//.test(url)) return url;
  const [, kind, id = ""] = TARGET.exec(url) ?? [];
  if (kind === "command") return hasContent(`commands/${id}`) ? `/commands/${id}` : null;
  if (kind === "cause") return CAUSES.some((cause) => cause.id === id) ? `/causes/${id}` : null;
  if (kind === "step") return stepTarget(id);
  return null;
}
