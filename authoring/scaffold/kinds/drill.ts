import { CAUSES, checked, choicesIn } from "../choices";
import type { Kind } from "../kind";
import { camel, checkId } from "../names";
import type { Read } from "../plan";
import { filled } from "../templates";

/** Where the cause of a drill is filed. */
function topicOf(cause: string, read: Read): string {
  return new RegExp(`"${cause}": "(\\w+)"`).exec(read("training/topics.ts") ?? "")?.[1] ?? "server";
}

/** A written drill: what is wrong with its server, and its text. */
export const drill: Kind = {
  options: { cause: "what its server hangs for: --cause loader-lock" },
  plan(id, options, read) {
    checkId(id);
    const cause = checked("cause", options.cause ?? "external-call", choicesIn(...CAUSES, read));
    const words = { id, name: camel(id), cause, hang: camel(cause), topic: topicOf(cause, read) };
    return {
      what: `the drill ${id}`,
      files: [
        { path: `training/drills/${id}.ts`, text: filled("drill/drill.ts", words) },
        { path: `content/drills/${id}.mdx`, text: filled("drill/page.mdx", words) },
      ],
      edits: [
        { path: "training/drills/list.ts", line: `import { ${camel(id)}Drill } from "./${id}";`, above: "import " },
        {
          path: "training/drills/list.ts",
          list: ["export const WRITTEN_DRILLS: readonly WrittenDrill[] = ["],
          element: `${camel(id)}Drill`,
          key: `${camel(id)}Drill`,
        },
      ],
    };
  },
};
