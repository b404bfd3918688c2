import fc from "fast-check";
import { expect, test } from "vitest";
import { casePieces, exportCase } from "@/cases/case-file";
import type { Case } from "@/cases/case-log";
import { digestOf } from "@/cases/digest";
import { jsonPieces } from "@/cases/json-pieces";
import { TextPieces } from "@/cases/text-pieces";

const written = (value: unknown, indent: number): string => [...jsonPieces(value, { sorted: false, indent })].join("");

test("the pieces are what JSON.stringify writes", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      expect(written(value, 0)).toBe(JSON.stringify(value));
      expect(written(value, 2)).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

test("a text in pieces is written like the whole text", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), (pieces) => {
      expect(written({ text: new TextPieces(pieces) }, 2)).toBe(JSON.stringify({ text: pieces.join("") }, null, 2));
    }),
  );
});

test("a text longer than one part is not cut inside a character", () => {
  const text = `${"a".repeat(3_999_999)}\u{1f512}${"b".repeat(10)}`;
  expect(written(text, 0)).toBe(JSON.stringify(text));
});

test("a case with texts in pieces gives the same file, with the same checksum", () => {
  const text = '0:000> !syncblk\r\n"quoted"\u0000\u{1f512}\n'.repeat(40);
  const subject = (body: string | TextPieces): Case<string | TextPieces> => ({
    id: "a",
    title: "Shop",
    playbook: "aspnet-hang",
    createdAt: "2024-05-01T09:00:00.000Z",
    log: [{ type: "transcript", id: "b", at: "2024-05-01T09:01:00.000Z", name: "a.txt", text: body }],
  });
  const cut = new TextPieces([text.slice(0, 7), "", text.slice(7, 400), text.slice(400)]);
  expect([...casePieces(subject(cut))].join("")).toBe(exportCase(subject(text) as Case));
  expect(digestOf(subject(cut))).toBe(digestOf(subject(text)));
});
