import "./require-node.mjs";
import { main } from "./project.mjs";
import { runTypeScript } from "./typescript.mjs";

await main(() => runTypeScript("tests/long/run.ts", process.argv.slice(2)));
