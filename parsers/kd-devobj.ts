import { type AttachedDevice, canonicalHex, type DeviceObjectReport, type Hex, isNullHex, type Line } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { deviceErrors, withoutSymbolNote } from "./device-errors";
import { plainDriverName } from "./driver-name";
import { ADDRESS, group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!devobj DEVICE`: one device object, the driver it belongs to, and who is attached to it.
 *
 * ```sample volume
 * 0: kd> !devobj 8a7fa540
 * Device object (8a7fa540) is for:
 *  HarddiskVolume2 \Driver\volmgr DriverObject 853ff098
 * Current Irp 00000000 RefCount 1915 Type 00000007 Flags 00001150
 * Vpb 8a7fa4b8 Dacl 86bab644 DevExt 8a7fa5f8 DevObjExt 8a7fa6e0 Dope 8a7fa470 DevNode 8a7fa100
 * ExtensionFlags (0xc0000800)  DOE_DEFAULT_SD_PRESENT, DOE_BOTTOM_OF_FDO_STACK,
 *                              DOE_DESIGNATED_FDO
 * Characteristics (0000000000)
 * AttachedDevice (Upper) 8a7fc668 \Driver\AcmeBlk
 * Device queue is not busy.
 * ```
 * An unnamed device of a filter, x64:
 * ```sample filter
 * 1: kd> !devobj ffffa50f5c0aa030
 * Device object (ffffa50f5c0aa030) is for:
 *   \FileSystem\AcmeBkp DriverObject ffffa50f5b8827e0
 * Current Irp 00000000 RefCount 0 Type 00000008 Flags 00040000
 * SecurityDescriptor ffff8f814ba4a960 DevExt ffffa50f5c0aa180 DevObjExt ffffa50f5c0aa1f0
 * ExtensionFlags (0x80000000)  DOE_DESIGNATED_FDO
 * Characteristics (0x00000100)  FILE_DEVICE_SECURE_OPEN
 * AttachedDevice (Upper) ffffa50f5c0d2030 \FileSystem\FltMgr
 * AttachedTo (Lower) ffffa50f5b8829b0 \FileSystem\Ntfs
 * Device queue is not busy.
 * ```
 *
 * RefCount: open handles, decimal. Type, Flags: hex (Type 7 disk, 8 disk file system, 14 network file
 * system). AttachedDevice (Upper) sees a request before this one, AttachedTo (Lower) after it. Null
 * addresses are left out. Not kept: Dacl or SecurityDescriptor, DevObjExt, Dope.
 */
const HEADING = rx("^\\s*Device object \\((?<address>", HEX, ")\\) is for:?(?<rest>.*)$");
// HarddiskVolume2 \Driver\volmgr DriverObject 853ff098
const OWNER = rx(
  "^\\s*(?:(?<name>[^\\\\\\s](?:.{0,120}?\\S)?)\\s+)?(?<driver>\\\\{0,4}(?:Driver|FileSystem)\\\\{1,4}\\S{1,80}(?: \\S{1,60}){0,3}?)\\s+DriverObject\\s+(?<object>",
  HEX,
  ")(?!\\w)",
);
const ATTACHED = rx(
  "^\\s*Attached(?<kind>Device|To) \\((?:Upper|Lower)\\)\\s+(?<address>",
  ADDRESS,
  ")(?:\\s+(?<rest>\\S.*))?$",
);
// Current Irp 00000000 RefCount 0 Type 00000004 Flags 00001040AttachedDev ff0b59e0      (before Windows XP)
const OLD_ATTACHED = rx("(?<=[0-9a-f]\\s{0,4})AttachedDev\\s+(?<address>", ADDRESS, ")(?!\\w)");
const LIST = /^\s*(?<list>ExtensionFlags|Characteristics)\s+\((?:0x)?[0-9a-f]{1,16}\)(?<names>.*)$/i;
const MORE_NAMES = /^\s*(?:Unknown flags 0x[0-9a-f]{1,8}|(?:DOE|FILE)_\w{2,60}(?:,\s*(?:DOE|FILE)_\w{2,60})*,?)\s*$/i;
const NAMES = /(?:DOE|FILE)_\w{2,60}/gi;
const QUEUE = /^\s*Device ?queue is (?<not>not )?busy/i;
const FIELD = rx("\\b(?<field>Current Irp|RefCount|Type|Flags|Vpb|DevExt|DevNode)\\s+(?<value>", HEX, ")(?=\\s|$)");
/** Numbers that are printed with all their digits. */
const NUMBERS = /^(?:type|flags)$/;
const FIELDS = new RegExp(FIELD.source, "gi");
const ANY_FIELD =
  /^\s*(?:Current Irp|Vpb|Dacl|SecurityDescriptor|DevExt|DevObjExt|Dope|DevNode|RefCount|Flags)\s+[0-9a-f]/i;

/** True when all digits are there: a value that ends the paste may lack some. */
function hasAllDigits(value: string): boolean {
  const { length } = value.replace(/^0x|[`'´]/gi, "");
  return length === 8 || length === 16;
}

function isWholeAddress(value: string): boolean {
  return hasAllDigits(value) || /^(?:0x)?[0`'´]+$/i.test(value);
}

function objectOf(address: Hex | null): Hex | null {
  return address === null || isNullHex(address) ? null : address;
}

class DeviceReader {
  line = 0;
  address: Hex | null = null;
  readonly fields = new Map<string, Hex>();
  referenceCount: number | null = null;
  name: string | null = null;
  driver: string | null = null;
  driverObject: Hex | null = null;
  attachedDevice: AttachedDevice | null = null;
  attachedTo: AttachedDevice | null = null;
  queueBusy: boolean | null = null;
  readonly lists = { extensionflags: [] as string[], characteristics: [] as string[] };
  private open: string[] | null = null;
  /** A name and driver that go on in the next line. */
  private owner = "";

  take(line: Line): boolean {
    const text = withoutAnnotation(withoutSymbolNote(line.text)).trimEnd();
    const heading = HEADING.exec(text);
    if (heading) {
      this.line = line.number;
      this.address = hexGroup(heading, "address");
      const rest = group(heading, "rest")?.trim() ?? "";
      return rest === "" || this.setOwner(rest);
    }
    if (this.address === null || text.trim() === "") return false;
    return this.part(line, text);
  }

  private part(line: Line, text: string): boolean {
    if (isChatter(text)) return false;
    if (this.driverObject === null && this.setOwner(`${this.owner} ${text}`.trim())) return true;
    const attached = ATTACHED.exec(text);
    if (attached?.groups?.rest === undefined && !isWholeAddress(attached?.groups?.address ?? "0")) return false;
    if (attached) {
      this.setAttached(line, attached);
      return true;
    }
    const list = LIST.exec(text);
    if (list || (this.open && MORE_NAMES.test(text))) {
      if (list) this.open = this.lists[group(list, "list")?.toLowerCase() as "extensionflags" | "characteristics"];
      this.open?.push(...((list ? group(list, "names") : text)?.match(NAMES) ?? []));
      return true;
    }
    this.open = null;
    const queue = QUEUE.exec(text);
    if (queue) this.queueBusy = group(queue, "not") === null;
    return queue !== null || this.setOldFields(line, text);
  }

  private setOwner(text: string): boolean {
    const match = OWNER.exec(text);
    if (match && isWholeAddress(group(match, "object") ?? "")) {
      this.name = group(match, "name")?.trim() || null;
      this.driver = plainDriverName(group(match, "driver") ?? "");
      this.driverObject = hexGroup(match, "object");
      this.setFields(text.slice(match.index + match[0].length));
      return true;
    }
    // A note about symbols broke the line.
    const goesOn =
      this.owner === "" && this.fields.size === 0 && !ANY_FIELD.test(text) && /^[\w\\. -]{1,120}$/.test(text);
    if (goesOn) this.owner = text;
    return goesOn;
  }

  private setAttached(line: Line, match: RegExpExecArray): void {
    const rest = group(match, "rest") ?? "";
    const at = rest.search(/\\{0,4}(?:Driver|FileSystem)\\/i);
    const [printed = "", ...names] = (at < 0 ? rest : rest.slice(at)).split(/\s+/);
    const device: AttachedDevice = {
      line: line.number,
      address: hexGroup(match, "address") ?? "0",
      driver: at < 0 ? null : plainDriverName(printed),
      name: (at > 0 ? rest.slice(0, at).trim() : names.join(" ")) || null,
    };
    if (/^device$/i.test(group(match, "kind") ?? "")) this.attachedDevice = device;
    else this.attachedTo = device;
  }

  private setOldFields(line: Line, text: string): boolean {
    const attached = OLD_ATTACHED.exec(text);
    if (!attached) return this.setFields(text);
    if (!isWholeAddress(group(attached, "address") ?? "")) return false;
    this.attachedDevice = {
      line: line.number,
      address: hexGroup(attached, "address") ?? "0",
      driver: null,
      name: null,
    };
    return this.setFields(text.slice(0, attached.index));
  }

  private setFields(text: string): boolean {
    let found = ANY_FIELD.test(text);
    for (const match of text.matchAll(FIELDS)) {
      const field = match.groups?.field?.toLowerCase() ?? "";
      const value = match.groups?.value ?? "0";
      const last = match.index + match[0].length === text.length;
      // More stands behind the count; at the end of a line it was cut.
      if (field === "refcount") this.referenceCount = last ? null : numberGroup(match, "value");
      else if (NUMBERS.test(field) ? hasAllDigits(value) : isWholeAddress(value))
        this.fields.set(field, canonicalHex(value));
      found = true;
    }
    return found;
  }

  field(name: string): Hex | null {
    return this.fields.get(name) ?? null;
  }
}

function parse(source: Source): Reading<DeviceObjectReport> {
  const reader = new DeviceReader();
  const unread: number[] = [];
  for (const line of source.lines) {
    const text = withoutSymbolNote(line.text);
    if (!reader.take(line) && !isChatter(text) && !isAnnotation(text)) unread.push(line.number);
  }
  if (reader.address === null) return null;
  const { line, address, name, driver, driverObject, referenceCount, attachedDevice, attachedTo, queueBusy } = reader;
  return {
    report: {
      kind: "device-object",
      line,
      address,
      name,
      driver,
      driverObject,
      currentIrp: objectOf(reader.field("current irp")),
      referenceCount,
      deviceType: reader.field("type"),
      flags: reader.field("flags"),
      vpb: objectOf(reader.field("vpb")),
      deviceExtension: objectOf(reader.field("devext")),
      devNode: objectOf(reader.field("devnode")),
      extensionFlags: reader.lists.extensionflags,
      characteristics: reader.lists.characteristics,
      attachedDevice,
      attachedTo,
      queueBusy,
    },
    unread,
  };
}

export const kdDevobj: Parser<DeviceObjectReport> = {
  id: "kd-devobj",
  name: "!devobj",
  mode: "kernel",
  // `!DevObj !DrvObj …` is the heading of !devstack.
  command: /^!devobj\b(?!\s+!drvobj)/i,
  recognise: [
    HEADING,
    rx("^\\s*Current Irp ", HEX, " RefCount \\d"),
    /^\s*Attached(?:Device|To) \((?:Upper|Lower)\)\s+[0-9a-f]{8}/i,
  ],
  follow: () => {
    const reader = new DeviceReader();
    return (line) => reader.take(line);
  },
  restarts: HEADING,
  errors: deviceErrors,
  parse,
};
