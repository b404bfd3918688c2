import type { Line } from "@/evidence";
import type { OutputError } from "./parser";

// ERROR ( message:The WAS service is not available - try starting the service first. )
export const APPCMD_ERROR =
  /^\s*ERROR \( (?:hresult:\s?(?:0x)?(?<code>[0-9a-f]{1,8}), ?)?message:(?<message>[^\n]{0,300})$/i;

/** How `appcmd` refuses. */
export const APPCMD_ERRORS: readonly OutputError[] = [
  {
    // ERROR ( hresult:80070005, message:Command execution failed.
    line: /^\s*ERROR \( hresult:\s?(?:0x)?80070005|^\s*ERROR \( message:.{0,200}(?:insufficient permissions|access is denied)/i,
    problem: {
      code: "NEEDS_ELEVATION",
      what: "appcmd answers only an administrator, and this prompt was not elevated.",
      fix: 'Open the prompt with "Run as administrator" and run the command again.',
    },
  },
  {
    // ERROR ( message:Unknown object "REQUEST". )
    line: APPCMD_ERROR,
    problem: (match) => {
      const message = (match.groups?.message ?? "").replace(/\)$/, "").trimEnd();
      const code = match.groups?.code;
      return {
        code: "APPCMD_FAILED",
        what: `appcmd answered with an error${code ? ` (${code})` : ""}: ${message}`,
        fix: "Check that IIS is running and that its Request Monitor feature is installed, then run the command again.",
        commands: ["sc query was", "dism /online /enable-feature /featurename:IIS-RequestMonitor"],
      };
    },
  },
];

/** Lines around the rows of `/xml`. */
export const APPCMD_XML = /^\s*(?:<\?xml\b[^<]{0,80}\?>|<\/?appcmd\s?>|<\/(?:REQUEST|WP)>)$/i;

/** True when the XML line at `at` leads to rows of this kind. */
export function leadsTo(row: RegExp, lines: readonly Line[], at: number): boolean {
  return [1, 2].some((down) => row.test(lines[at + down]?.text ?? ""));
}

/** Attributes of an XML row, names in lower case. */
export function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const match of text.matchAll(/([\w.:-]{1,40})\s?=\s?"([^"]*)"/g)) {
    attributes.set((match[1] ?? "").toLowerCase(), match[2] ?? "");
  }
  return attributes;
}
