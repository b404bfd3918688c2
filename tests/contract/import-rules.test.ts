import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");

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
  browser: {
    may: ["evidence", "parsers", "findings", "machines", "cases", "simulator"],
    because: "worker and storage around pure parts",
  },
  components: {
    may: ["evidence", "findings", "machines", "cases", "simulator", "browser", "content", "content/data"],
    because: "views reach parsing through the worker client only",
  },
  app: {
    may: ["evidence", "components", "browser", "machines", "simulator", "content", "content/data"],
    because: "wiring",
  },
  cli: {
    may: ["evidence", "parsers", "findings", "machines", "cases", "simulator"],
    because: "no React, no DOM",
  },
  content: { may: ["content/data"], because: "it holds words and facts, not code" },
};
const TARGETS = [...Object.keys(TABLE), "content/data", "scripts", "tests"];

interface Complaint {
  file: string;
  line: number;
  message: string;
}

/** Lints a tree of files under the repository's own rules. */
async function lint(fill: (folder: string) => void): Promise<Complaint[]> {
  const folder = mkdtempSync(join(tmpdir(), "waitchain-lint-"));
  try {
    for (const path of ["biome.json", ".gitignore", "scripts/lint"]) {
      cpSync(join(ROOT, path), join(folder, path), { recursive: true });
    }
    fill(folder);
    const biome = join(ROOT, "node_modules", "@biomejs", "biome", "bin", "biome");
    const output = await new Promise<string>((resolve) => {
      const args = [biome, "lint", "--reporter=json", "--max-diagnostics=none", "."];
      execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 28 }, (_error, stdout) => resolve(stdout));
    });
    const { diagnostics } = JSON.parse(output) as {
      diagnostics: { category: string; message: string; location: { path: string; start: { line: number } } }[];
    };
    return diagnostics
      .filter(({ category }) => category === "lint/style/noRestrictedImports" || category === "plugin")
      .map(({ location, message }) => ({ file: location.path, line: location.start.line, message }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

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

test("the planted violation is refused, as a value and as a type, and the message says why", async () => {
  const complaints = await lint((folder) => cpSync(join(ROOT, "tests", "planted"), folder, { recursive: true }));

  expect(complaints).toEqual(
    [2, 3].map((line) => ({
      file: "parsers/reaches-findings.ts",
      line,
      message: "parsers may import evidence: text in, facts out.",
    })),
  );
});

test("every import that the table forbids is refused with its reason, and every other is let pass", async () => {
  const complaints = await lint((folder) => {
    for (const from of Object.keys(TABLE)) {
      for (const to of TARGETS) {
        const path = join(folder, from, "sub", `imports-${to.replace("/", "-")}.ts`);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, `${linesImporting(to).join("\n")}\n`);
      }
    }
  });
  const seen = new Map(complaints.map(({ file, line, message }) => [`${file}:${line}`, message]));

  for (const [from, { may, because }] of Object.entries(TABLE)) {
    for (const to of TARGETS) {
      const allowed = to === from || may.includes(to);
      for (const [index, text] of linesImporting(to).entries()) {
        const message = seen.get(`${from}/sub/imports-${to.replace("/", "-")}.ts:${index + 1}`);
        if (allowed) expect(message, `${from}: ${text}`).toBeUndefined();
        else expect(message, `${from}: ${text}`).toContain(because);
      }
    }
  }
});

test("a type imported in place, where the import rules cannot see it, is refused", async () => {
  const complaints = await lint((folder) => {
    mkdirSync(join(folder, "parsers"));
    writeFileSync(join(folder, "parsers", "in-place.ts"), 'export type Rule = import("@/findings/rule").Rule;\n');
  });

  expect(complaints.map(({ message }) => message)).toEqual([expect.stringContaining("`import type`")]);
});

test("pure folders import neither React nor Next nor Node", async () => {
  const folders = ["evidence", "parsers", "findings", "machines", "cases", "simulator"];
  const modules = ["react", "react-dom/client", "next/link", "node:fs"];
  const complaints = await lint((folder) => {
    for (const name of folders) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "impure.ts"), modules.map((module) => `import "${module}";\n`).join(""));
    }
  });

  const expected = folders.flatMap((name) => modules.map((_, index) => `${name}/impure.ts:${index + 1}`));
  expect(complaints.map(({ file, line }) => `${file}:${line}`).sort()).toEqual(expected.sort());
});
