import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";
import { unzipSync } from "fflate";
import { servePlainly } from "./plain-server";

/** A page that has the run-time of SCORM 1.2 in its window, and plays a package in a frame, as learning systems do. */
const LMS = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Learning system</title>
<style>html,body{margin:0;height:100%}iframe{border:0;width:100%;height:100%}</style>
<script src="scorm12.js"></script></head>
<body><script>
window.API = new Scorm12API({ autocommit: false });
const kept = sessionStorage.getItem("suspend_data");
if (kept) window.API.loadFromFlattenedJSON({ "cmi.suspend_data": kept, "cmi.core.entry": "resume" });
window.API.on("LMSCommit", () => sessionStorage.setItem("suspend_data", window.API.cmi.suspend_data));
</script><iframe src="package/index.html" title="Package"></iframe></body></html>`;

export interface LearningSystem {
  address: string;
  /** The package's files by their names. */
  files: Readonly<Record<string, Uint8Array>>;
  close: () => void;
}

/** Unpacks a package and plays it from its own address. */
export async function learningSystem(zip: Uint8Array): Promise<LearningSystem> {
  const folder = mkdtempSync(join(tmpdir(), "waitchain-lms-"));
  const files = unzipSync(zip);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, "package", name)), { recursive: true });
    writeFileSync(join(folder, "package", name), content);
  }
  writeFileSync(join(folder, "index.html"), LMS);
  const runtime = createRequire(import.meta.url).resolve("scorm-again/scorm12");
  copyFileSync(join(dirname(runtime), "scorm12.min.js"), join(folder, "scorm12.js"));
  const { address, close } = await servePlainly(folder);
  return { address, files, close };
}

/** What the learning system has of an element: `core.lesson_status`. */
export function reported(page: Page, element: string): Promise<string> {
  return page.evaluate((path) => {
    const { API } = window as unknown as { API: { cmi: unknown } };
    const value = path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], API.cmi);
    return String(value ?? "");
  }, element);
}
