import type { OutputError } from "./parser";

/** How the Filter Manager's extension refuses. */
export const fltkdErrors: readonly OutputError[] = [
  {
    // No export filters found      The call to LoadLibrary(fltkd) failed, Win32 error 0n2
    line: /^\s*No export (?:filters?|frames?|volumes?|instances?|cbd|irpctrl|portlist) found|LoadLibrary\(fltkd\)/i,
    problem: {
      code: "FLTKD_NOT_LOADED",
      what: "The debugger does not know this command: the Filter Manager's extension is not loaded, or no kernel dump is open.",
      fix: "Open the kernel dump, load the extension from the debugger's winxp folder, and run the command again with the extension's name in front.",
      commands: [".load winxp\\fltkd", "!fltkd.filters"],
    },
  },
  {
    // Error: Could not find FltGlobals, check symbols      Unable to read fltmgr!FltGlobals
    line: /FltGlobals|fltmgr symbols|(?:symbols|types?) for fltmgr|Could not find type fltmgr!/i,
    problem: {
      code: "FLTMGR_SYMBOLS_MISSING",
      what: "The extension finds its way by the symbols of fltmgr.sys, and those are missing or wrong.",
      fix: "Load them from the symbol server, then run the command again.",
      commands: [".symfix+", ".reload /f fltmgr.sys"],
    },
  },
  {
    // Could not read field "Flags" of fltmgr!_FLT_OBJECT from address: ffffe10a4c87c850
    line: /^\s*Could not read field "\w{1,40}" of fltmgr!_FLT_\w{1,40} from address/i,
    problem: {
      code: "NOT_A_FILTER_OBJECT",
      what: "There is nothing of the filter manager's at that address.",
      fix: "Take the address from the list of the very same dump.",
      commands: ["!fltkd.filters", "!fltkd.volumes"],
    },
  },
];
