import type { OutputError } from "./parser";

/** How netext prints a span: `00:01:50`, `1.02:03:04`. */
export const SPAN = "(?:\\d{1,7}\\.)?\\d{1,2}:\\d\\d:\\d\\d(?:\\.\\d{1,7})?";

/** How it prints a time, in the zone of the debugger: `2/9/2011 3:39:30 PM`. */
export const START = "\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}\\.? \\d{1,2}:\\d\\d:\\d\\d(?: [AP]M)?";

/** Seconds of a span, days first. */
export function secondsOfSpan(text: string | null): number | null {
  const match = /^(?:(\d{1,7})\.)?(\d{1,2}):(\d\d):(\d\d)(?:\.\d+)?$/.exec(text ?? "");
  if (!match) return null;
  return Number(match[1] ?? 0) * 86_400 + Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4]);
}

/** What a debugger says that lacks the extension. */
export const NO_REQUEST_EXTENSION: OutputError = {
  // No export aspxpages found
  line: /^\s*No export (?:aspxpages|aspxpagesext|whttp) found/i,
  problem: {
    code: "REQUEST_EXTENSION_NOT_LOADED",
    what: "The debugger does not know this command: it belongs to an extension of its own, not to SOS.",
    fix: "Load the extension that has it, in the bitness of the debugger, then run the command again.",
    commands: [".load psscor4", ".load mex", ".load netext", ".load clr10\\sos"],
  },
};
