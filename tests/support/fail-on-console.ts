import { format } from "node:util";
import { afterAll, afterEach } from "vitest";

const written: string[] = [];

for (const method of ["debug", "dir", "error", "info", "log", "table", "trace", "warn"] as const) {
  console[method] = (...args: unknown[]): void => {
    written.push(`console.${method}: ${format(...args)}`);
  };
}

function failIfWritten(): void {
  const lines = written.splice(0);
  if (lines.length > 0) throw new Error(`Product code logs nothing, but this was logged:\n${lines.join("\n")}`);
}

afterEach(failIfWritten);
afterAll(failIfWritten);
