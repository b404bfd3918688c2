import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";

/** Real outputs with the facts that a careful reader took from them; kept beside the repository, so they may be absent. */
const CORPUS = join(import.meta.dirname, "../../../shared/corpus");

export type Scalar = string | number | boolean | null;
export type Fact = Scalar | readonly Fact[] | { readonly [key: string]: Fact };

export interface Published {
  name: string;
  text: string;
  /** In the order they stand in the text, as its publisher typed them. */
  commands: readonly string[];
  facts: { readonly [key: string]: Fact };
  /** What its publisher names as the cause, in a sentence; null where none is named. */
  cause: string | null;
  blocks: readonly Block[];
}

function published(name: string): Published {
  const text = readFileSync(join(CORPUS, name, "input.txt"), "utf8");
  const { commands, facts, cause } = JSON.parse(readFileSync(join(CORPUS, name, "meta.json"), "utf8"));
  return { name, text, commands, facts, cause: cause ?? null, blocks: readTranscript({ name, text }, 0) };
}

/** Every published output whose facts were taken down. */
export function everyPublished(): Published[] {
  if (!existsSync(CORPUS)) return [];
  return readdirSync(CORPUS)
    .filter((name) => existsSync(join(CORPUS, name, "meta.json")))
    .map(published);
}
