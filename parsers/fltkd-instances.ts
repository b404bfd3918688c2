import type { FilterManagerInstancesReport, Line } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { fltkdErrors } from "./fltkd-errors";
import { isExtensionNote, readFlags, readNamed, readObject, readProperty, toFilterObject } from "./fltkd-objects";
import { ADDRESS, rx } from "./grammar";
import { linesLeft } from "./lines-left";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!fltkd.instance ADDRESS [detail]` and `!fltkd.instances`: a filter's presence on a volume.
 *
 * ```sample instance
 * 0: kd> !fltkd.instance ffffa50f5bb5fa80
 *
 * FLT_INSTANCE: ffffa50f5bb5fa80 "AcmeBkp Top" "281999.5"
 *    FLT_OBJECT: ffffa50f5bb5fa80  [01000000] Instance
 *       RundownRef               : 0x0000000000000000 (0)
 *       PointerCount             : 0x00000002
 *       PrimaryLink              : [ffffa50f5bda3770-ffffa50f5bfc0520]
 *    OperationRundownRef      : ffffa50f5bb5a0b0
 * Could not read field "Number" of fltmgr!_EX_RUNDOWN_REF_CACHE_AWARE from address: ffffa50f5bb5a0b0
 *    Flags                    : [00000000]
 *    Volume                   : ffffa50f5bfc0520 "\Device\HarddiskVolume2"
 *    Filter                   : ffffa50f5b3ba020 "AcmeBkp"
 *    TrackCompletionNodes     : ffffa50f5bb5f820
 *    ContextLock              : (ffffa50f5bb5faf0)
 *    Context                  : ffffa50f5bb5a770
 *    CallbackNodes            : (ffffa50f5bb5fb10)
 *    VolumeLink               : [ffffa50f5bda3770-ffffa50f5bfc0520]
 *    FilterLink               : [ffffa50f5be2fcc0-ffffa50f5b3ba0d0]
 * ```
 * A bare list of them:
 * ```sample list
 * kd> !fltkd.instances
 * FLT_INSTANCE: 8a4c2c60 "AcmeBkp Top" "281999.5"
 * FLT_INSTANCE: 8a346c60 "AcmeAudit Instance" "385420"
 * ```
 *
 * Volume and Filter name what it connects. PointerCount: hex. Context: the filter's own data for this
 * volume. Not kept: links, locks, and the callback nodes that a detail level adds.
 */
const DETAIL = /^\s*(?:FLT_OBJECT\s?:|CALLBACK_NODE\s?:|[A-Z][A-Z_]{2,40} \(-?\d{1,3}\))/i;

type Instance = FilterManagerInstancesReport["instances"][number];

class InstancesReader {
  readonly instances: Instance[] = [];

  take(line: Line): boolean {
    const text = withoutAnnotation(line.text);
    const object = readObject(text);
    if (object?.kind === "INSTANCE LIST") return true;
    if (object?.kind === "FLT_INSTANCE" && object.first !== null) {
      this.instances.push({
        ...toFilterObject(object, line),
        lastLine: line.last,
        filter: null,
        filterAddress: null,
        volume: null,
        volumeAddress: null,
        pointerCount: null,
        flags: null,
        flagNames: [],
        context: null,
      });
      return true;
    }
    const instance = this.instances.at(-1);
    if (!instance || object) return false;
    const taken = setProperty(instance, text) || DETAIL.test(text) || isExtensionNote(text);
    if (taken) instance.lastLine = line.last;
    return taken;
  }
}

function setProperty(instance: Instance, text: string): boolean {
  const property = readProperty(text);
  if (!property) return false;
  const { address, name } = readNamed(property.value);
  if (property.name === "volume") Object.assign(instance, { volume: name, volumeAddress: address });
  else if (property.name === "filter") Object.assign(instance, { filter: name, filterAddress: address });
  else if (property.name === "context") instance.context = address;
  else if (property.name === "pointercount")
    instance.pointerCount = address === null ? 0 : Number.parseInt(address, 16);
  else if (property.name === "flags") {
    const flags = readFlags(property.value);
    instance.flags ??= flags?.value ?? null;
    instance.flagNames = flags?.names ?? instance.flagNames;
  }
  return true;
}

function parse(source: Source): Reading<FilterManagerInstancesReport> {
  const reader = new InstancesReader();
  const unread = linesLeft(reader, source.lines);
  const { instances } = reader;
  if (instances.length === 0) return null;
  return { report: { kind: "filter-manager-instances", instances }, unread };
}

export const fltkdInstances: Parser<FilterManagerInstancesReport> = {
  id: "fltkd-instances",
  name: "!fltkd.instance",
  mode: "kernel",
  command: /^!instances?\b/,
  recognise: [rx("^\\s*FLT_INSTANCE\\s?:\\s*", ADDRESS, '\\s+"')],
  follow: () => {
    const reader = new InstancesReader();
    return (line) => reader.take(line);
  },
  errors: fltkdErrors,
  parse,
};
