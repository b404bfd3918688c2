import { type CallbackDataReport, type CompletionNode, canonicalHex, type Hex, isNullHex, type Line } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { isElision } from "./elision";
import { fltkdErrors } from "./fltkd-errors";
import { isExtensionNote, readFlags, readNamed, readProperty } from "./fltkd-objects";
import { ADDRESS, group, HEX, hexGroup, rx } from "./grammar";
import { linesLeft } from "./lines-left";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!fltkd.cbd ADDRESS` and `!fltkd.irpctrl ADDRESS`: an operation on its way through the minifilters: what
 * it is, who asked for it, and which filters want to hear of its end.
 *
 * ```sample create
 * 3: kd> !fltkd.cbd ffffa50f6f5ef7d0
 *
 * IRP_CTRL: ffffa50f6f5ef720  CREATE (0) [00000009] Irp SystemBuffer
 * Flags                    : [1000000c] DontCopyParms Synchronize FixedAlloc
 * Irp                      : ffffa50f5fb2a010
 * DeviceObject             : ffffa50f5c0d2030 "\Device\HarddiskVolume2"
 * FileObject               : ffffa50f70d4c040
 * CompletionNodeStack      : ffffa50f6f5ef870   Size=3  Next=1
 * SyncEvent                : (ffffa50f6f5ef738)
 * InitiatingInstance       : 0000000000000000
 * Icc                      : fffff90e6b1c2630
 * CallbackData             : (ffffa50f6f5ef7d0)
 *  Flags                    : [00000009] Irp SystemBuffer
 *  Thread                   : ffffa50f6c2d1080
 *  Iopb                     : ffffa50f6f5ef828
 *  RequestorMode            : [01] UserMode
 *  IoStatus.Status          : 0x00000000
 *  IoStatus.Information     : 0000000000000000
 *  TagData                  : 0000000000000000
 *  FilterContext[0]         : 0000000000000000
 *
 *    Cmd     IrpFl   OpFl  CmpFl  Instance FileObjt Completion-Context  Node Adr
 * --------- -------- ----- -----  -------- -------- ------------------  --------
 *  [0,0]    00000000  00   0000   0000000000000000 0000000000000000 0000000000000000-0000000000000000   ffffa50f6f5ef8f0
 *      Args: 0000000000000000 0000000000000000 0000000000000000 0000000000000000 0000000000000000 0000000000000000
 *  [0,0]    00000884  00   0000   ffffa50f5bb5fa80 ffffa50f70d4c040 fffff8013b55e474-0000000000000000   ffffa50f6f5ef870
 *             ("AcmeBkp","AcmeBkp Top")  AcmeBkp!PostCreate
 *      Args: fffff90e6b1c2758 0000000001200000 0000000000070080 0000000000000000 0000000000000000 0000000000000000
 * Working IOPB:
 * >[0,0]    00000884  00          ffffa50f5be2f010 ffffa50f70d4c040                     ffffa50f6f5ef828
 *             ("AcmeAudit","AcmeAudit Instance")
 *      Args: fffff90e6b1c2758 0000000001200000 0000000000070080 0000000000000000 0000000000000000 0000000000000000
 * ```
 *
 * A row of zeros is a place that is not in use and is left out. Each other row is a filter that asked to be
 * called when the operation ends, with its function; `>` marks the operation as it is now, at the filter it
 * has reached. Not kept: contexts, events and reparse data.
 */
// IRP_CTRL: ffffa50f6f5ef720  CREATE (0) [00000009] Irp SystemBuffer
const HEADING = rx(
  "^\\s*IRP_CTRL\\s?:\\s*(?<address>",
  ADDRESS,
  ")(?:\\s+(?<operation>[A-Z][A-Z_]{2,60}) \\((?<code>-?\\d{1,3})\\))?(?:\\s+(?<flags>\\[.{1,300}))?$",
);
const TABLE = /^\s*Cmd\s+IrpFl\s+OpFl\s+CmpFl\s+Instance\s+FileObjt\b/i;
const RULE = /^\s*-{5,12}(?:\s+-{4,20}){4,9}$/;
const WORKING = /^\s*Working IOPB:?$/i;
const NODE = rx(
  "^\\s*(?:(?<mark>>)\\s*)?\\[\\s*(?<code>-?[0-9a-f]{1,3}\\s*,\\s*[0-9a-f]{1,3})\\s*\\]\\s+(?<irpFlags>(?:0x)?[0-9a-f]{8})\\s+[0-9a-f]{2}\\s+(?:[0-9a-f]{4}\\s+)?(?<instance>",
  ADDRESS,
  ")\\s+(?<file>",
  ADDRESS,
  ")(?:\\s+(?<routine>",
  ADDRESS,
  ")-(?<context>",
  ADDRESS,
  "))?\\s+(?<node>",
  ADDRESS,
  ")$",
);
// ("AcmeBkp","AcmeBkp Top")  AcmeBkp!PostCreate
const OWNER = /^\s*\(\s*"(?<filter>[^"]{0,120})"\s*,\s*"(?<instance>[^"]{0,120})"\s*\)(?:\s+(?<routine>\S.{0,200}))?$/;
const ARGS = rx("^\\s*Args:(?<args>(?:\\s+", HEX, "){1,8})$");

type Node = CompletionNode & { used: boolean };

function objectOf(address: Hex | null): Hex | null {
  return address === null || isNullHex(address) ? null : address;
}

function digitsOf(printed: string): number {
  return printed.replace(/^0x|[`'´]/gi, "").length;
}

/** Arguments are printed with as many digits as addresses; one that has fewer was cut. */
function wholeArgs(text: string, digits: number): Hex[] {
  return (text.match(/\S+/g) ?? []).filter((arg) => digitsOf(arg) === digits).map(canonicalHex);
}

class CallbackReader {
  line: number | null = null;
  address: Hex | null = null;
  operation: string | null = null;
  majorCode: number | null = null;
  flagNames: readonly string[] = [];
  readonly properties = new Map<string, string>();
  readonly nodes: Node[] = [];
  /** Digits of an address. */
  private digits = 0;
  /** The node that the next lines belong to. */
  private open: Node | null = null;

  take(line: Line): boolean {
    const text = withoutAnnotation(line.text).trimEnd();
    if (isElision(text)) {
      this.open = null;
      return this.line !== null;
    }
    const taken = this.heading(text) || this.node(line, text) || this.part(line, text) || this.property(text);
    if (taken) this.line ??= line.number;
    return taken;
  }

  private heading(text: string): boolean {
    const match = HEADING.exec(text);
    if (!match) return this.line !== null && (TABLE.test(text) || RULE.test(text) || WORKING.test(text));
    this.address = hexGroup(match, "address");
    this.operation = group(match, "operation");
    const code = group(match, "code");
    this.majorCode = code === null ? null : Number(code);
    this.flagNames = readFlags(group(match, "flags") ?? "")?.names ?? [];
    return true;
  }

  private node(line: Line, text: string): boolean {
    const match = NODE.exec(text);
    if (!match) return false;
    const instance = objectOf(hexGroup(match, "instance"));
    this.digits = digitsOf(group(match, "instance") ?? "");
    this.open = {
      line: line.number,
      lastLine: line.last,
      working: group(match, "mark") !== null,
      code: (group(match, "code") ?? "").replace(/\s/g, ""),
      irpFlags: hexGroup(match, "irpFlags") ?? "0",
      instance,
      fileObject: objectOf(hexGroup(match, "file")),
      filter: null,
      instanceName: null,
      completionRoutine: null,
      completionAddress: objectOf(hexGroup(match, "routine")),
      completionContext: objectOf(hexGroup(match, "context")),
      args: [],
      used: instance !== null,
    };
    this.nodes.push(this.open);
    return true;
  }

  private part(line: Line, text: string): boolean {
    const node = this.open;
    if (!node) return false;
    const owner = /\sArgs:/.test(text) ? null : OWNER.exec(text);
    const args = ARGS.exec(text);
    if (owner) {
      node.filter = group(owner, "filter");
      node.instanceName = group(owner, "instance");
      node.completionRoutine = group(owner, "routine")?.trim() ?? null;
      node.used = true;
    } else if (args) node.args = wholeArgs(group(args, "args") ?? "", this.digits);
    else return false;
    node.lastLine = line.last;
    return true;
  }

  /** What stands below need not belong to the node above. */
  lose(): void {
    this.open = null;
  }

  private property(text: string): boolean {
    const property = this.nodes.length === 0 ? readProperty(text) : null;
    // Both the control block and the callback data have flags; the first are the block's.
    if (property && !this.properties.has(property.name)) this.properties.set(property.name, property.value);
    return this.line !== null && (property !== null || isExtensionNote(text));
  }

  named(name: string): { address: Hex | null; name: string | null } {
    return readNamed(this.properties.get(name) ?? "");
  }
}

function modeOf(value: string | undefined): CallbackDataReport["requestorMode"] {
  const mode = /\b(?<mode>Kernel|User)Mode\b/i.exec(value ?? "")?.groups?.mode?.toLowerCase();
  return mode ? (mode === "user" ? "UserMode" : "KernelMode") : null;
}

function parse(source: Source): Reading<CallbackDataReport> {
  const reader = new CallbackReader();
  const unread = linesLeft(reader, source.lines);
  const { line, address, operation, majorCode, flagNames, properties } = reader;
  if (line === null) return null;
  const device = reader.named("deviceobject");
  const nodes = reader.nodes.filter(({ used }) => used).map(({ used: _used, ...node }) => node);
  return {
    report: {
      kind: "callback-data",
      line,
      address,
      callbackData: reader.named("callbackdata").address,
      operation,
      majorCode,
      flagNames,
      irp: reader.named("irp").address,
      deviceObject: device.address,
      device: device.name,
      fileObject: reader.named("fileobject").address,
      initiatingInstance: reader.named("initiatinginstance").address,
      thread: reader.named("thread").address,
      requestorMode: modeOf(properties.get("requestormode")),
      ioStatus: properties.has("iostatus.status") ? (reader.named("iostatus.status").address ?? "0") : null,
      nodes,
    },
    unread,
  };
}

export const fltkdCbd: Parser<CallbackDataReport> = {
  id: "fltkd-cbd",
  name: "!fltkd.cbd",
  mode: "kernel",
  command: /^!(?:cbd|irpctrl)\b/,
  recognise: [HEADING, TABLE],
  follow: () => {
    const reader = new CallbackReader();
    return (line) => reader.take(line);
  },
  restarts: HEADING,
  errors: fltkdErrors,
  parse,
};
