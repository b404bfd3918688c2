import { expect, test } from "vitest";
import { checkCommands, strayBlocks } from "./commands";
import { type Checked, checkFacts } from "./facts";
import { everyPublished } from "./published";

const published = everyPublished();
const commands = published.flatMap((output) =>
  checkCommands(output).map((checked) => ({ ...checked, in: output.name })),
);
const facts = published.flatMap((output) => checkFacts(output).map((checked) => ({ ...checked, in: output.name })));

const share = (part: number, whole: number): string => `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;
const line = ({ in: name, path, value, outcome, found, why }: Checked & { in: string }): string =>
  `${name}: ${path} is ${JSON.stringify(value)}, ${why ?? (outcome === "wrong" ? `not ${JSON.stringify(found)}` : "unexplained")}`;

test.skipIf(published.length === 0)("published outputs are recognised as what they are", () => {
  const told = commands.filter(({ why }) => why === null);
  const recognised = told.filter(({ recognised }) => recognised);
  const rest = commands.filter(({ recognised }) => !recognised);
  process.stdout.write(
    [
      `blocks recognised: ${share(recognised.length, told.length)}`,
      ...rest.map(({ in: name, command, why }) => `  ${name}: ${command}, ${why ?? "missed"}`),
      "",
    ].join("\n"),
  );
  expect(recognised.length / told.length, "share of recognised blocks").toBeGreaterThanOrEqual(0.99);
});

test.skipIf(published.length === 0)("no published output is taken for that of a command which was not typed", () => {
  const strays = published.flatMap((output) =>
    strayBlocks(output).map(({ parser, lines }) => `${output.name}: ${parser} in ${lines.join("-")}`),
  );
  expect(strays).toEqual([]);
});

test.skipIf(published.length === 0)("published outputs say in the reports what their readers took from them", () => {
  const told = facts.filter(({ why }) => why === null);
  const right = told.filter(({ outcome }) => outcome === "right");
  const rest = facts.filter(({ outcome }) => outcome !== "right");
  process.stdout.write(
    [
      `facts right: ${share(right.length, told.length)}, in all ${facts.length}`,
      ...rest.map((one) => `  ${line(one)}`),
      "",
    ].join("\n"),
  );
  expect(right.length / told.length, "share of facts that are right").toBeGreaterThanOrEqual(0.98);
});
