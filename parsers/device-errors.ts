import type { OutputError } from "./parser";

// HarddiskVolume1*** ERROR: Module load completed but symbols could not be loaded for spgu.sys
const SYMBOL_NOTE = /\*{3} (?:ERROR|WARNING): .{0,200}$/i;

/** The line without a complaint about symbols that the debugger printed in its middle. */
export function withoutSymbolNote(text: string): string {
  return text.includes("*** ") ? text.replace(SYMBOL_NOTE, "") : text;
}

/** How `!devobj`, `!devstack` and `!drvobj` refuse an address or a name. */
export const deviceErrors: readonly OutputError[] = [
  {
    // 89eff930 is not a device object      Could not read driver object
    line: /is not a (?:device|driver) object|(?:Cannot|Could not|Unable to) (?:read|find|get|retrieve) .{0,60}(?:device|driver)[ _]?object|(?:device|driver) object .{0,40}not found|Type of .{1,40} is not a/i,
    problem: {
      code: "NOT_A_DEVICE",
      what: "There is no device or driver object of that address or name in this dump.",
      fix: "Take the device from !irp or from a stack of the very same dump, or give a driver's name with its folder, such as \\FileSystem\\Ntfs.",
      commands: ["!irp <address>", "!object \\Driver", "!object \\FileSystem"],
    },
  },
];
