import { canonicalHex, type DriverObjectReport, type DriverRoutine, type Hex, isNullHex, type Line } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { deviceErrors, withoutSymbolNote } from "./device-errors";
import { plainDriverName } from "./driver-name";
import { ADDRESS, group, HEX, hexGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!drvobj DRIVER [flags]`: a driver, the devices it made, and with flag 2 where it enters.
 *
 * ```sample devices
 * 0: kd> !drvobj \FileSystem\AcmeBkp
 * Driver object (ffffa50f5b8827e0) is for:
 *  \FileSystem\AcmeBkp
 *
 * Driver Extension List: (id , addr)
 *
 * Device Object list:
 * ffffa50f5c0aa030  ffffa50f5c0aa8d0  ffffa50f5b8cc6c0
 * ffffa50f5b8cc030
 * ```
 * ```sample routines
 * kd> !drvobj 8a0b3c10 2
 * Driver object (8a0b3c10) is for:
 *  \FileSystem\AcmeBkp
 * DriverEntry:   f7391d05 AcmeBkp!DriverEntry
 * DriverStartIo: 00000000
 * DriverUnload:  00000000
 * AddDevice:     00000000
 *
 * Dispatch routines:
 * [00] IRP_MJ_CREATE                      f738c2a0	AcmeBkp+0x12a0
 * [03] IRP_MJ_READ                        f738c4e6	AcmeBkp+0x14e6
 * [1b] IRP_MJ_PNP                         80820b6c	nt!IopInvalidDeviceRequest
 *
 * Fast I/O routines:
 * FastIoCheckIfPossible                   f738d0aa	AcmeBkp+0x20aa
 * ```
 *
 * A legacy filter has a device for each volume it sits on; a minifilter one or none. Flag 4 adds the
 * device stacks, which are outputs of their own.
 */
const HEADING = rx("^\\s*Driver object \\((?<address>", HEX, ")\\) is for:?\\s*(?<driver>\\S.{0,120})?$");
const DRIVER = /^\s*(?<driver>\\{0,4}(?:Driver|FileSystem|FileSystem\\Filters)\\{1,4}\S.{0,80})$/i;
const SECTION =
  /^\s*(?<section>Driver Extension List|Device Object list|Dispatch routines|Fast I\/O routines|Device Object stacks)\s*:/i;
const ADDRESSES = rx("^\\s*", ADDRESS, "(?:[:,]?\\s+", ADDRESS, "){0,11}(?::\\s*(?:Could not|Unable).*)?$");
// [03] IRP_MJ_READ                        f738c4e6	AcmeBkp+0x14e6
const DISPATCH = rx(
  "^\\s*\\[(?<code>[0-9a-f]{1,2})\\]\\s+(?<name>(?:IRP_MJ_|\\?{3})\\w{0,40})\\s+(?<address>",
  HEX,
  ")(?:\\s+(?<symbol>[^\\s!+]*[!+]\\S.*))?$",
);
// DriverUnload:  fffff800010b0b5c CLASSPNP!ClassUnload
const ENTRY = rx(
  "^\\s*(?<name>Driver(?:Entry|StartIo|Unload)|AddDevice)\\s*:\\s*(?<address>",
  HEX,
  ")(?:\\s+(?<symbol>[^\\s!+]*[!+]\\S.*))?$",
);
// FastIoCheckIfPossible                   f738d0aa	AcmeBkp+0x20aa
const FAST_IO = rx(
  "^\\s*(?<name>(?:FastIo|Mdl|Acquire|Release|PrepareMdl)\\w{2,50})\\s+(?<address>",
  ADDRESS,
  ")(?:\\s+(?<symbol>[^\\s!+]*[!+]\\S.*))?$",
);
const EXTENSION = rx("^\\s*\\(", HEX, "\\s+", HEX, "\\)(?:\\s.*)?$");
const ONE_ADDRESS = new RegExp(ADDRESS, "gi");
const END = /^\s*Processed \d{1,5} device objects?\./i;

function toRoutine(match: RegExpExecArray, line: Line): DriverRoutine {
  const address = hexGroup(match, "address");
  return {
    line: line.number,
    name: group(match, "name") ?? "",
    code: hexGroup(match, "code"),
    address: address === null || isNullHex(address) ? null : address,
    symbol: group(match, "symbol")?.trim() ?? null,
  };
}

function digitsOf(address: string): string {
  return address.replace(/^0x|[`'´]/gi, "");
}

class DriverReader {
  line = 0;
  address: Hex | null = null;
  driver: string | null = null;
  readonly devices: Hex[] = [];
  readonly entryPoints: DriverRoutine[] = [];
  readonly dispatchRoutines: DriverRoutine[] = [];
  readonly fastIoRoutines: DriverRoutine[] = [];
  private section = "";
  /** Digits of the driver's own address; 0 where that is not known. */
  private width = 0;
  started = false;

  take(line: Line): boolean {
    const text = withoutAnnotation(withoutSymbolNote(line.text)).trimEnd();
    const taken = this.heading(line, text) || (this.started && this.part(line, text)) || this.routine(line, text);
    if (taken && !this.started) {
      this.started = true;
      this.line = line.number;
    }
    return taken;
  }

  private heading(line: Line, text: string): boolean {
    const match = HEADING.exec(text);
    if (!match) return false;
    this.started = true;
    this.line = line.number;
    this.address = hexGroup(match, "address");
    this.width = digitsOf(group(match, "address") ?? "").length;
    const driver = group(match, "driver");
    if (driver && DRIVER.test(driver)) this.driver = plainDriverName(driver);
    return true;
  }

  private part(line: Line, text: string): boolean {
    const section = SECTION.exec(text);
    if (section) {
      this.section = group(section, "section")?.toLowerCase() ?? "";
      const rest = text.slice(section.index + section[0].length);
      return !ADDRESSES.test(rest) || this.part({ ...line, text: rest }, rest);
    }
    const driver = this.driver === null ? DRIVER.exec(text) : null;
    if (driver) this.driver = plainDriverName(group(driver, "driver") ?? "");
    const listed = this.section === "device object list" && ADDRESSES.test(text);
    if (listed) this.devices.push(...(text.match(ONE_ADDRESS) ?? []).map(canonicalHex));
    const extension = this.section === "driver extension list" && EXTENSION.test(text);
    return driver !== null || listed || extension || END.test(text);
  }

  /** False where a paste breaks off inside the address: all digits are printed. */
  private isWhole({ groups }: RegExpExecArray): boolean {
    const digits = digitsOf(groups?.address ?? "");
    const { length } = digits;
    const all = this.width > 0 ? length === this.width : length === 8 || length === 16;
    return groups?.symbol !== undefined || all || /^0+$/.test(digits);
  }

  private routine(line: Line, text: string): boolean {
    const dispatch = DISPATCH.exec(text);
    const entry = ENTRY.exec(text);
    const fast = this.section === "fast i/o routines" ? FAST_IO.exec(text) : null;
    if ([dispatch, entry, fast].some((match) => match && !this.isWhole(match))) return false;
    if (dispatch) this.dispatchRoutines.push(toRoutine(dispatch, line));
    if (entry) this.entryPoints.push(toRoutine(entry, line));
    if (fast) this.fastIoRoutines.push(toRoutine(fast, line));
    return dispatch !== null || entry !== null || fast !== null;
  }
}

function parse(source: Source): Reading<DriverObjectReport> {
  const reader = new DriverReader();
  const unread: number[] = [];
  for (const line of source.lines) {
    const text = withoutSymbolNote(line.text);
    if (!reader.take(line) && !isChatter(text) && !isAnnotation(text)) unread.push(line.number);
  }
  if (!reader.started) return null;
  const { line, address, driver, devices, entryPoints, dispatchRoutines, fastIoRoutines } = reader;
  const report = { line, address, driver, devices, entryPoints, dispatchRoutines, fastIoRoutines };
  return { report: { kind: "driver-object", ...report }, unread };
}

export const kdDrvobj: Parser<DriverObjectReport> = {
  id: "kd-drvobj",
  name: "!drvobj",
  mode: "kernel",
  command: /^!drvobj\b/,
  recognise: [HEADING, DISPATCH],
  follow: () => {
    const reader = new DriverReader();
    return (line) => reader.take(line);
  },
  restarts: HEADING,
  errors: deviceErrors,
  parse,
};
