import { canonicalHex, type Hex, type Line, type RootPath, type RootsReport } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { unfold } from "./folded";
import { ADDRESS, addressesIn, COUNT, group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import { HEAP_ERRORS, isCollectionWarning, isMoreOfWarning } from "./heap-state";
import { wholeTypeName } from "./heap-statistics";
import type { Parser, Reading, Source } from "./parser";
import { readRejoined } from "./rejoined";
import { takeTypeName, withoutEscapes } from "./type-name";

/**
 * `!gcroot` (SOS, psscor) and `gcroot` (dotnet-dump): what keeps an object alive.
 *
 * ```sample sos-4
 * 0:000> !gcroot 0255e2ac
 * Thread 355c:
 *     0511f0f8 5e1f12c4 System.Net.Sockets.Socket.Receive(Byte[], Int32)
 *         esi:
 *             ->  0255e2ac System.Net.Sockets.Socket
 *     0511f178 00550615 Contoso.Feed.Program.Load()
 *         ebp-18: 0511f1a0 (interior)
 *             ->  0255e214 System.Net.Sockets.TcpClient
 *             ->  0255e2ac System.Net.Sockets.Socket
 *
 * HandleTable:
 *     00a513ec (pinned handle)
 *     -> 036d34c8 System.Object[]
 *     -> 0255e2ac System.Net.Sockets.Socket
 *
 * Found 3 unique roots (run '!GCRoot -all' to see all roots).
 * ```
 * Up to .NET 2.0, where what lies on a stack need not be in use any more:
 * ```sample sos-2
 * 0:019> !gcroot 02a71c84
 * Note: Roots found on stacks may be false positives. Run "!help gcroot" for
 * more info.
 * Scan Thread 19 OSTHread 1b08
 * ESP:4d1f05c:Root:02a71a20(System.Web.HttpContext)->
 * 02a71b30(System.Web.HttpRequest)->
 * 02a71c84(System.String)
 * Scan Thread 22 OSTHread 8a4
 * DOMAIN(0015D338):HANDLE(Strong):9111a8:Root:012c2c10(System.Object[])->
 * 02a71c84(System.String)
 * ```
 * dotnet-dump:
 * ```sample dotnet-dump
 * > gcroot 7f1df9c0a4e8
 * Caching GC roots, this may take a while.
 * Subsequent runs of this command will be faster.
 *
 * HandleTable:
 *     00007f1e4c4015f8 (strong handle)
 *           -> 7f1df9c00018     System.Object[]
 *           -> 7f1df9c0a4e8     Contoso.Orders.Catalog (dependent handle)
 *
 * Found 1 unique roots.
 * ```
 *
 * A frame's register or stack place holds the first object, each object refers to the next. Not kept: domains, the
 * counts of reference-counted handles, and that a pointer leads into the middle of its object.
 */
const THREAD = rx("^\\s*Thread\\s+(?<id>", HEX, ")\\s?:$");
const SECTION = /^\s*(?<name>HandleTable|Finalizer Queue|Older Generation|[A-Z][A-Za-z]{3,30})\s?:$/;
// 0511f178 00550615 Contoso.Feed.Program.Load()      000000cf9499dd20 [GCFrame: …]
const FRAME = rx(
  "^\\s*(?:",
  ADDRESS,
  ")\\s+(?:(?:",
  ADDRESS,
  ")\\s+)?(?<site>\\[[A-Z]\\w{4,60}.{0,1000}|[^\\s(\\[][^\\n]{0,1000}\\(.{0,2000}[)\\]])$",
);
// rbp-20: 000000cf9499dd90 (interior)      esi:
const REGISTER = rx(
  "^\\s*(?<register>(?:[er]?[abcd]x|[er]?[sd]i|[er]?[sb]p|r\\d{1,2}|x\\d{1,2}|fp|lr|sp|\\?\\?\\?)(?:[+-][0-9a-f]{1,8})?)\\s?:(?:\\s*(?<address>",
  ADDRESS,
  "))?(?:\\s*\\(interior\\))?$",
);
// 000002b7f8a81198 (strong handle)
const HANDLE = rx(
  "^\\s*(?<address>",
  ADDRESS,
  ")\\s*\\((?<type>[a-z][A-Za-z ]{2,30}?)(?: handle| root)(?:[ ,]+RefCount:? ?\\d{1,9})?\\)$",
);
// -> 000002b78000ce40 System.Reflection.LoaderAllocator
const LINK = rx("^\\s*-?\\\\?>\\s*(?<object>", ADDRESS, ")\\s+(?<type>[^\\s-].*)$");
const FOUND = rx("^\\s*Found\\s+(?<count>", COUNT, ")\\s+(?:unique\\s+)?roots(?:\\s+\\(run\\s.{1,60}\\))?\\.$");
const SCAN = rx("^\\s*Scan Thread\\s+(?<thread>\\d{1,6})\\s+(?:OSTHread\\s+(?<id>", HEX, ")|\\((?<old>", HEX, ")\\))$");
// ESP:4d1f05c:Root:…      DOMAIN(0015D338):HANDLE(Strong):9111a8:Root:…
const OLD_ROOT = rx(
  "^\\s*(?:DOMAIN\\((?:",
  HEX,
  ")\\):)?(?:HANDLE\\((?<handle>[\\w ]{3,20})\\)|(?<register>[A-Z][A-Z0-9]{1,4})|(?<queue>Finalizer queue))(?::(?<address>",
  HEX,
  "))?:Root:(?<chain>.*)$",
);
const OLD_LINK = rx("^\\s*(?:-\\\\?>\\s*)?", ADDRESS, "\\([^()]{1,1000}\\)");
const CHAIN_LINK = rx("\\s{0,40}(?:-\\\\?>\\s{0,40})?(?<object>", ADDRESS, ")\\((?<type>[^()]{1,1000})\\)");
const QUIET =
  /^\s*(?:Note: Roots found on stacks may be false positives|more info\.$|Caching GC roots, this may take a while|Subsequent runs of this command will be faster|Total time:|Scan HandleTable\b|Error during command: Warning\. Extension is using a callback|Warning: .{1,40} is not a valid object)/i;

const ALONE = [THREAD, SECTION, FRAME, REGISTER, HANDLE, LINK, FOUND, SCAN, OLD_ROOT, OLD_LINK, QUIET];
const BEGINS_OBJECT = /^\s*-?\\?>|:Root:/i;

// Thread 355c: 0511f0f8 5e1f12c4 …      HandleTable: 00a513ec (pinned handle) …        an output on one line
const FOLDED_HEAD = rx(
  "^\\s*(?:Thread\\s+[0-9a-f]{1,8}:\\s+",
  ADDRESS,
  "\\s+\\S|(?:HandleTable|Finalizer Queue):\\s+",
  ADDRESS,
  "\\s+\\()",
);
const FOLDED = [
  /\bFound\s+\d[\d.,]*\s+(?:unique\s+)?roots|\bScan Thread\s+\d|:Root:/i,
  /\S\s+(?:-\\?>\s*[0-9a-f]|\S{1,80}:Root:)/i,
];
const STARTS = [
  "Thread [0-9a-f]{1,8}:|(?:HandleTable|Finalizer Queue|Older Generation):|Found\\s+\\d|Scan (?:Thread|HandleTable)",
  `Note: Roots|Caching GC|Subsequent runs|-\\\\?>\\s*${ADDRESS}|${ADDRESS}\\s+\\((?:strong|pinned|weak|ref|dependent|async|sized|finalizer)`,
  `(?<!-\\\\?>\\s{1,4})${ADDRESS}\\s+${ADDRESS}\\s+[A-Z[]|(?:[er]?[abcd]x|[er]?[sd]i|[er]?[sb]p|r\\d{1,2})(?:[+-][0-9a-f]{1,8})?:\\s`,
  `DOMAIN\\(|[ER]?[A-Z]{2}:[0-9a-f]{1,16}:Root:|${ADDRESS}\\([A-Z]`,
].join("|");

type Open = { -readonly [K in keyof RootPath]: RootPath[K] } & { objects: RootPath["objects"][number][] };

interface Link {
  object: Hex;
  type: string;
}

/** A line break may have taken the blank behind a comma. */
function spaced(type: string): string {
  return type.replace(/,(?=[A-Za-z_])/g, ", ");
}

function standsAlone(text: string): boolean {
  return isChatter(text) || isElision(text) || ALONE.some((pattern) => pattern.test(text));
}

const KINDS: Readonly<Record<string, RootPath["kind"]>> = {
  handletable: "handle",
  "finalizer queue": "finalizer-queue",
};

class RootReader {
  readonly roots: Open[] = [];
  readonly unread: number[] = [];
  found: number | null = null;
  started = false;
  elided = false;
  /** All that stands above the count was read. */
  whole = false;
  private kind: RootPath["kind"] = "stack";
  private thread: number | null = null;
  private osThreadId: Hex | null = null;
  private frame: string | null = null;
  private open: Open | null = null;
  /** The chain above ended with an arrow. */
  private goesOn = false;
  private isOld = false;

  private readonly lines: readonly Line[];

  constructor(lines: readonly Line[]) {
    this.lines = unfold(lines, FOLDED, STARTS);
    for (let at = 0; at < this.lines.length; ) at += this.take(at);
  }

  private take(at: number): number {
    const line = this.lines[at];
    if (!line) return 1;
    const text = withoutAnnotation(line.text).trimEnd();
    // A number at the very end of a paste may have been longer.
    const mayBeCut = at === this.lines.length - 1 && /[0-9a-f]$/i.test(text);
    const used = this.takeObjects(at);
    if (used === 0 && (mayBeCut || !(this.takePlace(text) || this.takeRoot(line, text)))) this.leave(line, text);
    else this.started = true;
    return used || 1;
  }

  /** Objects, whose names may be wrapped. */
  private takeObjects(at: number): number {
    const line = this.lines[at];
    if (!line || (!BEGINS_OBJECT.test(line.text) && !this.goesOn)) return 0;
    const read = (text: string): Link | true | null => {
      const bare = withoutAnnotation(text).trimEnd();
      return this.readLink(bare) ?? (this.takeOld(line, bare) || null);
    };
    const found = readRejoined(read, this.lines, at, standsAlone);
    if (!found) return 0;
    if (found.row === true) return found.used;
    const { type, used } = wholeTypeName(found.row.type, this.lines, at, found.used, standsAlone);
    this.open?.objects.push({ line: line.number, object: found.row.object, type: spaced(type) });
    return used;
  }

  private takePlace(text: string): boolean {
    const thread = THREAD.exec(text);
    const scan = SCAN.exec(text);
    const found = FOUND.exec(text);
    const section = SECTION.exec(text);
    if (thread || scan) {
      this.osThreadId = thread ? hexGroup(thread, "id") : scan && (hexGroup(scan, "id") ?? hexGroup(scan, "old"));
      this.thread = scan ? numberGroup(scan, "thread") : null;
      this.enter("stack");
    } else if (found) {
      this.found = numberGroup(found, "count");
      this.whole = !this.elided && this.unread.length === 0;
      this.open = null;
    } else if (section) {
      this.enter(KINDS[group(section, "name")?.toLowerCase() ?? ""] ?? "other");
      this.thread = null;
      this.osThreadId = null;
    } else return this.takeFrame(text);
    return true;
  }

  private takeFrame(text: string): boolean {
    const frame = this.kind === "stack" ? FRAME.exec(text) : null;
    if (!frame) return false;
    this.frame = withoutEscapes(group(frame, "site") ?? "")
      .trim()
      .replace(/\s{0,40}\[[A-Z/][^[\]]{0,400}@ ?\d{1,9}\]$/, "");
    this.open = null;
    return true;
  }

  private enter(kind: RootPath["kind"]): void {
    this.kind = kind;
    this.frame = null;
    this.open = null;
    this.goesOn = false;
  }

  private begin(line: Line, more: Partial<RootPath>): Open {
    const place = { register: null, address: null, handleType: null, objects: [], cut: false };
    const owner = { kind: this.kind, thread: this.thread, osThreadId: this.osThreadId, frame: this.frame };
    this.open = { line: line.number, ...owner, ...place, ...more, objects: [] };
    this.roots.push(this.open);
    return this.open;
  }

  private takeRoot(line: Line, text: string): boolean {
    const register = REGISTER.exec(text);
    const handle = HANDLE.exec(text);
    if (register) {
      if (this.kind !== "stack") this.enter("stack");
      this.begin(line, { register: group(register, "register"), address: hexGroup(register, "address") });
    } else if (handle) {
      const name = group(handle, "type")?.trim() ?? null;
      const queued = name === "finalizer";
      const kind = queued ? "finalizer-queue" : this.kind === "other" ? "other" : "handle";
      const nowhere = { thread: null, osThreadId: null, frame: null };
      this.begin(line, { kind, ...nowhere, address: hexGroup(handle, "address"), handleType: queued ? null : name });
    } else return false;
    return true;
  }

  private readLink(text: string): Link | null {
    const link = this.open && !this.open.cut ? LINK.exec(text) : null;
    if (!link) return null;
    return { object: hexGroup(link, "object") ?? "0", type: takeTypeName(group(link, "type") ?? "").type };
  }

  private takeOld(line: Line, text: string): boolean {
    const root = OLD_ROOT.exec(text);
    const chain = root ? readChain(group(root, "chain") ?? "") : this.goesOn ? readChain(text) : null;
    if (!chain) return false;
    this.isOld = true;
    if (root) {
      const handle = group(root, "handle");
      const queued = group(root, "queue") !== null;
      const kind = queued ? "finalizer-queue" : handle === null ? "stack" : "handle";
      const nowhere = kind === "stack" ? {} : { thread: null, osThreadId: null };
      const place = { register: group(root, "register"), address: hexGroup(root, "address") };
      this.begin(line, { kind, ...nowhere, ...place, handleType: handle?.toLowerCase() ?? null });
    }
    for (const { object, type } of chain.links) this.open?.objects.push({ line: line.number, object, type });
    this.goesOn = chain.goesOn;
    return true;
  }

  private leave({ number }: Line, text: string): void {
    if (text.trim() === "" || isAnnotation(text)) return;
    const gap = isElision(text);
    if (!gap && (isChatter(text) || QUIET.test(text) || isCollectionWarning(text) || isMoreOfWarning(text))) return;
    if (gap) this.elided = true;
    else this.unread.push(number);
    // What was left out or could not be read may have been any place.
    if (this.open && (this.goesOn || !this.isOld)) this.open.cut = true;
    this.open = null;
    this.goesOn = false;
    this.frame = null;
    this.thread = null;
    this.osThreadId = null;
  }
}

/** `02a71a20(System.Web.HttpContext)->`: the objects of one line. */
function readChain(text: string): { links: Link[]; goesOn: boolean } | null {
  const links: Link[] = [];
  const trimmed = text.trim();
  const next = new RegExp(CHAIN_LINK.source, "iy");
  let end = 0;
  for (let link = next.exec(trimmed); link; link = next.exec(trimmed)) {
    const type = spaced(withoutEscapes(link.groups?.type ?? ""));
    links.push({ object: canonicalHex(link.groups?.object ?? ""), type });
    end = next.lastIndex;
  }
  const rest = trimmed.slice(end).trim();
  return links.length > 0 && /^(?:-\\?>)?$/.test(rest) ? { links, goesOn: rest !== "" } : null;
}

function parse(source: Source): Reading<RootsReport> {
  const reader = new RootReader(source.lines);
  if (!reader.started) return null;
  const { roots, found, unread } = reader;
  const complete = reader.whole && found === roots.length;
  const target = addressesIn(source.args).at(-1) ?? null;
  return { report: { kind: "roots", target, roots, uniqueRoots: found, complete }, unread };
}

export const sosGcroot: Parser<RootsReport> = {
  id: "sos-gcroot",
  name: "!gcroot",
  mode: "user",
  command: /^!?gcroot\b/,
  recognise: [FOLDED_HEAD, SCAN, OLD_ROOT, FOUND, HANDLE, /^\s*HandleTable\s?:$/, LINK, THREAD, QUIET],
  confirm(lines, at) {
    const text = lines[at]?.text ?? "";
    const next = lines.slice(at + 1).find((line) => !isChatter(line.text))?.text ?? "";
    if (THREAD.test(text)) return FRAME.test(next);
    return !QUIET.test(text) || /^\s*(?:Caching GC roots|Note: Roots found)/i.test(text);
  },
  keeps: [SECTION, THREAD, FRAME, REGISTER, OLD_LINK, QUIET],
  errors: [
    ...HEAP_ERRORS,
    {
      // Invalid argument 12345      Could not parse target object address: x
      line: /^\s*(?:Invalid argument\b|Could not parse target object address|Error: Invalid parameter)/i,
      problem: {
        code: "NOT_AN_ADDRESS",
        what: "The command takes the address of one object, and what was typed is none.",
        fix: "Take an address from a list of objects and run it again.",
        commands: ["!dumpheap -type <type>", "!gcroot <address>"],
      },
    },
  ],
  parse,
};
