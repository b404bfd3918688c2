import "./require-node.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { main } from "./project.mjs";
import { serve } from "./serve.mjs";
import { ensureSite } from "./site.mjs";

await main(async () => {
  await ensureDependencies();
  await ensureSite();
  process.stdout.write(`Waitchain is ready at ${await serve()}\n`);
});
