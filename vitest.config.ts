import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    include: ["tests/**/*.test.{ts,tsx}"],
    exclude: ["tests/e2e/**", "tests/bench/**", "tests/planted/**"],
    setupFiles: ["tests/support/fail-on-console.ts", "tests/support/seed.ts"],
    // One worker less than there are cores, as is usual, leaves half of a small machine idle.
    maxWorkers: "100%",
    // Properties run hundreds of cases; a busy machine must not turn them red.
    testTimeout: 60_000,
  },
});
