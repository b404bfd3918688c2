import { readdirSync, readFileSync } from "node:fs";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";

const SITE = fileURLToPath(new URL("../../out", import.meta.url));

interface BuiltPage {
  ids: ReadonlySet<string>;
  links: readonly string[];
}

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = ""]) => found);

/** Every page of the built site by its address, with its anchors and the links that lead to pages here. */
function builtPages(): Map<string, BuiltPage> {
  const files = readdirSync(SITE, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".html"));
  return new Map(
    files.map((file) => {
      const html = readFileSync(`${SITE}/${file}`, "utf8").replaceAll(/<script\b[\s\S]*?<\/script>/g, "");
      const path = `/${file
        .split(sep)
        .join("/")
        .replace(/(?:^|\/)index\.html$|\.html$/, "")}`;
      const ids = new Set(all(html, / id="([^"]+)"/g));
      return [path, { ids, links: all(html, /<a\b[^>]*? href="([/#][^"]*)"/g) }];
    }),
  );
}

test("no link of the built site leads nowhere, and no anchor is missing", () => {
  const pages = builtPages();
  const dead: string[] = [];
  let checked = 0;
  for (const [from, { links }] of pages) {
    for (const link of new Set(links)) {
      checked++;
      const [path = "", anchor] = link.split("#");
      const target = pages.get(path === "" ? from : path.replace(/(?<=.)\/$/, ""));
      // Behind the hash some pages take what they shall show: `#cause=lock-convoy`.
      const names = anchor && !anchor.includes("=");
      if (!target || (names && !target.ids.has(decodeURIComponent(anchor)))) dead.push(`${from} -> ${link}`);
    }
  }

  expect(checked).toBeGreaterThan(2000);
  expect(dead).toEqual([]);
});
