import "./require-node.mjs";
import { main, root } from "./project.mjs";
import { runTypeScript } from "./typescript.mjs";

process.chdir(root);

const [program, ...args] = process.argv.slice(2);
await main(() => runTypeScript(program, args));
