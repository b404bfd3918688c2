import { CAUSES, checked, choicesIn, TOPICS } from "../choices";
import type { Kind } from "../kind";
import { camel, checkId } from "../names";
import type { Edit } from "../plan";
import { filled } from "../templates";

/** A list of the catalogue: its import and its place at the end. */
function listed(path: string, list: string, id: string): Edit[] {
  return [
    { path, line: `import { ${camel(id)} } from "./${id}";`, above: "import " },
    { path, list: [list], element: camel(id), key: camel(id) },
  ];
}

/** A root cause: its definition and page, what tells it from others, servers that hang for it, and its remedy in drills. */
export const cause: Kind = {
  options: {
    findings: "what supports it, and together decides it: --findings pool-stopped,site-offline",
    topic: "where drills file it: locks, files, calls, pools, runtime, native or server",
    like: "the cause it is most easily mistaken for",
  },
  plan(id, options, read) {
    checkId(id);
    const { findings = "" } = options;
    const topic = checked("topic", options.topic ?? "server", choicesIn(...TOPICS, read));
    const like = checked("like", options.like ?? "not-hung", choicesIn(...CAUSES, read));
    const named = findings.split(",").filter((one) => one !== "");
    const words = {
      id,
      name: camel(id),
      supports: named.map((one) => `{ finding: "${one}", origin: "FILL IN: which output shows ${one}" }`).join(", "),
      decides: named.length > 0 ? `[${named.map((one) => `"${one}"`).join(", ")}]` : "",
    };
    return {
      what: `the cause ${id}`,
      files: [
        { path: `findings/causes/${id}.ts`, text: filled("cause/definition.ts", words) },
        { path: `content/causes/${id}.mdx`, text: filled("cause/page.mdx", words) },
        { path: `simulator/hangs/${id}.ts`, text: filled("cause/hang.ts", words) },
      ],
      edits: [
        { path: "evidence/cause.ts", list: ["export const CAUSE_IDS = ["], element: `"${id}"`, key: `"${id}"` },
        ...listed("findings/causes/list.ts", "export const CAUSES: readonly CauseDefinition[] = [", id),
        ...listed("simulator/hangs/list.ts", "export const HANGS: readonly Hang[] = [", id),
        {
          path: "findings/causes/look-alikes.ts",
          list: ["export const LOOK_ALIKES: readonly LookAlike[] = ["],
          element: `{\n    causes: ["${id}", "${like}"],\n    seen: ["FILL IN: what is seen of this one.", "FILL IN: what is seen of ${like} instead."],\n  }`,
          key: `{ causes: ["${id}"`,
        },
        {
          path: "tests/support/made-up-hangs.ts",
          list: ["export const HANGS: readonly MadeUpHang[] = ["],
          element: `{ cause: "${id}", standing: "suspected", text: "FILL IN: the shortest outputs that reach it" }`,
          key: `{ cause: "${id}"`,
        },
        {
          path: "training/topics.ts",
          list: ["export const TOPIC_OF: Readonly<Record<CauseId, Topic>> = {"],
          element: `"${id}": "${topic}"`,
          key: `"${id}"`,
        },
        {
          path: "training/remedy-choices.ts",
          list: ["export const REMEDY_CHOICES: Readonly<Record<CauseId, RemedyChoice>> = {"],
          element: `"${id}": {\n    right: "FILL IN: the remedy that ends it, in short.",\n    wrong: [\n      ["FILL IN: a remedy that tempts.", "FILL IN: why it does not help."],\n      MORE_POWER,\n    ],\n  }`,
          key: `"${id}"`,
        },
      ],
    };
  },
};
