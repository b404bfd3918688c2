import fc from "fast-check";
import { expect, test } from "vitest";
import { unescaped } from "@/parsers/markdown";
import { normaliseLine } from "@/parsers/normalise";

const far = "x".repeat(16_380);

test("an escape is undone wherever it stands in an endless line", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("\\", "\\*", "\\_", "a", "`"), { maxLength: 30 }), (parts) => {
      const text = parts.join("");
      expect(unescaped(`${far}${text}`)).toBe(far + unescaped(`y${text}`).slice(1));
    }),
  );
});

test("an entity is decoded wherever it stands in an endless line", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("&amp;", "lt;", "&#38;", "#38;", "&", "b"), { maxLength: 20 }), (parts) => {
      const text = parts.join("");
      expect(normaliseLine(`${far}${text}`)).toBe(far + normaliseLine(`y${text}`).slice(1));
    }),
  );
});
