import type { Kind } from "../kind";
import { camel, checkId } from "../names";
import type { Read } from "../plan";
import { refusal } from "../problem";
import { filled } from "../templates";

/** Where the cause of a drill is filed. */
function topicOf(cause: string, read: Read): string {
  const topic = new RegExp(`"${cause}": "(\\w+)"`).exec(read("training/topics.ts") ?? "")?.[1];
  if (/^[a-z0-9-]+$/.test(cause) && topic) return topic;
  throw refusal(
    "CAUSE_UNKNOWN",
    `There is no cause "${cause}" that a server could hang for. Nothing was changed.`,
    "Name one of findings/causes/list.ts: --cause loader-lock.",
  );
}

/** A written drill: what is wrong with its server, and its text. */
export const drill: Kind = {
  options: { cause: "what its server hangs for: --cause loader-lock" },
  plan(id, { cause = "external-call" }, read) {
    checkId(id);
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
