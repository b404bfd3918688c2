import { checked } from "../choices";
import type { Kind } from "../kind";
import { camel, checkId } from "../names";
import type { Read } from "../plan";
import { refusal } from "../problem";
import { filled } from "../templates";

/** The playbook whose branches are rows of a list. */
const BRANCHING = "hang";

/** `pool-states` of `hang/pool-states`. */
function stepOf(id: string): string {
  const [playbook = "", step, ...rest] = id.split("/");
  if (playbook === BRANCHING && step !== undefined && rest.length === 0) return step;
  throw refusal(
    "STEP_WITHOUT_PLACE",
    `"${id}" does not say a step of ${BRANCHING}, the only playbook whose branches are rows of a list. Nothing was changed.`,
    `Write ${BRANCHING}/<id of the step>. Where a step of another playbook belongs, only its route can say: AUTHORING.md tells how it is written.`,
  );
}

const GROUPS = "machines/hang/groups.ts";

/** The group that was asked for, or the one that the step stands in by now. */
function groupOf(id: string, asked: string | undefined, read: Read): string {
  const groups = read(GROUPS) ?? "";
  const before = groups.slice(0, Math.max(groups.indexOf(`"${id}"`), 0));
  const all = [...groups.matchAll(/id: "([a-z-]+)"/g)].map(([, group = ""]) => group);
  const now = [...before.matchAll(/id: "([a-z-]+)"/g)].at(-1)?.[1];
  return checked("group", asked ?? now ?? "machine", all);
}

/** A branch of the triage: what is asked where a wait is of one kind. */
export const step: Kind = {
  id: `${BRANCHING}/ID`,
  options: {
    when: "the finding that leads into it: --when site-offline",
    command: "id of the command it asks for: --command appcmd-apppools",
    group: "group of the map it stands in, as machines/hang/groups.ts calls it",
  },
  plan(path, { when, command, group }, read) {
    const id = stepOf(path);
    checkId(id);
    const words = {
      id,
      name: camel(id),
      command: command ? camel(command) : "allManagedStacks",
      brings: when ? `"${when}"` : '"stacks-seen"',
    };
    return {
      what: `the step ${path}`,
      files: [
        { path: `machines/hang/${id}.ts`, text: filled("step/step.ts", words) },
        { path: `content/playbooks/hang/${id}.mdx`, text: filled("step/page.mdx", words) },
      ],
      edits: [
        {
          path: "machines/branches.ts",
          list: ["export const BRANCHES = ["],
          element: `{ guard: "${camel(id)}", target: "${id}", facts: ["${when ?? "FILL IN: the findings that lead here"}"] }`,
          key: `{ guard: "${camel(id)}"`,
        },
        { path: "machines/hang/steps.ts", line: `import { ${camel(id)} } from "./${id}";`, above: "import " },
        {
          path: "machines/hang/steps.ts",
          list: ["export const TRIAGE_STEPS = {"],
          element: `"${id}": ${camel(id)}`,
          key: `"${id}"`,
        },
        { path: GROUPS, list: [`id: "${groupOf(id, group, read)}"`, "steps: ["], element: `"${id}"`, key: `"${id}"` },
      ],
    };
  },
};
