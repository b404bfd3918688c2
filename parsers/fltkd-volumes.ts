import type { FilterManagerObject, FilterManagerVolumesReport, Line } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { isElision } from "./elision";
import { fltkdErrors } from "./fltkd-errors";
import {
  isExtensionNote,
  type ListedObject,
  plainObjectName,
  readObject,
  readProperty,
  toFilterObject,
  toFrame,
} from "./fltkd-objects";
import { unfold } from "./folded";
import { ADDRESS, rx } from "./grammar";
import { linesLeft } from "./lines-left";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!fltkd.volumes` and `!fltkd.volume ADDRESS`: the volumes of a kernel dump, each with the minifilters on
 * it in the order in which they see a request.
 *
 * ```sample volumes
 * 0: kd> !fltkd.volumes
 *
 * Volume List: ffffa50f5b3a5150 "Frame 0"
 *    FLT_VOLUME: ffffa50f5bb26750 "\Device\Mup"
 *       FLT_INSTANCE: ffffa50f5bb5fa80 "AcmeAudit Instance" "385420"
 *    FLT_VOLUME: ffffa50f5be72010 "\Device\Mailslot"
 *    FLT_VOLUME: ffffa50f5bfc0520 "\Device\HarddiskVolume2"
 *       FLT_INSTANCE: ffffa50f5be2f010 "AcmeAudit Instance" "385420"
 *       FLT_INSTANCE: ffffa50f60b32aa0 "AcmeBkp Top" "281999.5"
 * ```
 *
 * One volume in full prints its properties below it; they are not kept.
 */
const FOLDED = [/(?:Volume List|FLT_VOLUME)\s?:.{1,300}FLT_\w{6,8}\s?:/i];
const STARTS = "Volume List\\s?:|FLT_(?:VOLUME|INSTANCE)\\s?:";

type Volume = FilterManagerVolumesReport["volumes"][number] & { instances: FilterManagerObject[] };

class VolumesReader {
  readonly frames: FilterManagerVolumesReport["frames"][number][] = [];
  readonly volumes: Volume[] = [];
  cut = false;
  private frame: string | null = null;
  /** The volume that instances below belong to. */
  private volume: Volume | null = null;

  take(line: Line): boolean {
    const text = withoutAnnotation(line.text);
    const object = readObject(text);
    return object ? object.rest === "" && this.object(object, line) : this.remark(text);
  }

  private object(object: ListedObject, line: Line): boolean {
    const { kind, first, address } = object;
    const { volume, frame } = this;
    if (kind === "FLT_VOLUME" && first !== null) {
      this.volume = { line: line.number, address, name: plainObjectName(first), frame, instances: [] };
      this.volumes.push(this.volume);
    } else if (kind === "FLT_INSTANCE" && first !== null && volume) volume.instances.push(toFilterObject(object, line));
    else if (kind === "VOLUME LIST") {
      this.frames.push(toFrame(object, line));
      this.frame = first;
    } else return false;
    return true;
  }

  /** What stands below need not belong to the volume, or the frame, above. */
  lose(): void {
    this.volume = null;
    this.frame = null;
  }

  private remark(text: string): boolean {
    const cut = isElision(text);
    this.cut ||= cut;
    if (cut) this.lose();
    if (this.frames.length === 0 && this.volumes.length === 0) return false;
    const detail = this.frames.length === 0 && (readProperty(text) !== null || /^\s*FLT_OBJECT:/i.test(text));
    return cut || detail || isExtensionNote(text);
  }
}

function parse(source: Source): Reading<FilterManagerVolumesReport> {
  const reader = new VolumesReader();
  const unread = linesLeft(reader, unfold(source.lines, FOLDED, STARTS));
  const { frames, volumes, cut } = reader;
  if (volumes.length === 0 && frames.length === 0) return null;
  const complete = frames.length > 0 && volumes.length > 0 && !cut && unread.length === 0;
  return { report: { kind: "filter-manager-volumes", frames, volumes, complete }, unread };
}

export const fltkdVolumes: Parser<FilterManagerVolumesReport> = {
  id: "fltkd-volumes",
  name: "!fltkd.volumes",
  mode: "kernel",
  command: /^!volumes?\b/,
  recognise: [rx("^\\s*Volume List\\s?:\\s*", ADDRESS, '\\s+"'), rx("^\\s*FLT_VOLUME\\s?:\\s*", ADDRESS, '\\s+"')],
  // Below a gap they belong to a volume that is not there.
  keeps: [/^\s+FLT_INSTANCE\s?:/],
  follow: () => {
    const reader = new VolumesReader();
    return (line) => reader.take(line);
  },
  errors: fltkdErrors,
  parse,
};
