import fc from "fast-check";
import { expect, test } from "vitest";
import { refusePaste, sameText, tooLarge } from "@/browser/paste-checks";

const OUTPUT = "0:081> !syncblk\nIndex SyncBlock MonitorHeld Recursion Owning Thread Info  SyncBlock Owner\n";

function noise(length: number, from: number, to: number): string {
  let seed = 7;
  const letters = Array.from({ length }, () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return String.fromCharCode(from + (seed % (to - from)));
  });
  return letters.join("");
}

test.each(["", "   ", "\r\n\t\n\u00a0"])("a paste of nothing (%j) is told", (text) => {
  expect(refusePaste({ name: "paste 1", text })?.code).toBe("PASTE_EMPTY");
});

test.each(["MDMP\u0093§\0\0", "PAGEDU64", noise(200_000, 0, 256), `${OUTPUT.repeat(50)}${"\0".repeat(4000)}`])(
  "a paste that is no text is refused (case %#)",
  (text) => {
    expect(refusePaste({ name: "x", text })?.code).toBe("PASTE_BINARY");
  },
);

test.each([
  ["debugger output", OUTPUT],
  ["coloured output", `\u001b[31m${OUTPUT}\u001b[0m`],
  ["UTF-16 read byte by byte", [...OUTPUT.repeat(3)].join("\0")],
  ["text in another script", "要再起動するまで応答しません。".repeat(50)],
  ["noise one can print", noise(200_000, 32, 127)],
  ["one stray control code", `${OUTPUT.repeat(3)}\u0001`],
])("%s may go into a case", (_what, text) => {
  expect(refusePaste({ name: "x", text })).toBeNull();
});

test("any text people can type may go into a case", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~\n\t]*[!-~][ -~\n\t]*$/), (text) => {
      fc.pre(!/^(?:MDMP|PAGEDU|GIF8|%PDF-)/.test(text));
      expect(refusePaste({ name: "x", text })).toBeNull();
    }),
  );
});

test("three hundred megabytes are the limit, and the message says so", () => {
  expect(tooLarge("all.log", 300_000_000)).toBeNull();
  const problem = tooLarge("all.log", 300_000_001);
  expect(problem?.code).toBe("PASTE_TOO_LARGE");
  expect(problem?.what).toContain("301 MB");
  expect(problem?.what).toContain("300 MB");
});

test("line ends and blanks around it make no new text", () => {
  expect(sameText(OUTPUT, `\n${OUTPUT.replaceAll("\n", "\r\n")}\n\n`)).toBe(true);
  expect(sameText(OUTPUT, OUTPUT.replace("081", "082"))).toBe(false);
  expect(sameText(OUTPUT, OUTPUT + OUTPUT)).toBe(false);
});
