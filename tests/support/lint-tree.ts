import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");
const BIOME = join(ROOT, "node_modules", "@biomejs", "biome", "bin", "biome");

/** One thing that lint refuses. */
export interface Complaint {
  rule: string;
  file: string;
  line: number;
  message: string;
}

interface Diagnostic {
  category: string;
  message: string;
  location: { path: string; start: { line: number } };
}

/** Lints a tree of made-up files under the repository's own rules. */
export async function lintTree(files: Record<string, string>): Promise<Complaint[]> {
  const folder = mkdtempSync(join(tmpdir(), "waitchain-lint-"));
  try {
    for (const path of ["biome.json", "package.json", "tsconfig.json", ".gitignore", "scripts/lint"]) {
      cpSync(join(ROOT, path), join(folder, path), { recursive: true });
    }
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const { diagnostics } = JSON.parse(await runBiome(folder)) as { diagnostics: Diagnostic[] };
    return diagnostics.map(({ category, message, location }) => ({
      rule: category,
      file: location.path.replaceAll("\\", "/"),
      line: location.start.line,
      message,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Biome's report; its exit code only repeats that there is something in it. */
function runBiome(folder: string): Promise<string> {
  const args = [BIOME, "lint", "--reporter=json", "--max-diagnostics=none", "."];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 28 }, (_error, stdout) => resolve(stdout));
  });
}
