import { bundleMDX } from "mdx-bundler";
import { getMDXComponent } from "mdx-bundler/client/jsx";
import type { ReactNode } from "react";
import * as jsxRuntime from "react/jsx-runtime";
import remarkGfm from "remark-gfm";
import { type ContentProblem, checkContent, type Heading, type Marks, type Sample } from "./check-content";
import { ContentError, type ContentFile, type ContentPath, readContent } from "./content-files";
import { ELEMENTS } from "./elements";
import { causeOf, noMarks, syntaxProblem } from "./read-marks";

export interface CompileOptions {
  /** Levels that headings are moved down. */
  shift?: number;
  /** Put before the ids of headings. */
  prefix?: string;
}

export interface CompiledContent {
  content: ReactNode;
  headings: readonly Heading[];
  samples: readonly Sample[];
  facts: Marks["facts"];
  targets: Marks["targets"];
  columns: Marks["columns"];
}

interface Bundle {
  marks: Marks;
  Content: ReturnType<typeof getMDXComponent>;
}

async function bundle(file: ContentFile, shift: number, prefix: string): Promise<Bundle> {
  const marks = noMarks();
  const check = checkContent(marks, { shift, prefix, cause: causeOf(file) });
  const refuse = (problems: readonly ContentProblem[]): never => {
    throw new ContentError(problems.map((problem) => ({ file: file.name, ...problem })));
  };
  const { code } = await bundleMDX({
    source: file.body,
    cwd: process.cwd(),
    mdxOptions: (mdx) => ({ ...mdx, remarkPlugins: [...(mdx.remarkPlugins ?? []), remarkGfm, check] }),
    esbuildOptions: (esbuild) => ({ ...esbuild, logLevel: "silent" }),
  }).catch((error: unknown) => refuse(marks.problems.length > 0 ? marks.problems : [syntaxProblem(error)]));
  if (marks.problems.length > 0) refuse(marks.problems);
  return { marks, Content: getMDXComponent(code, { _jsx_runtime: jsxRuntime }) };
}

/** Many pages show the same file; it is bundled once per wording. */
const bundles = new Map<string, Promise<Bundle>>();

/** Compiles one file. Exported for tests; pages hand over a path of this repository, never text. */
export async function compileFile(file: ContentFile, options: CompileOptions = {}): Promise<CompiledContent> {
  const { shift = 0, prefix = "" } = options;
  const key = JSON.stringify([file.name, file.body, shift, prefix]);
  const made = bundles.get(key) ?? bundle(file, shift, prefix);
  bundles.set(key, made);
  made.catch(() => bundles.delete(key));
  const { marks, Content } = await made;
  const { headings, samples, facts, targets, columns } = marks;
  return { content: <Content components={ELEMENTS} />, headings, samples, facts, targets, columns };
}

/** Compiles a content file of this repository, on the server, at build. */
export async function compileContent(path: ContentPath, options: CompileOptions = {}): Promise<CompiledContent> {
  return compileFile(readContent(path), options);
}
