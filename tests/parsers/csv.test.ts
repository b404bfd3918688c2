import fc from "fast-check";
import { expect, test } from "vitest";
import { csvFields, separatorOf } from "@/parsers/csv";

test("quotes hold separators, doubled quotes and nothing at all", () => {
  expect(csvFields('"a, b","say ""no""","",plain')).toEqual({ fields: ["a, b", 'say "no"', "", "plain"], cut: false });
});

test("an empty last field counts", () => {
  expect(csvFields('"a",')).toEqual({ fields: ["a", ""], cut: false });
});

test("a quote that was never closed tells that the line was cut", () => {
  expect(csvFields('"a","C:\\Win')).toEqual({ fields: ["a", "C:\\Win"], cut: true });
  expect(csvFields('"a"b')).toEqual({ fields: ["a"], cut: true });
});

test("tables parted by semicolons or by lost tabs are told from their first line", () => {
  expect(separatorOf('"Time of Day";"PID"')).toBe(";");
  expect(separatorOf('"Time, of Day" "PID"')).toBe(" ");
  expect(csvFields("12,5;3", ";").fields).toEqual(["12,5", "3"]);
  expect(csvFields('"a b" "c"', " ").fields).toEqual(["a b", "c"]);
});

test("whatever the fields are, they come back", () => {
  const field = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 6 }), fc.constantFrom(",", ";"), (fields, separator) => {
      const line = fields.map((value) => `"${value.replaceAll('"', '""')}"`).join(separator);
      expect(csvFields(line, separator as "," | ";").fields).toEqual(fields);
    }),
  );
});
