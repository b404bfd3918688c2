import "./require-node.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { main } from "./project.mjs";
import { serve } from "./serve.mjs";
import { ensureSite } from "./site.mjs";
import { ensureTestBrowser } from "./test-browser.mjs";
import { runTypeScript } from "./typescript.mjs";

await main(async () => {
  await ensureDependencies();
  await ensureSite();
  await ensureTestBrowser();
  await runTypeScript("tests/bench/run-web.ts", [await serve({ port: 0 })]);
});
