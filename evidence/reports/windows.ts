import type { Row } from "./row";

/** `fltmc` / `fltmc filters`. */
export interface FiltersReport {
  kind: "filters";
  /** Top of the stack first, as printed. */
  filters: readonly (Row & {
    name: string;
    /** Null on a legacy row. */
    instances: number | null;
    /** Text: it may be fractional. Null when a legacy row prints none. */
    altitude: string | null;
    frame: number | null;
    legacy: boolean;
  })[];
  /** True when the table's head was in the paste and every line below it was read: only then does absence mean anything. */
  complete: boolean;
}

/** `fltmc instances`. */
export interface FilterInstancesReport {
  kind: "filter-instances";
  instances: readonly (Row & {
    filter: string;
    /** Null for a blank volume name, and under `-v`. */
    volume: string | null;
    altitude: string | null;
    instance: string | null;
    frame: number | null;
    /** `SprtFtrs`, as hex; null on systems that do not print it. */
    supportedFeatures: string | null;
    /** `VlStatus`: `Detached`; null when blank. */
    volumeStatus: string | null;
  })[];
  /** Volume (`-v`) and filter (`-f`) the list was restricted to. */
  scope: { volume: string | null; filter: string | null };
  /** As for `FiltersReport`. */
  complete: boolean;
}

/** Size of a folder with all that is below it. */
export interface FolderSizeReport extends Row {
  kind: "folder-size";
  tool: "dir" | "robocopy" | "measure-object" | "du";
  path: string | null;
  sizeBytes: number | null;
  files: number | null;
  folders: number | null;
  freeBytes: number | null;
  /** Line that carries the size. */
  sizeLine: number;
  /** The largest folders below, where they are listed. */
  parts?: readonly (Row & { path: string; sizeBytes: number })[];
  /** False when the total was not in the paste and the figures are sums over what was. */
  complete: boolean;
}

/** `appcmd list requests`. */
export interface RequestsReport {
  kind: "requests";
  requests: readonly (Row & {
    id: string;
    verb: string;
    url: string;
    timeSeconds: number;
    client: string | null;
    stage: string | null;
    module: string | null;
  })[];
}

/** `appcmd list wp`. */
export interface WorkerProcessesReport {
  kind: "worker-processes";
  workers: readonly (Row & { /** Decimal. */ processId: number; applicationPool: string })[];
}
