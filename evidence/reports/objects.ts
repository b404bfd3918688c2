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
  /** The `>> Domain:Value` pairs below a static field; `value` null where it says NotInit. */
  perDomain: readonly { domain: Hex; value: string | null }[];
}

/** One row of `!dumparray`. */
export interface ElementRow extends Row {
  /** `0`, or `0,3` in an array of several dimensions. */
  index: string;
  /** Null for a null reference. */
  address: Hex | null;
}

/** `!do` / `!dumpobj`, `!dumparray`, and `!dumpvc`, of anything but a DateTime. */
export interface ObjectReport extends Row {
  kind: "object";
  /** From the command; null when it was not echoed. */
  address: Hex | null;
  name: string;
  methodTable: Hex | null;
  eeClass: Hex | null;
  sizeBytes: number | null;
  gcGeneration: number | null;
  /** Path of the module that defines the type. */
  file: string | null;
  /** Text of a System.String; null for other types, and where the debugger could not print it. */
  string: string | null;
  array: { rank: number; length: number | null; elementType: string | null } | null;
  elements: readonly ElementRow[];
  fields: readonly FieldRow[];
  /** A lock that needs no sync block, so `!syncblk` does not list it. `recursion` counts re-entries after the first. */
  thinLock: (Row & { managedThreadId: number; threadObject: Hex; recursion: number }) | null;
}

/** `!convertvtdatetodate`, `!convertticksToDate`, `!printdatetime`, or `!dumpvc` of a DateTime. */
export interface DateReport extends Row {
  kind: "date";
  /** Address of the value; null when the command was not echoed. */
  address: Hex | null;
  /** ISO 8601 with up to 7 decimals and `Z`: the printed clock reading taken as UTC; null when it cannot be read, or is no date but a duration. */
  instant: string | null;
  /** 100-ns units since 0001-01-01, decimal, without the kind bits; null when they are not printed. */
  ticks: string | null;
  /** DateTime.Kind when the bits tell it; `local` means that `instant` is not UTC. */
  dateKind: "utc" | "local" | "unspecified";
}
