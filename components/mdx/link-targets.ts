import { CAUSES } from "@/findings/causes/list";
import { FRAME_SIGNATURES } from "@/findings/frame-signatures";
import { IDLE_STACKS } from "@/findings/idle-stacks";
import { RULES } from "@/findings/rules/list";
import { PLAYBOOKS } from "@/machines/list";
import { closest } from "./closest";
import { contentIds } from "./content-files";
import { glossaryTerms } from "./glossary-terms";

const TARGET = /^(command|cause|step|term|finding|frame|drill|page):([a-z0-9/-]+)$/;

/** Pages that are one of a kind, besides the texts in content/pages. */
const PAGES = ["playbooks", "commands", "causes", "drivers", "frames", "findings", "training"];

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

/** One kind of target: the ids there are, and where each leads. */
interface TargetKind {
  ids(): readonly string[];
  route(id: string): string | null;
}

function listed(ids: () => readonly string[], route: (id: string) => string): TargetKind {
  return { ids, route: (id) => (ids().includes(id) ? route(id) : null) };
}

const KINDS: Readonly<Record<string, TargetKind>> = {
  command: listed(
    () => contentIds("commands"),
    (id) => `/commands/${id}`,
  ),
  cause: listed(
    () => CAUSES.map(({ id }) => id),
    (id) => `/causes/${id}`,
  ),
  step: { ids: () => [...new Set(PLAYBOOKS.flatMap(({ steps }) => Object.keys(steps)))], route: stepTarget },
  term: listed(
    () => glossaryTerms().map(({ id }) => id),
    (id) => `/glossary#${id}`,
  ),
  finding: listed(
    () => RULES.flatMap(({ finds }) => finds),
    (id) => `/findings#${id}`,
  ),
  frame: listed(
    () => [...FRAME_SIGNATURES, ...IDLE_STACKS].map(({ id }) => id),
    (id) => `/frames#${id}`,
  ),
  drill: listed(
    () => contentIds("drills"),
    (id) => `/training/${id}`,
  ),
  page: listed(
    () => [...PAGES, ...contentIds("pages"), ...PLAYBOOKS.map(({ id }) => `playbooks/${id}`)],
    (id) => `/${id}`,
  ),
};

/**
 * Route of `command:<id>`, `cause:<id>`, `term:<id>`, `finding:<id>`, `frame:<id>`, `drill:<id>`, `page:<name>` or `step:<id>`
 * (`step:<playbook>/<id>` where two playbooks have a step of that name), or the address itself where it is one of
 * the web; null when there is no such thing.
 */
export function resolveTarget(url: string): string | null {
  if (/^https:\/\/[a-z0-9.-]+\//.test(url)) return url;
  const [, kind = "", id = ""] = TARGET.exec(url) ?? [];
  return KINDS[kind]?.route(id) ?? null;
}

/** What to write instead of a target that leads nowhere. */
export function targetHint(url: string): string {
  const [, kind = "", id = ""] = /^([a-z]+):(.*)$/.exec(url) ?? [];
  const known = KINDS[kind];
  if (!known) return `link to ${Object.keys(KINDS).join(":…, ")}:… or https://…`;
  const homes = PLAYBOOKS.filter(({ steps }) => kind === "step" && id in steps);
  if (homes.length > 1) return `name its playbook: ${homes.map((home) => `step:${home.id}/${id}`).join(" or ")}`;
  return `write one that exists, such as ${kind}:${closest(id, known.ids())}`;
}
