import "./require-node.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { main, runNode } from "./project.mjs";
import { NEXT } from "./site.mjs";

await main(async () => {
  await ensureDependencies();
  const options = { env: { NEXT_TELEMETRY_DISABLED: "1" }, show: true };
  process.exitCode = (await runNode(NEXT, ["dev", "--hostname", "localhost", ...process.argv.slice(2)], options)).code;
});
