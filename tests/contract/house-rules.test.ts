import { expect, test } from "vitest";
import { lintTree } from "../support/lint-tree";

const TOO_LONG = "// One more line.\n".repeat(401);

test.each([
  ["product code that logs", "parsers/a.ts", 'console.log("read");\n', "lint/suspicious/noConsole"],
  ["any", "findings/a.ts", "export const facts: any = {};\n", "lint/suspicious/noExplicitAny"],
  ["a file of 401 lines", "components/a.tsx", `${TOO_LONG}export {};\n`, "lint/style/noExcessiveLinesPerFile"],
  ["a picture without words", "components/a.tsx", 'export const a = <img src="/a" />;\n', "lint/a11y/useAltText"],
  ["a test that hides the others", "tests/a.test.ts", 'test.only("a", () => {});\n', "lint/suspicious/noFocusedTests"],
])("lint refuses %s", async (_what, file, text, rule) => {
  const complaints = await lintTree({ [file]: text });

  expect(complaints.map((complaint) => `${complaint.file}: ${complaint.rule}`)).toContain(`${file}: ${rule}`);
});

test("lint refuses a circle of imports, by alias or relative", async () => {
  const complaints = await lintTree({
    "evidence/a.ts": 'import { b } from "./b";\n\nexport const a = (): number => b();\n',
    "evidence/b.ts": 'import { a } from "./a";\n\nexport const b = (): number => a();\n',
    "cases/c.ts": 'import { d } from "@/cases/d";\n\nexport const c = (): number => d();\n',
    "cases/d.ts": 'import { c } from "@/cases/c";\n\nexport const d = (): number => c();\n',
  });

  const circles = complaints.filter(({ rule }) => rule === "lint/suspicious/noImportCycles").map(({ file }) => file);
  expect(circles.sort()).toEqual(["cases/c.ts", "cases/d.ts", "evidence/a.ts", "evidence/b.ts"]);
});

test("lint takes Tailwind's own words in style sheets", async () => {
  const sheet = '@import "tailwindcss";\n@theme inline {\n  --color-ink: var(--ink);\n}\n.a {\n  @apply p-2;\n}\n';

  expect(await lintTree({ "app/a.css": sheet })).toEqual([]);
});
