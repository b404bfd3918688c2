import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A template with its words put in: `«id»` stands for the word of that name. */
export function filled(template: string, words: Readonly<Record<string, string>>): string {
  const text = readFileSync(join(import.meta.dirname, "..", "templates", `${template}.txt`), "utf8");
  return text.replaceAll(/«(\w+)»/g, (slot, name: string) => {
    const word = words[name];
    if (word === undefined) throw new RangeError(`The template ${template} has ${slot}, which nothing is known for.`);
    return word;
  });
}
