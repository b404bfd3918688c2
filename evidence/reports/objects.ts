import type { Hex } from "../hex";
import type { Row } from "./row";

/** `!dso`: objects the stack refers to. */
export interface StackObjectsReport {
  kind: "stack-objects";
  thread: number | null;
  osThreadId: Hex | null;
  /** `location` is a stack address or a register name. `value` is the text behind a string's type name. */
  objects: readonly (Row & { location: string; object: Hex; type: string; value: string | null })[];
}

export interface FieldRow extends Row {
  methodTable: Hex | null;
  field: Hex | null;
  offset: Hex | null;
  type: string;
  /** True for VT=1 or type VALUETYPE. */
  valueType: boolean;
  attr: string;
  /** As printed; for structs of 1.1 the `start at` address alone; null when empty. */
  value: string | null;
  name: string;
}

/** `!do` / `!dumpobj`, and `!dumpvc` of anything but a DateTime. */
export interface ObjectReport extends Row {
  kind: "object";
  /** From the command; null when it was not echoed. */
  address: Hex | null;
  name: string;
  methodTable: Hex | null;
  sizeBytes: number | null;
  /** Text of a System.String. */
  string: string | null;
  fields: readonly FieldRow[];
}

/** `!convertvtdatetodate`, `!convertticksToDate`, `!printdatetime`, or `!dumpvc` of a DateTime. */
export interface DateReport extends Row {
  kind: "date";
  /** Address of the value; null when the command was not echoed. */
  address: Hex | null;
  /** ISO 8601 with up to 7 decimals and `Z`: the printed clock reading taken as UTC; null when it cannot be read. */
  instant: string | null;
  /** DateTime.Kind when the bits tell it; `local` means that `instant` is not UTC. */
  dateKind: "utc" | "local" | "unspecified";
}
