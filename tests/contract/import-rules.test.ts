import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Complaint, lintTree } from "../support/lint-tree";

const PLANTED = "parsers/reaches-findings.ts";

/** Who may import whom, and why: the table that biome.json has to enforce. */
const TABLE: Record<string, { may: string[]; because: string }> = {
  evidence: { may: [], because: "it must run in page, worker, command line and test" },
  parsers: { may: ["evidence"], because: "text in, facts out" },
  findings: {
    may: ["evidence", "content/data"],
    because: "rules never see text, so a new dialect cannot break them",
  },
  machines: { may: ["evidence", "findings"], because: "procedures never see text or reports" },
  cases: { may: ["evidence", "parsers", "findings", "machines"], because: "it composes them" },
  simulator: {
    may: ["evidence"],
    because: "printer and parser share no code, or the round trip proves nothing",
  },
  training: {
    may: ["evidence", "parsers", "findings", "machines", "cases", "simulator"],
    because: "it plays procedures on made-up servers",
  },
  browser: {
    may: ["evidence", "parsers", "findings", "machines", "cases", "simulator", "training"],
    because: "worker and storage around pure parts",
  },
  components: {
    may: ["evidence", "findings", "machines", "cases", "simulator", "training", "browser", "content", "content/data"],
    because: "views reach parsing through the worker client only",
  },
  app: {
    may: ["evidence", "components", "browser", "machines", "simulator", "training", "content", "content/data"],
    because: "wiring",
  },
  cli: {
    may: ["evidence", "parsers", "findings", "machines", "cases", "simulator", "training"],
    because: "no React, no DOM",
  },
  authoring: {
    may: [
      ...["evidence", "parsers", "findings", "machines", "cases", "simulator", "training", "components"],
      ...["content", "content/data"],
    ],
    because: "it holds them against what is built",
  },
  content: { may: ["content/data"], because: "it holds words and facts, not code" },
};
const TARGETS = [...Object.keys(TABLE), "content/data", "scripts", "tests"];

/** One line for each way of importing, the same lines from every folder. */
function linesImporting(target: string): string[] {
  return [
    `import { a } from "@/${target}/some-file";`,
    `import type { B } from "@/${target}/some-file";`,
    `export * from "@/${target}/some/deeper-file";`,
    `const c = import("@/${target}/some-file");`,
    `import { d } from "../${target}/some-file";`,
    `import type { E } from "../../${target}/some-file";`,
    `import { f } from "@/${target}";`,
  ];
}

/** What the import rules have to say of a tree; other rules have their own test. */
async function lintImports(files: Record<string, string>): Promise<Complaint[]> {
  const complaints = await lintTree(files);
  return complaints.filter(({ rule }) => rule === "lint/style/noRestrictedImports" || rule === "plugin");
}

test("the planted violation is refused, as a value and as a type, and the message says why", async () => {
  const planted = readFileSync(join(import.meta.dirname, "..", "planted", PLANTED), "utf8");
  const complaints = await lintImports({ [PLANTED]: planted });

  const because = "parsers may import evidence: text in, facts out.";
  expect(complaints.map(({ file, line, message }) => [file, line, message])).toEqual([
    [PLANTED, 2, because],
    [PLANTED, 3, because],
  ]);
});

test("every import that the table forbids is refused with its reason, and every other is let pass", async () => {
  const pairs = Object.entries(TABLE).flatMap(([from, rule]) =>
    TARGETS.map((to) => ({ ...rule, from, to, file: `${from}/sub/imports-${to.replace("/", "-")}.ts` })),
  );
  const complaints = await lintImports(
    Object.fromEntries(pairs.map(({ file, to }) => [file, `${linesImporting(to).join("\n")}\n`])),
  );
  const seen = new Map(complaints.map(({ file, line, message }) => [`${file}:${line}`, message]));

  for (const { file, from, to, may, because } of pairs) {
    for (const [index, text] of linesImporting(to).entries()) {
      const message = seen.get(`${file}:${index + 1}`) ?? "let pass";
      if (to === from || may.includes(to)) expect(message, `${from}: ${text}`).toBe("let pass");
      else expect(message, `${from}: ${text}`).toContain(because);
    }
  }
});

test("a type imported in place, where the import rules cannot see it, is refused", async () => {
  const complaints = await lintImports({
    "parsers/in-place.ts": 'export type Rule = import("@/findings/rule").Rule;\n',
  });

  expect(complaints.map(({ message }) => message)).toEqual([expect.stringContaining("`import type`")]);
});

test("pure folders import neither React nor Next nor Node", async () => {
  const folders = ["evidence", "parsers", "findings", "machines", "cases", "simulator", "training"];
  const modules = ["react", "react-dom/client", "next/link", "node:fs"];
  const text = modules.map((module) => `import "${module}";\n`).join("");
  const complaints = await lintImports(Object.fromEntries(folders.map((folder) => [`${folder}/impure.ts`, text])));

  const expected = folders.flatMap((folder) => modules.map((_, index) => `${folder}/impure.ts:${index + 1}`));
  expect(complaints.map(({ file, line }) => `${file}:${line}`).sort()).toEqual(expected.sort());
});
