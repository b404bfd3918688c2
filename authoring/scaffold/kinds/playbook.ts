import type { Kind } from "../kind";
import { camel, checkId } from "../names";
import { filled } from "../templates";

/** A procedure of its own, with a first step and the ends that all of them share. */
export const playbook: Kind = {
  options: {},
  plan(id) {
    checkId(id);
    const words = { id, name: camel(id) };
    return {
      what: `the playbook ${id}`,
      files: [
        { path: `machines/${id}/index.ts`, text: filled("playbook/index.ts", words) },
        { path: `machines/${id}/machine.ts`, text: filled("playbook/machine.ts", words) },
        { path: `machines/${id}/steps.ts`, text: filled("playbook/steps.ts", words) },
        { path: `content/playbooks/${id}/index.mdx`, text: filled("playbook/page.mdx", words) },
        { path: `content/playbooks/${id}/first-look.mdx`, text: filled("playbook/step.mdx", words) },
      ],
      edits: [
        { path: "machines/list.ts", line: `import { ${camel(id)}Playbook } from "./${id}";`, above: "import " },
        {
          path: "machines/list.ts",
          list: ["export const PLAYBOOKS: readonly Playbook[] = ["],
          element: `${camel(id)}Playbook`,
          key: `${camel(id)}Playbook`,
        },
      ],
    };
  },
};
