import type { FilterPortsReport, Hex, Line } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { fltkdErrors } from "./fltkd-errors";
import { isExtensionNote, readNamed, readProperty } from "./fltkd-objects";
import { ADDRESS, bitsOf, group, hexGroup, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!fltkd.portlist FILTER`: the ports over which services talk to a filter, and how many messages wait in
 * each for an answer.
 *
 * ```sample ports
 * 0: kd> !fltkd.portlist ffffa50f5b3ba020
 *  FLT_FILTER: ffffa50f5b3ba020    Client Port List         : Mutex (ffffa50f5b3ba278) List [ffffa50f6b6312f0-ffffa50f6b630870] mCount=2
 *        FLT_PORT_OBJECT: ffffa50f6b6312f0
 *           FilterLink               : [ffffa50f6b630870-ffffa50f5b3ba2b0]
 *           ServerPort               : ffffa50f524f3420
 *           Cookie                   : ffffa50f5b3ba678
 *           Lock                     : (ffffa50f6b631318)
 *           MsgQ                     : (ffffa50f6b631350)  NumEntries=0 Enabled
 *           MessageId                : 0x0000000000000000
 *           DisconnectEvent          : (ffffa50f6b631428)
 *           Disconnected             : FALSE
 *        FLT_PORT_OBJECT: ffffa50f6b630870
 *           ServerPort               : ffffa50f524f4550
 *           MsgQ                     : (ffffa50f6b6308d0)  NumEntries=16 Enabled
 *           MessageId                : 0x000000000000a3c1
 *           Disconnected             : FALSE
 * ```
 *
 * NumEntries: readers the service has waiting, or messages it has not taken; MessageId: of the last
 * message. Not kept: cookies, locks and events.
 */
const HEADING = rx("^\\s*FLT_FILTER\\s?:\\s*(?<filter>", ADDRESS, ")\\s+Client Port List\\b");
const COUNT = /\bmCount=(?<count>\d{1,6})\b/i;
const PORT = rx("^\\s*FLT_PORT_OBJECT\\s?:\\s*(?<address>", ADDRESS, ")$");
const UNREADABLE_PORT = /^\s*FLT_PORT_OBJECT\b/;
const ENTRIES = /\bNumEntries=(?<count>\d{1,9})\b/i;

// MessageId                : 0x00000000
const OPEN_NUMBER = /:\s*(?:0x)?[0-9a-f]{1,16}$/i;

type Port = FilterPortsReport["ports"][number];

class PortsReader {
  readonly ports: Port[] = [];
  line: number | null = null;
  filter: Hex | null = null;
  count: number | null = null;
  /** The port that properties below belong to. */
  private open: Port | null = null;

  take(line: Line): boolean {
    const text = withoutAnnotation(line.text).trimEnd();
    if (isElision(text)) {
      this.open = null;
      return this.line !== null;
    }
    const taken = this.heading(text) || this.port(line, text) || this.property(line, text);
    if (taken) this.line ??= line.number;
    return taken;
  }

  private heading(text: string): boolean {
    const match = HEADING.exec(text);
    const count = COUNT.exec(text);
    if (match) this.filter = hexGroup(match, "filter");
    // `Client Port List : Mutex (…) mCount=2`, when the heading was wrapped.
    const goesOn = count !== null && this.ports.length === 0;
    if (count && (match || goesOn)) this.count = numberGroup(count, "count");
    return match !== null || (this.filter !== null && goesOn);
  }

  private port(line: Line, text: string): boolean {
    const match = PORT.exec(text);
    const address = match && bitsOf(group(match, "address") ?? "") && hexGroup(match, "address");
    if (!address) {
      if (UNREADABLE_PORT.test(text)) this.open = null;
      return false;
    }
    const empty = { serverPort: null, messageQueueEntries: null, messageId: null, disconnected: null };
    this.open = { line: line.number, lastLine: line.last, address, ...empty };
    this.ports.push(this.open);
    return true;
  }

  private property(line: Line, text: string): boolean {
    const port = this.open;
    const property = port ? readProperty(text) : null;
    if (!port || !property) return port !== null && isExtensionNote(text);
    const { name, value } = property;
    port.lastLine = line.last;
    if (name === "serverport") port.serverPort = readNamed(value).address;
    else if (name === "messageid") port.messageId = readNamed(value).address ?? "0";
    else if (name === "disconnected") port.disconnected = /^TRUE$/i.test(value);
    else if (name === "msgq") {
      const entries = ENTRIES.exec(value);
      port.messageQueueEntries = entries && numberGroup(entries, "count");
    }
    return true;
  }
}

function parse(source: Source): Reading<FilterPortsReport> {
  const reader = new PortsReader();
  const unread: number[] = [];
  const last = source.openEnd ? source.lines.at(-1) : undefined;
  for (const line of source.lines) {
    // A number that the paste ends in may have had more digits.
    const isCut = line === last && OPEN_NUMBER.test(line.text);
    if (line.text.trim() === "" || (!isCut && reader.take(line))) continue;
    if (!isChatter(line.text) && !isAnnotation(line.text)) unread.push(line.number);
  }
  const { line, filter, count, ports } = reader;
  if (line === null) return null;
  return { report: { kind: "filter-ports", line, filter, count, ports }, unread };
}

export const fltkdPortlist: Parser<FilterPortsReport> = {
  id: "fltkd-portlist",
  name: "!fltkd.portlist",
  mode: "kernel",
  command: /^!portlist\b/,
  recognise: [HEADING, rx("^\\s*FLT_PORT_OBJECT\\s?:\\s*", ADDRESS)],
  follow: () => {
    const reader = new PortsReader();
    return (line) => reader.take(line);
  },
  restarts: HEADING,
  errors: fltkdErrors,
  parse,
};
