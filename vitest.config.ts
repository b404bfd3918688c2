import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Tests that put something in place of what the browser or the language brings need modules of their own. */
const ALONE = ["tests/browser/**/*.test.ts", "tests/contract/**/*.test.ts"];
const NOT_UNIT = ["tests/e2e/**", "tests/bench/**", "tests/planted/**"];

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    projects: [
      { extends: true, test: { name: "alone", include: ALONE } },
      {
        extends: true,
        // Everything else is pure functions, which are loaded once for all the files of a worker.
        test: { name: "pure", include: ["tests/**/*.test.{ts,tsx}"], exclude: [...NOT_UNIT, ...ALONE], isolate: false },
      },
    ],
    setupFiles: ["tests/support/fail-on-console.ts", "tests/support/seed.ts"],
    // One worker less than there are cores, as is usual, leaves half of a small machine idle.
    maxWorkers: "100%",
    // Properties run hundreds of cases; a busy machine must not turn them red.
    testTimeout: 60_000,
  },
});
