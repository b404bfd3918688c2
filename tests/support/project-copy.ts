import { createHash } from "node:crypto";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");
/** What tools make, and what no script of the copy looks at. */
const LEFT_OUT = ["node_modules", ".next", "out", ".git", ".github", ".waitchain", "test-results", "playwright-report"];

/** Links every package, so that whatever tools do to the folder itself is done to the copy's own. */
function linkPackages(root: string): void {
  const [from, to] = [join(ROOT, "node_modules"), join(root, "node_modules")];
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const { name } = entry;
    if (entry.isFile()) copyFileSync(join(from, name), join(to, name));
    else if (!/^\.(?!bin$)/.test(name)) symlinkSync(join(from, name), join(to, name), "junction");
  }
}

/** A copy of this project to change at will; it shares the installed packages. */
export class ProjectCopy implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), "waitchain-authors-"));

  constructor() {
    const wanted = (path: string): boolean => !LEFT_OUT.includes(relative(ROOT, path));
    cpSync(ROOT, this.root, { recursive: true, filter: wanted });
    linkPackages(this.root);
  }

  /** Digest of every file, by path; of what tools keep for themselves, nothing. */
  files(): Map<string, string> {
    const all = readdirSync(this.root, { recursive: true, withFileTypes: true });
    const paths = all
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(this.root, join(parentPath, name)))
      .filter((path) => !LEFT_OUT.includes(path.split(/[/\\]/)[0] ?? "") && !path.endsWith(".tsbuildinfo"));
    const digest = (path: string): string =>
      createHash("sha256")
        .update(readFileSync(join(this.root, path)))
        .digest("hex");
    return new Map(paths.sort().map((path) => [path, digest(path)]));
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
