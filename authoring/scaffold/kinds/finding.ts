import type { Kind, Options } from "../kind";
import { camel, checkId } from "../names";
import type { Edit, Read } from "../plan";
import { filled } from "../templates";

/** The findings of a rule: those asked for, those that it lists by now, or one that is called like it. */
function findsOf(id: string, { finds }: Options, read: Read): string[] {
  if (finds) return finds.split(",").map((one) => one.trim());
  const [, listed = ""] = /finds: \[([^\]]*)\]/.exec(read(`findings/rules/${id}.ts`) ?? "") ?? [];
  const known = [...listed.matchAll(/"([^"]+)"/g)].map(([, one = ""]) => one);
  return known.length > 0 ? known : [id];
}

/** What reports prove: a rule and the words for what it finds. */
export const finding: Kind = {
  options: {
    finds: "ids of what it finds, where that is not its own: --finds pool-stopped,no-pool-stopped",
    of: "kind of the reports it looks at: --of appcmd-apppools",
  },
  plan(id, options, read) {
    const finds = findsOf(id, options, read);
    for (const one of [id, ...finds]) checkId(one);
    const quoted = finds.map((one) => `"${one}"`);
    const meanings = finds.map(
      (one): Edit => ({
        path: "content/data/finding-meanings.json",
        list: ["{"],
        element: `"${one}": "FILL IN: what ${one} means, in a sentence or two for people."`,
        key: `"${one}"`,
      }),
    );
    return {
      what: `the finding ${id}`,
      files: [
        {
          path: `findings/rules/${id}.ts`,
          text: filled("finding/rule.ts", {
            id,
            name: camel(id),
            of: options.of ?? "tasks",
            finds: quoted.join(", "),
            first: finds[0] ?? id,
          }),
        },
      ],
      edits: [
        { path: "findings/rules/list.ts", line: `import { ${camel(id)} } from "./${id}";`, above: "import " },
        {
          path: "findings/rules/list.ts",
          list: ["export const RULES: readonly Rule[] = ["],
          element: camel(id),
          key: camel(id),
        },
        ...meanings,
      ],
    };
  },
};
