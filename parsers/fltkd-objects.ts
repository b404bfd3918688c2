import type { FilterFrame, FilterManagerObject, Hex, Line } from "@/evidence";
import { ADDRESS, group, HEX, hexGroup, rx } from "./grammar";

/**
 * The two shapes that every output of the Filter Manager's extension is made of: an object with its
 * address, name and altitude, and below it properties.
 *
 *   FLT_FILTER: fffffa800433e010 "AcmeBkp" "281999"
 *   Volume                   : fffffa800404d010 "\Device\HarddiskVolume1"
 */
const OBJECT = rx(
  "^\\s*(?<kind>FLT_FILTER|FLT_INSTANCE|FLT_VOLUME|FLTP_FRAME|(?:Filter|Volume|Frame|Instance) List)\\s?:\\s*(?<address>",
  ADDRESS,
  ')(?:\\s+"(?<first>[^"]{0,200})"(?:\\s+"(?<second>[^"]{0,80})")?)?(?<rest>.*)$',
);
// Flags                    : [00000009] Irp SystemBuffer
const PROPERTY = /^\s*(?<name>[A-Z][\w.]{1,40}(?:\[\d\])?(?: [A-Z][\w]{1,20}){0,3})\s*:(?:\s+(?<value>\S.*))?$/i;
const NAMED = rx("^\\(?(?<address>", HEX, ')(?!\\w)\\)?(?:\\s+"(?<name>[^"]{0,200})")?');
const FLAGS = /^\[(?<value>(?:0x)?[0-9a-f]{1,16})\](?<names>.*)$/i;
// Could not read field "Number" of fltmgr!_EX_RUNDOWN_REF_CACHE_AWARE from address: fffffa80044310b0
const NOTE = /^\s*(?:Could not read field|Unable to read|Error reading)\b/i;

export interface ListedObject {
  kind: string;
  address: Hex;
  first: string | null;
  second: string | null;
  /** Text behind the names. */
  rest: string;
}

/** `FLT_FILTER: fffffa800433e010 "AcmeBkp" "281999"` taken apart; null when the line is no such object. */
export function readObject(text: string): ListedObject | null {
  const match = OBJECT.exec(text);
  const address = match && hexGroup(match, "address");
  if (!match || !address) return null;
  return {
    kind: (group(match, "kind") ?? "").toUpperCase(),
    address,
    first: group(match, "first"),
    second: group(match, "second"),
    rest: (group(match, "rest") ?? "").trim(),
  };
}

/** An object's name, whatever a page did to its back-slashes. */
export function plainObjectName(name: string | null): string {
  return (name ?? "")
    .trim()
    .replace(/[¥₩]/g, "\\")
    .replace(/\\{2,4}/g, "\\");
}

/** The row of a filter or an instance. */
export function toFilterObject({ address, first, second }: ListedObject, line: Line): FilterManagerObject {
  return { line: line.number, address, name: plainObjectName(first), altitude: second };
}

/** The head of a list, or a row of `frames`. */
export function toFrame({ address, first, second }: ListedObject, line: Line): FilterFrame {
  return { line: line.number, address, name: first, altitudes: second };
}

/** `Volume : fffffa800404d010 "\Device\HarddiskVolume1"`: the name in lower case without blanks, and the value as printed. */
export function readProperty(text: string): { name: string; value: string } | null {
  const match = PROPERTY.exec(text);
  if (!match) return null;
  return {
    name: (group(match, "name") ?? "").replace(/ /g, "").toLowerCase(),
    value: group(match, "value")?.trim() ?? "",
  };
}

/** All digits are printed, so one with fewer was cut. */
function isWhole(address: string): boolean {
  const digits = address.replace(/^0x|[`'´]/gi, "").length;
  return digits === 8 || digits === 16;
}

/** Address and name of a property's value; a null pointer has none. */
export function readNamed(value: string): { address: Hex | null; name: string | null } {
  const match = NAMED.exec(value);
  const address = match && isWhole(group(match, "address") ?? "") ? hexGroup(match, "address") : null;
  const name = match && group(match, "name");
  return { address: address && address !== "0" ? address : null, name: name ? plainObjectName(name) : null };
}

/** `[00000009] Irp SystemBuffer`. */
export function readFlags(value: string): { value: Hex; names: string[] } | null {
  const match = FLAGS.exec(value);
  const flags = match && hexGroup(match, "value");
  if (!match || !flags) return null;
  return { value: flags, names: (group(match, "names") ?? "").split(/\s+/).filter((name) => name !== "") };
}

/** What the extension prints where the dump lacks something. */
export function isExtensionNote(text: string): boolean {
  return NOTE.test(text);
}
