import type { OutputError } from "./parser";

/** How `fltmc` refuses: `Filter listing failed with error: 0x80070005` and its kin, in any language. */
export function fltmcErrors(subject: "Filter" | "Instance"): readonly OutputError[] {
  return [
    {
      // Filter listing failed with error: 0x80070005
      line: /0x80070005|^\s*Access is denied\.?$/i,
      problem: {
        code: "NEEDS_ELEVATION",
        what: "fltmc lists filters only for an administrator, and this prompt was not elevated.",
        fix: 'Open the prompt with "Run as administrator" and run the command again.',
        commands: [subject === "Filter" ? "fltmc filters" : "fltmc instances"],
      },
    },
    {
      // Instance listing failed with error: 0x80070003
      line: /listing failed with error:?\s{0,4}(0x[0-9a-f]{1,8})/i,
      problem: (match) => ({
        code: "FLTMC_FAILED",
        what: `fltmc could not make the list; it stopped with error ${match[1] ?? ""}.`,
        fix: "Check the volume or filter name on the command line, or list everything.",
        commands: [subject === "Filter" ? "fltmc filters" : "fltmc instances"],
      }),
    },
  ];
}
