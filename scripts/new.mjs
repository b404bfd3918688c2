import "./require-node.mjs";
import { main, root } from "./project.mjs";
import { runTypeScript } from "./typescript.mjs";

process.chdir(root);

await main(() => runTypeScript("authoring/new.ts", process.argv.slice(2)));
