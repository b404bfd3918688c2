import { expect, test } from "vitest";
import { PARSERS } from "@/parsers/list";
import { readTranscript } from "@/parsers/read";
import { samplesOf } from "../support/docstring-samples";

for (const parser of PARSERS) {
  const samples = samplesOf(parser.id);

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
