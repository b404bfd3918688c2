import { type DeviceStackReport, type Hex, isNullHex, type Line, type StackedDevice } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { deviceErrors, withoutSymbolNote } from "./device-errors";
import { plainDriverName } from "./driver-name";
import { unfold } from "./folded";
import { ADDRESS, addressesIn, group, HEX, hexGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!devstack DEVICE`: the device objects that are attached to each other, and whose they are. A request
 * goes from the first one to the last.
 *
 * ```sample volume
 * 0: kd> !devstack HarddiskVolume2
 *   !DevObj           !DrvObj            !DevExt           ObjectName
 *   ffffa50f5c0d7030  \Driver\volsnap    ffffa50f5c0d7180
 *   ffffa50f5c0c3d20  \Driver\AcmeBlk    ffffa50f5c0c3e70  AcmeVolume2
 * > ffffa50f5c06e8f0  \Driver\volmgr     ffffa50f5c06ea40  HarddiskVolume2
 * !DevNode ffffa50f5c06f010 :
 *   DeviceInst is "STORAGE\Volume\{11c1b3aa-2a4b-11e5}#0000000000100000"
 *   ServiceName is "volume"
 * ```
 * x86, a file-system stack:
 * ```sample file-system
 * kd> !devstack 89eff930
 *   !DevObj   !DrvObj            !DevExt   ObjectName
 * > 89eff930  \FileSystem\AcmeBkp 89eff9e8
 *   8a0b1a48  \FileSystem\FltMgr 8a0b1b00
 *   8a0b2020  \FileSystem\Ntfs   8a0b20d8
 * ```
 *
 * `>` marks the device that was asked for. DevExt may be zero. A minifilter has no device of its own: it
 * hides behind `\FileSystem\FltMgr`; a filter that stands here under its own name is of the old kind.
 */
const HEADING = /^\s*!DevObj\s+!DrvObj\s+!DevExt\s+ObjectName\s*$/i;
// > ffffa50f5c06e8f0  \Driver\volmgr     ffffa50f5c06ea40  HarddiskVolume2
const ROW = rx(
  "^\\s*(?:(?<mark>>)\\s*)?(?<address>",
  ADDRESS,
  ")\\s+(?<driver>\\\\{0,4}(?:Driver|FileSystem)\\\\{1,4}\\S{1,80}(?: (?!",
  ADDRESS,
  "(?:\\s|$))\\S{1,60}){0,3})\\s+(?:\\.\\.\\.|(?<extension>",
  HEX,
  "))(?:\\s+(?<name>\\S.{0,120}))?$",
);
// A name with the front of another row in it
const RUN_TOGETHER = /\s\\{1,4}(?:Driver|File)|^>|^(?:[0-9a-f]{1,7}|[0-9a-f]{9,16})$/i;
const DEV_NODE = rx("^\\s*!DevNode\\s+(?<node>", ADDRESS, ")(?:\\s*:)?$");
const INSTANCE = /^\s*DeviceInst is "(?<instance>[^"]{1,400})"\s*$/i;
const SERVICE = /^\s*ServiceName is "(?<service>[^"]{0,120})"\s*$/i;
const FOLDED = [/!DevObj\s+!DrvObj\s+!DevExt\s+ObjectName\s+\S/i];
const STARTS = ["> ?", "(?<!> ?)"]
  .map((front) => `${front}${ADDRESS}\\s+\\\\{1,4}(?:Driver|FileSystem)\\\\`)
  .concat("!DevObj|!DevNode|DeviceInst is|ServiceName is")
  .join("|");

class DeviceStackReader {
  readonly devices: StackedDevice[] = [];
  headed = false;
  devNode: Hex | null = null;
  deviceInstance: string | null = null;
  serviceName: string | null = null;

  take(line: Line): boolean {
    const text = withoutAnnotation(withoutSymbolNote(line.text)).trimEnd();
    if (HEADING.test(text)) this.headed = true;
    else if (!this.row(line, text) && !this.node(text)) return false;
    return true;
  }

  private row(line: Line, text: string): boolean {
    const match = ROW.exec(text);
    const address = match && hexGroup(match, "address");
    if (!match || !address || !isEven(match) || RUN_TOGETHER.test(match.groups?.name ?? "")) return false;
    const extension = hexGroup(match, "extension");
    this.devices.push({
      line: line.number,
      address,
      driver: plainDriverName(group(match, "driver") ?? ""),
      extension: extension === null || isNullHex(extension) ? null : extension,
      // Dots stand for what somebody left out.
      objectName:
        group(match, "name")
          ?.replace(/^\.{3}$/, "")
          .trim() || null,
      target: group(match, "mark") !== null,
    });
    return true;
  }

  private node(text: string): boolean {
    const node = DEV_NODE.exec(text);
    const instance = INSTANCE.exec(text);
    const service = SERVICE.exec(text);
    if (node) this.devNode = hexGroup(node, "node");
    if (instance) this.deviceInstance = group(instance, "instance")?.replace(/\\{2,4}/g, "\\") ?? null;
    if (service) this.serviceName = group(service, "service") || null;
    return node !== null || instance !== null || service !== null;
  }
}

/** A mail's own marks may have taken the `>` with them; the command names the device too. */
function withTarget(devices: readonly StackedDevice[], args: string): readonly StackedDevice[] {
  const [asked] = addressesIn(args);
  if (asked === undefined || devices.some(({ target }) => target)) return devices;
  return devices.map((device) => ({ ...device, target: device.address === asked }));
}

/** False for a row that breaks off inside its last address: both have the same width. */
function isEven({ groups }: RegExpExecArray): boolean {
  const digits = (address: string | undefined): number => (address ?? "").replace(/^0x|[`'´]/gi, "").length;
  if (groups?.name !== undefined || groups?.extension === undefined) return true;
  return digits(groups.address) === digits(groups.extension);
}

function parse(source: Source): Reading<DeviceStackReport> {
  const reader = new DeviceStackReader();
  const unread: number[] = [];
  for (const line of unfold(source.lines, FOLDED, STARTS)) {
    const text = withoutSymbolNote(line.text);
    if (!reader.take(line) && !isChatter(text) && !isAnnotation(text)) unread.push(line.number);
  }
  const { headed, devNode, deviceInstance, serviceName } = reader;
  const devices = withTarget(reader.devices, source.args);
  if (devices.length === 0 && !headed) return null;
  return { report: { kind: "device-stack", devices, devNode, deviceInstance, serviceName }, unread };
}

export const kdDevstack: Parser<DeviceStackReport> = {
  id: "kd-devstack",
  name: "!devstack",
  mode: "kernel",
  command: /^!devstack\b/,
  recognise: [
    /^\s*!DevObj\s+!DrvObj\s+!DevExt\s+ObjectName\b/i,
    rx("^\\s*(?:>\\s*)?", ADDRESS, "\\s+\\\\{0,4}(?:Driver|FileSystem)\\\\{1,4}\\S{1,80}\\s+", ADDRESS, "(?:\\s|$)"),
  ],
  follow: () => {
    const reader = new DeviceStackReader();
    return (line) => reader.take(line);
  },
  restarts: HEADING,
  errors: deviceErrors,
  parse,
};
