import { canonicalHex, type Hex, isNullHex, type Line, type ManagedFrame, type ManagedValue } from "@/evidence";
import { codeOf, LONG, SHORT, UPPER_CASE, widthOf } from "./columns";
import { group, rx } from "./grammar";
import { remembered, rememberedEnds } from "./remembered";
import { columnsOf, scanned } from "./scanned-line";

/**
 * The rows of a managed stack as SOS prints them, from .NET 1.1 to today:
 *
 *   0x0e8cf370 0x02549395 [DEFAULT] [hasThis] Void System.Web.HttpRuntime.ProcessRequest(Class System.Web.HttpWorkerRequest)
 *   0x06f5f700 0x103e08dc [FRAME: ComMethodFrame]
 *   2a8bd268 7712eb2c [HelperMethodFrame: 2a8bd268] System.Threading.Monitor.Enter(System.Object)
 *   00007FFF276AE6C0 00007F384C098879 System.Threading.Tasks.Task.Wait() [/_/src/Task.cs @ 2898]
 *
 * Two addresses of the same width, a transition frame in brackets, a method with its
 * parameters, and a place in the source; the last three may each be missing.
 */
const ADDRESS = "(?:0x)?(?:[0-9a-f]{8}[`'´]?[0-9a-f]{8}|[0-9a-f]{8})";
const ROW = rx("^\\s*(?<sp>", ADDRESS, ")\\s+(?<ip>", ADDRESS, ")(?:\\s+(?<site>\\S.*))?$");
// 00007ffcd48302e0                  [InlinedCallFrame: 00007ffcd48302e0]        -f prints no address of code for these
// 00007FFFFFFFDD18 (null) [Internal call: 00007FFFFFFFDD18]                       nor does -i
const CODELESS = rx(
  "^\\s*(?<sp>",
  ADDRESS,
  ")\\s+(?:\\(null\\)\\s+)?(?<site>\\[[A-Za-z_][\\w ]{2,80}: (?:0x)?[0-9a-f]{8,16}\\].*)$",
);
// 00007F8E07FFC740 (null) [Managed to Unmanaged transition: 00007F8E07FFC740]      what -i prints behind two addresses
const REPEATED = /^(?:0x)?[0-9a-f]{8,16} \(null\) (?=\[)/i;
/** Where another row begins on the same line. */
const NEXT_ROW = rx("\\s(?=", ADDRESS, "\\s+", ADDRESS, "\\s+[\\w.<\\[])");

/** Another row that a console's last column ran into this one's end. */
const RAN_INTO = rx("(?:^|\\])", ADDRESS, "\\s+", ADDRESS, "\\s");

// [FRAME: GCFrame]      [HelperMethodFrame_1OBJ: 002fed38]      [InlinedCallFrame]
const TRANSITION =
  /^\[(?:FRAME:\s*)?(?<name>[A-Za-z_][\w<>]{2,80}|[A-Z][a-z]+(?: \w{2,20}){1,4}(?=:))(?::\s*(?:0x)?[0-9a-f`]{0,18})?\]\s*/i;
// [/_/src/libraries/System.Private.CoreLib/src/System/Threading/Tasks/Task.cs @ 3072]
const SOURCE = /\[(?<source>[^[\]]{1,400} @ \d{1,7})\]$/;
// at /__w/1/s/src/pal/synchmanager.cpp:465:13 [opt]
const SOURCE_AT = / at (?<source>[^\s():]{1,300}:\d{1,7})(?::\d{1,5})?(?: \[opt\])?$/;
const SOURCE_CUT = /\)\s+\[[^[\]]{1,400}$/;
// Contoso.Shop.dll!      ntdll!
const MODULE = /^(?<module>[\w.$-]{1,100})!/;
// +0x15d (managed rows of -f)      + 20 (native rows of -f)
const OFFSET = /\s?\+\s?(?:0x[0-9a-f]{1,8}|\d{1,8})$/i;
// ntdll!NtWaitForMultipleObjects + 20
const NATIVE = /^[\w.$-]{1,100}!\S{1,400}(?: \+ \d{1,8})?$/;
// libcoreclr.so!(anonymous namespace)::Run(void*) + 20
const ANONYMOUS = /[(`]anonymous namespace[)']/g;
const OPERATOR = / (?=(?:new|delete)\b)/;
/** As long as what it stands for. */
const UNNAMED = "_anonymous_namespace_";
/** `GetInstance[[T, mscorlib]](args)` that a page took for one of its links. */
const UNBRACKETED = /\.[A-Za-z_][\w<>`]{0,200}\[[^[\]]{1,200}\]$/;
/** Calling convention and return type of .NET 1.1; the name is what follows. */
const SIGNATURE_11 = /^\[(?:DEFAULT|C|STDCALL|THISCALL|FASTCALL|VARARG|FIELD|PROPERTY|hasThis|explicit)\]/i;

const BLANK = 32;
const BRACKET = 91;

export interface Columns {
  /** .NET 2.0 on x64 prints the return address where others print the instruction pointer. */
  second: "ip" | "return-address";
}

type Site = Pick<ManagedFrame, "transition" | "module" | "method" | "parameters" | "source">;

/** What stands behind the two addresses, and whether its last parenthesis is still open. */
export interface ReadSite {
  site: Site;
  open: boolean;
}

/** Index behind the parenthesis that closes the one at `from`; -1 while it is open. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth === 0) return at + 1;
  }
  return -1;
}

/** `..ctor` whose dots a word processor took for an ellipsis. */
function plainName(name: string): string {
  return name.replace(/\.{3}(?=c?ctor$)/, "..");
}

/** Takes `[HelperMethodFrame: …] Type.Method(args) [file @ 12]` apart; null when the text is no call site. */
export function readSite(text: string): ReadSite | null {
  const frame = TRANSITION.exec(text);
  const transition = frame && !SIGNATURE_11.test(text) ? (frame.groups?.name ?? null) : null;
  let rest = (transition === null ? text : text.slice(frame?.[0].length ?? 0)).trim();
  const source = SOURCE.exec(rest)?.groups?.source ?? SOURCE_AT.exec(rest)?.groups?.source ?? null;
  rest = rest.replace(SOURCE, "").replace(SOURCE_AT, "").trimEnd().replace(SOURCE_CUT, ")");
  const empty = { transition, module: null, method: null, parameters: null, source };
  if (rest === "" || /^<[\w ]*>$/.test(rest)) {
    return transition !== null || rest !== "" ? { site: empty, open: false } : null;
  }
  const old = SIGNATURE_11.test(rest);
  const start = rest.replace(ANONYMOUS, UNNAMED).indexOf("(");
  if (start < 0) {
    // Native rows of -f print no parameters; elsewhere a name without them broke off.
    const whole = UNBRACKETED.test(rest) || NATIVE.test(rest);
    return whole ? { site: { ...empty, ...nameOf(rest, old) }, open: false } : null;
  }
  const head = rest.slice(0, start);
  if (!old && (transition === null ? !isName(head) : isRestOfName(head))) return null;
  const end = closing(rest, start);
  const behind = end < 0 ? "" : rest.slice(end);
  // The next thread's heading ran into the row: whose rows follow cannot be told.
  if (behind.includes("Thread Id:") || RAN_INTO.test(behind)) return null;
  const inside = end < 0 ? null : rest.slice(start + 1, end - 1).trim();
  const parameters = inside === null || old ? inside : spaced(inside);
  return { site: { ...empty, ...nameOf(head, old), parameters }, open: end < 0 };
}

/** Parameters parted by `, ` although a line break took the blank; those of types are parted by a comma alone. */
function spaced(parameters: string): string {
  if (!/,\S/.test(parameters)) return parameters;
  let depth = 0;
  let text = "";
  for (let at = 0; at < parameters.length; at++) {
    const char = parameters[at] as string;
    if ("<[(".includes(char)) depth++;
    else if (">])".includes(char)) depth--;
    text += char === "," && depth === 0 && parameters[at + 1] !== " " ? ", " : char;
  }
  return text;
}

/** Without `[[System.__Canon, mscorlib]]` and `<Int32, String>`, however deep. */
function withoutTypeArguments(text: string): string {
  let bare = text;
  for (let depth = 0; depth < 12; depth++) {
    const less = bare.replace(/\[[^[\]]*\]|<[^<>]*>/g, "");
    if (less === bare) break;
    bare = less;
  }
  return bare;
}

/** `mscorlib]].Load`: the end of a name that was broken in two. */
function isRestOfName(text: string): boolean {
  return text.includes("]]") && withoutTypeArguments(text).includes("]]");
}

/** `libcoreclr.so!CorUnix::Wait`, a native name, with dots. */
function namespaced(text: string): string {
  return text.includes("!") ? text.replace(ANONYMOUS, UNNAMED).replace(OPERATOR, ".").replaceAll("::", ".") : text;
}

/** One word once its type arguments are off, with a dot or a module in it. */
function isName(text: string): boolean {
  if (isRestOfName(text)) return false;
  const bare = withoutTypeArguments(namespaced(text.replace(OFFSET, "")));
  return /^[^\s()=:,;"']{2,}$/.test(bare) && /[.!]/.test(text) && /[A-Za-z_]/.test(text);
}

function nameOf(head: string, old: boolean): { module: string | null; method: string } {
  // Type names of .NET 1.1 hold no blanks, so the name is the last word before the parameters.
  const text = old ? (head.trim().split(/\s+/).at(-1) ?? head) : head.trim();
  const module = MODULE.exec(text)?.groups?.module ?? null;
  const name = module === null ? text : text.slice(module.length + 1);
  return { module, method: plainName(name.replace(OFFSET, "")) };
}

/** A row, or the beginning of one whose text goes on in the next line. */
export interface ManagedRow {
  frame: ManagedFrame;
  /** What the row still lacks. `note`: a debugger warning stands in its place. */
  wants: "nothing" | "site" | "name" | "rest";
  /** Text behind the addresses. */
  text: string;
}

function address(text: string | null): Hex | null {
  const hex = text === null ? null : canonicalHex(text);
  return hex === null || isNullHex(hex) ? null : hex;
}

const NO_VALUES: readonly ManagedValue[] = [];

function wantsOf({ site, open }: ReadSite): ManagedRow["wants"] {
  if (open) return "rest";
  return site.method === null && site.transition !== null ? "name" : "nothing";
}

/** Rows exactly as debuggers print them begin with these columns and no more. */
const PLAIN_ROWS = new Map([LONG, SHORT].map((address) => [codeOf([address, address]), widthOf(address)]));

interface PlainSite {
  read: ReadSite | null;
  /** No other row ran into it. */
  alone: boolean;
}

/** What stands behind two addresses. */
function readPlainSite(text: string): PlainSite {
  const alone = text !== "" && !text.startsWith("*") && !NEXT_ROW.test(`00000000 00000000 ${text}`);
  return { read: alone ? readSite(text) : null, alone };
}

const plainSite = rememberedEnds(readPlainSite);
/** For a transition frame without its address. */
const namelessSite = remembered(readPlainSite);

/** Where the next column begins. */
function nextColumn(text: string, end: number): number {
  let at = end;
  while (text.charCodeAt(at) === BLANK) at++;
  return at;
}

/** Width of the two addresses that the line begins with and that are all its columns; 0 for any other line. */
export function plainWidth(line: Line): number {
  return PLAIN_ROWS.get(columnsOf(line) & ~UPPER_CASE) ?? 0;
}

/** What stands behind the two addresses; null for what is to be read with more care. */
function siteOfPlainRow(line: Line): ReadSite | null {
  const { text, rest } = scanned(line);
  if (text.charCodeAt(rest) === BRACKET) return transitionSite(text, rest);
  const { read, alone } = plainSite(text, rest);
  return alone ? read : null;
}

// [HelperMethodFrame: 0000005d1c7fe1a8]
const FRAME_ADDRESS = /\[[A-Za-z_]\w{2,80}(?<address>: [0-9a-f]{8,16})\]/y;

/** The same for a transition frame. It names an address, so no two are the same; without it they are read alike. */
function transitionSite(text: string, from: number): ReadSite | null {
  FRAME_ADDRESS.lastIndex = from;
  const named = FRAME_ADDRESS.exec(text)?.groups?.address;
  if (named === undefined) return null;
  const behind = FRAME_ADDRESS.lastIndex - 1;
  const { read, alone } = namelessSite(text.slice(from, behind - named.length) + text.slice(behind));
  return alone ? read : null;
}

/** True for a row exactly as debuggers print it that names its method whole. */
export function isWholePlainRow(line: Line): boolean {
  const read = plainWidth(line) > 0 ? siteOfPlainRow(line) : null;
  return read !== null && wantsOf(read) === "nothing";
}

/** The frame of such a row. */
export function parsePlainFrame(line: Line, columns: Columns): ManagedFrame | null {
  return plainRow(line, columns)?.frame ?? null;
}

/** Reads a row exactly as debuggers print it; null for any other line, be it a row or not. */
function plainRow(line: Line, columns: Columns): ManagedRow | null {
  const width = plainWidth(line);
  if (width === 0) return null;
  const read = siteOfPlainRow(line);
  if (!read) return null;
  const { text, rest } = scanned(line);
  const first = nextColumn(text, 0);
  const second = nextColumn(text, first + width);
  const sp = address(text.slice(first, first + width));
  const ip = address(text.slice(second, second + width));
  const frame: ManagedFrame = {
    line: line.number,
    childSp: sp,
    ip: columns.second === "ip" ? ip : null,
    returnAddress: columns.second === "ip" ? null : ip,
    transition: read.site.transition,
    module: read.site.module,
    method: read.site.method,
    parameters: read.site.parameters,
    source: read.site.source,
    values: NO_VALUES,
  };
  return { frame, wants: wantsOf(read), text: text.slice(rest) };
}

function rowOf(text: string, line: Line, columns: Columns): ManagedRow | null {
  const match = ROW.exec(text) ?? CODELESS.exec(text);
  if (!match) return null;
  const [sp, ip] = [group(match, "sp") ?? "", group(match, "ip") ?? ""];
  if (ip !== "" && sp.length !== ip.length) return null;
  const site = (group(match, "site") ?? "").trim().replace(REPEATED, "");
  const blank = site === "" || /^\*{3} (?:WARNING|ERROR):/.test(site);
  const read = blank ? null : readSite(site);
  if (!blank && !read) return null;
  const second = ip === "" ? null : address(ip);
  const frame: ManagedFrame = {
    line: line.number,
    childSp: address(sp),
    ip: columns.second === "ip" ? second : null,
    returnAddress: columns.second === "ip" ? null : second,
    ...(read?.site ?? { transition: null, module: null, method: null, parameters: null, source: null }),
    values: NO_VALUES,
  };
  return { frame, wants: read ? wantsOf(read) : "site", text: blank ? "" : site };
}

/** Every row on the line: one as a rule, more when a page ran rows together. Empty when it holds none. */
export function parseManagedRows(line: Line, columns: Columns = { second: "ip" }): ManagedRow[] {
  const plain = plainRow(line, columns);
  if (plain) return [plain];
  const rows: ManagedRow[] = [];
  let text = line.text;
  while (text !== "") {
    const next = NEXT_ROW.exec(text.trimStart());
    const head = next ? text.trimStart().slice(0, next.index) : text;
    const row = rowOf(head, line, columns);
    if (!row) break;
    rows.push(row);
    text = next ? text.trimStart().slice(next.index).trimStart() : "";
  }
  return rows;
}

/** The row with its next line: the missing name, or the rest of its parameters. Null when that line does not fit. */
export function continueManagedRow(row: ManagedRow, text: string): ManagedRow | null {
  const added = text.trim();
  if (row.wants === "nothing" || added === "") return null;
  if (row.wants !== "rest" && !/^[^\s(]+\(|^\[/.test(added)) return null;
  const joined = `${row.text} ${added}`.trim();
  const read = readSite(joined);
  if (!read) return null;
  return { frame: { ...row.frame, ...read.site }, wants: read.open ? "rest" : "nothing", text: joined };
}

/** `[/_/src/Task.cs @ 2898]` alone on a line: the place of the row above. */
export function readSourceLine(text: string): string | null {
  const match = /^\s*\[(?<source>[^[\]]{1,400} @ \d{1,7})\]\s*$/.exec(text);
  return match?.groups?.source ?? null;
}

// this (0x0012ec4c)      0x0012ec44      <CLR reg>      + string name
const HOLDER =
  /^(?:(?:[+-]|\|-)\s)?(?<name>[A-Za-z_$@][^\s=()]{0,200}(?:\s[A-Za-z_$@][^\s=()]{0,200})?)?\s?(?:\(?(?<place><?CLR reg>?|0x[0-9a-f`]{1,17})?\)?)?$/i;
const NO_DATA = /^\s*<?no data>?$/i;
// + (Error 0x80004005 retrieving local variable 'count')
const NO_VALUE =
  /^(?:\+|\|-)\s\(Error 0x[0-9a-f]{8} retrieving (?:local variable|parameter|argument) '(?<name>[^']{1,200})'\)$/i;
// + string[] args   (empty)      + List`1<int> ints @ 0x7fff48008758      |- int[] _items   (4 elements) @ 0x7fff48008770
const OBJECT =
  /^(?:\+|\|-)\s(?<name>[A-Za-z_$@][^\s=()@]{0,200}(?: [A-Za-z_$@][^\s=()@]{0,200})?)\s+(?:\((?<size>empty|null|\d{1,10} elements)\))?(?:\s?@ (?<address>0x[0-9a-f]{1,16}))?$/i;

/** A line below PARAMETERS: or LOCALS:, as `this (0x0012ec4c) = 0x01a09290`; null when it is none. */
export function parseManagedValue(line: Line, section: ManagedValue["section"]): ManagedValue | null {
  const text = line.text.trim();
  if (NO_DATA.test(text)) return { line: line.number, section, name: null, place: null, value: null };
  const unknown = NO_VALUE.exec(text);
  if (unknown) return { line: line.number, section, name: group(unknown, "name"), place: null, value: null };
  // A rule is no value.
  if (text.startsWith("==")) return null;
  const object = OBJECT.exec(text);
  if (object) {
    const at = group(object, "address");
    const value = at === null ? group(object, "size") : canonicalHex(at);
    return { line: line.number, section, name: group(object, "name"), place: null, value };
  }
  const equals = text.indexOf("=");
  const holder = equals < 0 ? null : HOLDER.exec(text.slice(0, equals).replace(/\s+/g, " ").trim());
  if (!holder) return null;
  const value = text.slice(equals + 1).trim();
  const registers = /^<?CLR reg>?$/i.test(group(holder, "name") ?? "");
  const place = (registers ? group(holder, "name") : group(holder, "place"))?.replace(/[<>]/g, "") ?? null;
  return {
    line: line.number,
    section,
    name: registers ? null : group(holder, "name"),
    place: place?.startsWith("0x") ? canonicalHex(place) : place,
    value: value === "" ? null : /^0x[0-9a-f`]+$/i.test(value) ? canonicalHex(value) : value,
  };
}
