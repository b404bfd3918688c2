import { CAUSES } from "@/findings/causes/list";
import { FRAME_SIGNATURES } from "@/findings/frame-signatures";
import { IDLE_STACKS } from "@/findings/idle-stacks";
import { RULES } from "@/findings/rules/list";
import { PLAYBOOKS } from "@/machines/list";
import { hasContent } from "./content-files";
import { glossaryTerms } from "./glossary-terms";

const TARGET = /^(command|cause|step|term|finding|frame|page):([a-z0-9/-]+)$/;

/** Pages that are one of a kind. */
const PAGES = ["playbooks", "commands", "causes", "drivers", "frames", "findings", "glossary", "privacy"];

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

/** For each kind of target, its route where there is such a thing. */
const ROUTES: Readonly<Record<string, (id: string) => string | null>> = {
  command: (id) => (hasContent(`commands/${id}`) ? `/commands/${id}` : null),
  cause: (id) => (CAUSES.some((cause) => cause.id === id) ? `/causes/${id}` : null),
  step: stepTarget,
  term: (id) => (glossaryTerms().some((term) => term.id === id) ? `/glossary#${id}` : null),
  finding: (id) => (RULES.some(({ finds }) => finds.includes(id)) ? `/findings#${id}` : null),
  frame: (id) => ([...FRAME_SIGNATURES, ...IDLE_STACKS].some((kind) => kind.id === id) ? `/frames#${id}` : null),
  page: (id) => (PAGES.includes(id) ? `/${id}` : null),
};

/**
 * Route of `command:<id>`, `cause:<id>`, `term:<id>`, `finding:<id>`, `frame:<id>`, `page:<name>` or `step:<id>`
 * (`step:<playbook>/<id>` where two playbooks have a step of that name), or the address itself where it is one of
 * the web; null when there is no such thing.
 */
export function resolveTarget(url: string): string | null {
  if (/^https:\/\/[a-z0-9.-]+\//.test(url)) return url;
  const [, kind = "", id = ""] = TARGET.exec(url) ?? [];
  return ROUTES[kind]?.(id) ?? null;
}
