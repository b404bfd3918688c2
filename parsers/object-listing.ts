import type { ElementRow, FieldRow, Line, ObjectReport } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { beginsField, readField, readPerDomain } from "./field-row";
import { group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import { readWrapped } from "./soft-wrap";
import { isOpenTypeName, joinTypeName, takeTypeName } from "./type-name";

/**
 * The listing that `!do`, `!dumpvc` and `!dumparray` share: a head of `Key: value` lines,
 * the text of a string, the elements of an array, then the fields.
 */

// Name:        System.Web.HttpContext
const NAME = /^\s*Name:\s+(?<name>\S.*)$/i;
// MethodTable: 00007ff9952359c0        MethodTable 0x02401fdc
const METHOD_TABLE = rx("^\\s*MethodTable:?\\s+(?<value>", HEX, ")\\s*$");
// EEClass:     00007ff995212ec0
const EE_CLASS = rx("^\\s*EEClass:?\\s+(?<value>", HEX, ")\\s*$");
// Size:        419430426(0x1900001a) bytes
const SIZE = /^\s*Size:?\s+(?<size>\d+)\s*\((?:0x)?[0-9a-f]+\)\s*bytes/i;
// GC Generation: 2
const GENERATION = /^\s*GC Generation:\s*(?<generation>\d+)\s*$/i;
// File:        C:\Windows\mscorlib.dll        (C:\Windows\mscorlib.dll)
const FILE = /^\s*(?:File:\s+(?<file>\S.*)|\((?<alone>\S.*)\))$/i;
const EXTENSION = /\.[a-z]{2,4}\)?$/i;
// mdToken: 0x02000115 (c:\windows\system.web.dll)
const TOKEN = /^\s*mdToken:\s*(?:0x)?[0-9a-f]+(?:\s+\((?<file>.*)\))?$/i;
// String:      Hello
const STRING = /^\s*String:(?: {1,6}(?<text>.*))?$/i;
/** Dots that a debugger prints while it loads symbols. */
const PROGRESS = /^\.{40,}$/;
const RELATIVE_PATH = /^\s*\.\.?[\\/]/;
const UNPRINTABLE = /^<?String is invalid or too large to print>?\s*$/i;
// Array:       Rank 1, Number of elements 1000, Type Byte (Print Array)
const ARRAY = /^\s*Array:\s+Rank (?<rank>\d+)(?:, Number of elements (?<length>\d+)(?=,))?(?:, Type (?<type>\w+))?/i;
// Content: 4 items
const CONTENT = /^\s*Content:(?:\s+(?<items>\d+) items$)?/i;
// Element Type: System.Object
const ELEMENT_TYPE = /^\s*Element Type:\s+(?<type>\S.*)$/i;
// [0] 00000236cc3e8e78        [2][0] null
const ELEMENT = rx("^\\s*\\[(?<index>\\d{1,10}(?:\\]\\[\\d{1,10}){0,8})\\]\\s+(?:null|(?<address>", HEX, "))$");
// ThinLock owner 1 (0000024e7ca2b3d0), Recursive 0
const THIN_LOCK = rx(
  "^\\s*ThinLock owner (?<id>[0-9a-f]+) \\((?<thread>",
  HEX,
  ")\\),? Recursive (?<again>[0-9a-f]+)$",
);
const FIELD_DESC = /^\s*FieldDesc\*?:/i;
const SYMBOL_NOTE = /^\s*\*{3} (?:WARNING|ERROR): /;
const FIELDS = /^\s*Fields:$/i;
// MT    Field   Offset                 Type VT     Attr            Value Name
export const FIELD_HEADING = /^\s*(?:MT\s+)?Field\s+Offset\s+Type\s+(?:VT\s+)?Attr\s+Value\s+Name$/i;
/** Lines of the head that the report has no place for. */
const QUIET =
  /^\s*(?:None$|Object$|Unable to display fields$|Canonical MethodTable:|Element Methodtable:|(?:RCW|CCW|ComWrappers\w*):|Tracked Type:|Type (?:Name|MT|MethodTable):)/i;

/** How far below `Name:` the method table may stand, when the name is wrapped. */
const NAME_TO_TABLE = 4;

/** True when the `Name:` at `at` heads the listing of an object; modules and method tables print such a line too. */
export function isObjectName(lines: readonly Line[], at: number): boolean {
  if (!NAME.test(lines[at]?.text ?? "")) return false;
  if (/\sMethodTable:?\s+(?:0x)?[0-9a-f]{6}/i.test(lines[at]?.text ?? "")) return true;
  return lines.slice(at + 1, at + 1 + NAME_TO_TABLE).some((line) => METHOD_TABLE.test(line.text));
}

type Listing = Omit<ObjectReport, "kind" | "address" | "line">;

function standsAlone(text: string): boolean {
  return (
    beginsField(text) ||
    [NAME, FIELD_DESC, FIELDS, FIELD_HEADING].some((line) => line.test(text)) ||
    /^\s*>>/.test(text)
  );
}

function endsString(text: string): boolean {
  return standsAlone(text) || SYMBOL_NOTE.test(text);
}

/** Method tables are printed whole; a shorter one was cut. */
function isWholeAddress(digits: string): boolean {
  return /^(?:0x)?(?:[0-9a-f]{8}|[0-9a-f]{12}|[0-9a-f]{16})$/i.test(digits.replace(/[`'´]/g, ""));
}

/** True for a path that does not end in the name of a file. */
function isFolder(path: string): boolean {
  return /[\\/]/.test(path) && !EXTENSION.test(path);
}

/** One object's listing, read line by line. */
export class ObjectListing {
  private readonly head: Omit<Listing, "fields" | "elements"> = {
    name: "",
    methodTable: null,
    eeClass: null,
    sizeBytes: null,
    gcGeneration: null,
    file: null,
    string: null,
    array: null,
    thinLock: null,
  };
  private readonly fields: FieldRow[] = [];
  private readonly elements: ElementRow[] = [];
  readonly unread: number[] = [];
  /** Line of `Name:`, else of the first thing read; null when nothing was. */
  line: number | null = null;
  private headed = false;
  /** Rows were left out since the last field. */
  private broken = false;
  private stringRead = false;
  /** How wide an element's address is printed. */
  private digits: number | null = null;

  /** `openEnd`: the paste ends in the last line. */
  constructor(
    private readonly lines: readonly Line[],
    private readonly openEnd: boolean,
  ) {
    for (let at = 0; at < lines.length; ) {
      if (this.name !== "" && NAME.test(lines[at]?.text ?? "")) {
        // Another object: nothing below belongs to this one.
        for (const line of lines.slice(at)) if (!isQuiet(line.text)) this.unread.push(line.number);
        break;
      }
      const used = this.takeName(at) || this.takeFields(at) || this.takeString(at) || this.takeHead(at);
      const line = lines[at];
      if (used > 0 && line) this.line ??= line.number;
      else if (line && !isQuiet(line.text)) this.unread.push(line.number);
      at += Math.max(1, used);
    }
  }

  get name(): string {
    return this.head.name;
  }

  /** False when too little is there to be an object. */
  get found(): boolean {
    return this.name !== "" || this.headed || this.fields.length > 0;
  }

  report(): Listing {
    return { ...this.head, fields: this.fields, elements: this.elements };
  }

  private takeName(at: number): number {
    const line = this.lines[at];
    const match = NAME.exec(line?.text ?? "");
    if (!line || !match) return 0;
    const first = group(match, "name")?.trim() ?? "";
    const next = this.lines[at + 1]?.text ?? "";
    const wrapped = isOpenTypeName(first) && next.trim() !== "" && !/^\s*MethodTable/i.test(next);
    const { type, rest } = takeTypeName(wrapped ? joinTypeName(first, next) : first);
    this.head.name = type;
    if (rest !== "" && !isAnnotation(rest)) this.unread.push(line.number);
    this.line = line.number;
    return wrapped ? 2 : 1;
  }

  private takeFields(at: number): number {
    const line = this.lines[at];
    if (!line) return 0;
    const heading = [line.text, `${line.text} ${this.lines[at + 1]?.text.trim() ?? ""}`];
    const used = FIELDS.test(line.text) ? 1 : heading.findIndex((text) => FIELD_HEADING.test(text)) + 1;
    if (used > 0) {
      this.headed = true;
      return used;
    }
    this.broken ||= isElision(line.text);
    const last = this.broken ? undefined : this.fields.at(-1);
    const perDomain = last ? readPerDomain(this.lines, at) : null;
    if (last && perDomain) {
      this.fields[this.fields.length - 1] = { ...last, perDomain: perDomain.pairs };
      return perDomain.used;
    }
    const field = beginsField(line.text) ? readWrapped(readField, this.lines, at, standsAlone) : null;
    if (!field) return 0;
    this.fields.push({ ...field.row, line: line.number });
    this.broken = false;
    return field.used;
  }

  /** The text behind `String:` goes on over lines until the fields begin. */
  private takeString(at: number): number {
    const match = this.stringRead || this.headed ? null : STRING.exec(this.lines[at]?.text ?? "");
    if (!match) return 0;
    this.stringRead = true;
    const first = group(match, "text") ?? "";
    if (UNPRINTABLE.test(first)) return 1;
    this.head.string = first;
    let end = at + 1;
    while (end < this.lines.length && !endsString(this.lines[end]?.text ?? "")) end++;
    if (end === this.lines.length) return 1;
    const more = this.lines.slice(at + 1, end).filter(({ text }) => !PROGRESS.test(text));
    const gaps = more.filter(({ text }) => isElision(text) && !RELATIVE_PATH.test(text));
    this.head.string = gaps.length > 0 ? null : [first, ...more.map(({ text }) => text)].join("\n").trimEnd();
    return end - at;
  }

  private takeHead(at: number): number {
    const line = this.lines[at];
    if (!line) return 0;
    const { text } = line;
    const element = ELEMENT.exec(text);
    if (element) {
      const digits = group(element, "address")?.length ?? null;
      if (digits !== null && this.isOpen(line) && digits !== this.digits) return 0;
      this.digits ??= digits;
      const index = (group(element, "index") ?? "").replaceAll("][", ",");
      this.elements.push({ line: line.number, index, address: hexGroup(element, "address") });
      return 1;
    }
    const file = this.takeFile(at);
    if (file > 0) return file;
    return this.takeAddresses(line) || this.takeFigures(text) || this.takeArray(line) || this.takeThinLock(line)
      ? 1
      : 0;
  }

  /** A value that ends the paste may have been longer. */
  private isOpen(line: Line): boolean {
    return this.openEnd && line === this.lines.at(-1);
  }

  /** The file the type is in; a mail may have broken its name at a blank. */
  private takeFile(at: number): number {
    const text = this.lines[at]?.text ?? "";
    const match = TOKEN.exec(text) ?? FILE.exec(text);
    if (!match) return 0;
    const file = group(match, "file") ?? group(match, "alone");
    if (file === null || !isFolder(file)) {
      this.head.file = file ?? this.head.file;
      return 1;
    }
    const next = this.lines[at + 1]?.text.trim() ?? "";
    const whole = `${file} ${next}`;
    const goesOn = next !== "" && !/^[\w ]+:/.test(next) && !isFolder(whole);
    if (!goesOn) return 0;
    this.head.file = whole;
    return 2;
  }

  private takeAddresses(line: Line): boolean {
    const { text } = line;
    const table = METHOD_TABLE.exec(text);
    const eeClass = EE_CLASS.exec(text);
    const found = table ?? eeClass;
    if (!found || this.isOpen(line) || !isWholeAddress(group(found, "value") ?? "")) return false;
    this.head[table ? "methodTable" : "eeClass"] = hexGroup(found, "value");
    return true;
  }

  private takeFigures(text: string): boolean {
    const size = SIZE.exec(text);
    if (size) this.head.sizeBytes = numberGroup(size, "size");
    const generation = GENERATION.exec(text);
    if (generation) this.head.gcGeneration = numberGroup(generation, "generation");
    return size !== null || generation !== null;
  }

  private takeArray(line: Line): boolean {
    const { text } = line;
    const array = ARRAY.exec(text);
    if (array) {
      const [rank, length] = [numberGroup(array, "rank") ?? 1, numberGroup(array, "length")];
      this.head.array = { rank, length, elementType: this.isOpen(line) ? null : group(array, "type") };
    }
    const elementType = ELEMENT_TYPE.exec(text);
    if (elementType && this.head.array) this.head.array.elementType = group(elementType, "type");
    const content = CONTENT.exec(text);
    if (content && this.head.array) this.head.array.length ??= numberGroup(content, "items");
    return array !== null || elementType !== null || content !== null;
  }

  private takeThinLock(line: Line): boolean {
    const match = THIN_LOCK.exec(line.text);
    if (!match) return false;
    this.head.thinLock = {
      line: line.number,
      managedThreadId: Number.parseInt(group(match, "id") ?? "0", 16),
      threadObject: hexGroup(match, "thread") ?? "0",
      recursion: Number.parseInt(group(match, "again") ?? "0", 16),
    };
    return true;
  }
}

function isQuiet(text: string): boolean {
  return QUIET.test(text) || FIELD_DESC.test(text) || isChatter(text) || isAnnotation(text);
}
