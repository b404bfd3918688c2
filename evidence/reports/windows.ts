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
  })[];
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
