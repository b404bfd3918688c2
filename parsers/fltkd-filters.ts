import type { FilterManagerFiltersReport, FilterManagerObject, Line } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { isElision } from "./elision";
import { fltkdErrors } from "./fltkd-errors";
import { isExtensionNote, type ListedObject, readObject, readProperty, toFilterObject, toFrame } from "./fltkd-objects";
import { unfold } from "./folded";
import { ADDRESS, rx } from "./grammar";
import { linesLeft } from "./lines-left";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!fltkd.filters`, `!fltkd.frames` and `!fltkd.filter ADDRESS`: the minifilters of a kernel dump, in the
 * order in which they see a request, with their instances.
 *
 * ```sample filters
 * 0: kd> !fltkd.filters
 *
 * Filter List: ffffa50f5b3a50d0 "Frame 0"
 *    FLT_FILTER: ffffa50f5b386010 "AcmeAudit" "385420"
 *       FLT_INSTANCE: ffffa50f5f1e04e0 "AcmeAudit Instance" "385420"
 *       FLT_INSTANCE: ffffa50f5f1e1a80 "AcmeAudit Instance" "385420"
 *    FLT_FILTER: ffffa50f5b3957e0 "storqosflt" "244000"
 *    FLT_FILTER: ffffa50f5b3ba020 "AcmeBkp" "281999.5"
 *       FLT_INSTANCE: ffffa50f5bb5fa80 "AcmeBkp Top" "281999.5"
 * ```
 * ```sample frames
 * kd> !fltkd.frames
 *
 * Frame List: fffff8050fcbb780
 *    FLTP_FRAME: ffffa50f5b3a5020 "Frame 0" "0 to 409800"
 *       FLT_FILTER: ffffa50f5b386010 "AcmeAudit" "385420"
 *          FLT_INSTANCE: ffffa50f5f1e04e0 "AcmeAudit Instance" "385420"
 * ```
 * One filter in full:
 * ```sample filter
 * 0: kd> !fltkd.filter ffffa50f5b386010
 *
 * FLT_FILTER: ffffa50f5b386010 "AcmeAudit" "385420"
 *    FLT_OBJECT: ffffa50f5b386010  [02000000] Filter
 *       RundownRef               : 0x0000000000000002 (1)
 *       PointerCount             : 0x00000001
 *       PrimaryLink              : [ffffa50f5b3ba030-ffffa50f5b3a50d0]
 *    Frame                    : ffffa50f5b3a5020 "Frame 0"
 *    Flags                    : [00000002] FilteringInitiated
 *    DriverObject             : ffffa50f5b9d1cd0
 *    FilterUnload             : fffff8013b5512ac AcmeAudit+0x12ac
 * ```
 *
 * Behind each object its address, name and altitude, the highest first. A filter without instances is
 * loaded and idle. Legacy filters are not here; each one between two frames makes the Filter Manager
 * start another frame. Not kept: the properties of a filter.
 */
const FOLDED = [/(?:Filter List|FLTP?_\w{5,8})\s?:.{1,300}FLT_\w{6,8}\s?:/i];
const STARTS = "(?:Filter|Frame) List\\s?:|FLTP_FRAME\\s?:|FLT_(?:FILTER|INSTANCE)\\s?:";

type Filter = FilterManagerFiltersReport["filters"][number] & { instances: FilterManagerObject[] };

class FiltersReader {
  readonly frames: FilterManagerFiltersReport["frames"][number][] = [];
  readonly filters: Filter[] = [];
  listed = false;
  cut = false;
  private frame: string | null = null;
  /** The filter that instances below belong to. */
  private filter: Filter | null = null;

  take(line: Line): boolean {
    const text = withoutAnnotation(line.text);
    const object = readObject(text);
    if (!object) return this.remark(text);
    return object.rest === "" && this.object(object, line);
  }

  private object(object: ListedObject, line: Line): boolean {
    const { kind, first } = object;
    const { filter } = this;
    if (kind === "FLT_FILTER" && first !== null) {
      this.filter = { ...toFilterObject(object, line), frame: this.frame, instances: [] };
      this.filters.push(this.filter);
    } else if (kind === "FLT_INSTANCE" && first !== null && filter) {
      filter.instances.push(toFilterObject(object, line));
    } else if (kind === "FILTER LIST" || kind === "FLTP_FRAME") {
      this.listed = true;
      this.frame = first;
      this.frames.push(toFrame(object, line));
    } else if (kind === "FRAME LIST") this.listed = true;
    else return false;
    return true;
  }

  /** What stands below need not belong to the filter, or the frame, above. */
  lose(): void {
    this.filter = null;
    this.frame = null;
  }

  private remark(text: string): boolean {
    const cut = isElision(text);
    this.cut ||= cut;
    if (cut) this.lose();
    if (!this.listed && this.filters.length === 0) return false;
    return cut || isExtensionNote(text) || (!this.listed && isDetail(text));
  }
}

function isDetail(text: string): boolean {
  return readProperty(text) !== null || /^\s*FLT_OBJECT:/i.test(text);
}

function parse(source: Source): Reading<FilterManagerFiltersReport> {
  const reader = new FiltersReader();
  const unread = linesLeft(reader, unfold(source.lines, FOLDED, STARTS));
  const { frames, filters, listed } = reader;
  if (filters.length === 0 && !listed) return null;
  const complete = listed && !reader.cut && unread.length === 0 && filters.length > 0;
  return { report: { kind: "filter-manager-filters", frames, filters, complete }, unread };
}

export const fltkdFilters: Parser<FilterManagerFiltersReport> = {
  id: "fltkd-filters",
  name: "!fltkd.filters",
  mode: "kernel",
  command: /^!(?:filters?|frames?)\b/,
  recognise: [
    rx("^\\s*(?:Filter|Frame) List\\s?:\\s*", ADDRESS, '(?:\\s+"|$)'),
    rx("^\\s*(?:FLT_FILTER|FLTP_FRAME)\\s?:\\s*", ADDRESS, '\\s+"'),
  ],
  // Below a gap they belong to a filter that is not there.
  keeps: [/^\s+FLT_INSTANCE\s?:/],
  follow: () => {
    const reader = new FiltersReader();
    return (line) => reader.take(line);
  },
  errors: fltkdErrors,
  parse,
};
