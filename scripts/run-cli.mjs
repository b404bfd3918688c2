import "./require-node.mjs";
import { main } from "./project.mjs";
import { runTypeScript } from "./typescript.mjs";

// npm starts scripts in the repository; file arguments are meant from where the user stood.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);

await main(() => runTypeScript("cli/waitchain.ts", process.argv.slice(2)));
