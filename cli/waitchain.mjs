#!/usr/bin/env node
import "../scripts/require-node.mjs";
import { main } from "../scripts/project.mjs";
import { runTypeScript } from "../scripts/typescript.mjs";

await main(() => runTypeScript("cli/waitchain.ts", process.argv.slice(2)));
