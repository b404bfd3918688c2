import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PARSERS } from "@/parsers/list";
import { readTranscript } from "@/parsers/read";

/** Fenced `sample` blocks of a parser's docstring, without the comment's stars. */
function samplesOf(parserId: string): { dialect: string; text: string }[] {
  const source = readFileSync(join(import.meta.dirname, "../../parsers", `${parserId}.ts`), "utf8");
  return [...source.matchAll(/```sample ([^\n]+)\n([\s\S]*?)\n \* ```/g)].map((match) => ({
    dialect: (match[1] ?? "").trim(),
    text: (match[2] ?? "").replaceAll(/^ \* ?/gm, ""),
  }));
}

for (const parser of PARSERS) {
  const samples = samplesOf(parser.id);

  test(`${parser.id} documents at least one sample`, () => {
    expect(samples.length).toBeGreaterThan(0);
  });

  test.each(samples)(`the $dialect sample in the description of ${parser.id} is read whole`, ({ text }) => {
    const blocks = readTranscript({ name: "sample", text }, 0);
    expect(blocks.map((block) => [block.parser, block.outcome, block.unread])).toEqual([[parser.id, "read", []]]);
  });

  test.each(samples)(`the $dialect sample of ${parser.id} is recognised without its command`, ({ text }) => {
    const bare = text
      .split("\n")
      .filter((line) => !/^\s*(?:\d+:\d+(?::\w+)?>|\d+: kd>|kd>|> |[A-Z]:\\[^>]*>|PS |\(lldb\))/.test(line));
    const blocks = readTranscript({ name: "sample", text: bare.join("\n") }, 0);
    expect(blocks.map((block) => [block.parser, block.outcome])).toEqual([[parser.id, "read"]]);
  });
}

test("parser ids and command names are each used once", () => {
  const ids = PARSERS.map((parser) => parser.id);
  expect(new Set(ids).size).toBe(ids.length);
});
