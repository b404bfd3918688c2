import "./require-node.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { ensureLighthouse } from "./lighthouse.mjs";
import { main, SetupProblem } from "./project.mjs";
import { serve } from "./serve.mjs";
import { ensureSite } from "./site.mjs";
import { ensureTestBrowser } from "./test-browser.mjs";
import { runTypeScript } from "./typescript.mjs";

const PARTS = ["scripts", "scores", "pastes"];

/** `npm run bench:web` measures all of it; `npm run bench:web -- scores` a part. */
await main(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) {
    throw new SetupProblem("PART_UNKNOWN", `There is no part called ${unknown}.`, `The parts are ${PARTS.join(", ")}.`);
  }
  const parts = asked.length === 0 ? PARTS : asked;
  await ensureDependencies();
  await ensureSite();
  await ensureTestBrowser();
  const lighthouse = parts.includes("scores") ? await ensureLighthouse() : "";
  await runTypeScript("tests/bench/run-web.ts", [await serve({ port: 0 }), lighthouse, ...parts]);
});
