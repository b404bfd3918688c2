import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureDependencies } from "./dependencies.mjs";
import { root } from "./project.mjs";

/** Runs a TypeScript program of the repository in this process, as if it had been started with `args`. */
export async function runTypeScript(path, args) {
  await ensureDependencies();
  const program = join(root, path);
  process.argv.splice(1, process.argv.length - 1, program, ...args);
  const { register } = await import("tsx/esm/api");
  register({ tsconfig: join(root, "tsconfig.json") });
  await import(pathToFileURL(program).href);
}
