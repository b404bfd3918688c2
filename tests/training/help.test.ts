import { expect, test } from "vitest";
import { commandForms } from "@/training/command-forms";
import { completionOf } from "@/training/completion";
import { makeDrill } from "@/training/make-drill";
import { kindOf, targetsOf } from "@/training/targets";
import { generatedCodes } from "../support/drill-runs";

/** Parts of Windows that every server has. */
const OF_WINDOWS = /^(?:fltmgr|ntfs|nt|hal|http|tcpip)$/i;

test("help tells what a console knows, and nothing of the server at hand", () => {
  for (const code of generatedCodes(1, 6)) {
    const { drill } = makeDrill(code);
    const { server } = drill.hang;
    const names = [...server.filters, ...server.drivers]
      .map(({ name }) => name)
      .filter((name) => !OF_WINDOWS.test(name));
    for (const target of targetsOf(drill)) {
      const forms = commandForms(server, kindOf(target)).map(({ form }) => form);
      expect(forms.length).toBeGreaterThan(5);
      expect(forms.filter((form) => /\b(?=[0-9a-f]*\d)[0-9a-f]{6,}\b/i.test(form))).toEqual([]);
      expect(forms.filter((form) => names.some((name) => form.split(/\W/).includes(name)))).toEqual([]);
    }
  }
});

test("what harms the customer is offered among the rest, and a thread in front hides nothing", () => {
  const { server } = makeDrill(generatedCodes(1, 1)[0] ?? "").drill.hang;
  expect(completionOf(server, "cmd", "").options).toEqual(expect.arrayContaining(["iisreset", "fltmc"]));
  expect(completionOf(server, "user", "~12e !clr").options).toEqual(["!clrstack"]);
  expect(completionOf(server, "user", "~*e !sync")).toEqual({ from: 4, options: ["!syncblk"] });
  expect(completionOf(server, "user", "no such thing ")).toEqual({ from: 14, options: [] });
});
