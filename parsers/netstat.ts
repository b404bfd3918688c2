import type { Connection, ConnectionsReport, Line } from "@/evidence";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { group, numberGroup } from "./grammar";
import { lookAt } from "./guarded";
import type { Parser, Reading, Source } from "./parser";
import { withoutRemarks } from "./remarks";

/**
 * `netstat -ano`, with `-b` the programs too, and PowerShell's `Get-NetTCPConnection`: who talks to whom.
 *
 * ```sample processes
 * C:\>netstat -ano
 *
 * Active Connections
 *
 *   Proto  Local Address          Foreign Address        State           PID
 *   TCP    0.0.0.0:80             0.0.0.0:0              LISTENING       4
 *   TCP    10.1.2.3:51544         10.1.9.20:1433         ESTABLISHED     6764
 *   TCP    [::1]:49670            [::]:0                 LISTENING       908
 *   UDP    0.0.0.0:500            *:*                                    3220
 * ```
 * ```sample programs
 * C:\>netstat -anob
 *
 * Active Connections
 *
 *   Proto  Local Address          Foreign Address        State           PID
 *   TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       924
 *   RpcSs
 *  [svchost.exe]
 *   TCP    0.0.0.0:445            0.0.0.0:0              LISTENING       4
 *  Can not obtain ownership information
 *   TCP    10.1.2.3:51544         10.1.9.20:1433         CLOSE_WAIT      6764
 *  [w3wp.exe]
 * ```
 * Other languages translate the head and some of them the states:
 * ```sample german
 *   Proto  Lokale Adresse         Remoteadresse          Status           PID
 *   TCP    0.0.0.0:80             0.0.0.0:0              ABHÖREN         4
 *   TCP    10.1.2.3:51544         10.1.9.20:1433         HERGESTELLT     6764
 * ```
 * ```sample powershell
 * PS C:\> Get-NetTCPConnection
 *
 * LocalAddress                        LocalPort RemoteAddress                       RemotePort State       AppliedSetting OwningProcess
 * ------------                        --------- -------------                       ---------- -----       -------------- -------------
 * 10.1.2.3                            51544     10.1.9.20                           1433       Established Internet       6764
 * ::                                  80        ::                                  0          Listen                     4
 * ```
 *
 * PID: decimal. States are given by their English names. Without `-n`, ports may be names and are left out.
 * Not kept: the offload state of `-t`, the modules that Windows XP lists under `-b`.
 */
const HEADING = /^\s*Proto\s+\S.{5,140}$/i;
//   协议  本地地址          外部地址        状态           PID
const FOREIGN_HEADING =
  /^\s*(?:协议|協定|プロトコル|프로토콜|Имя|Протокол|Protokół|Protokol|Protocollo|Protocolo|İl\.Kr\.)\s+[^\d\s:][^\d:]{3,140}$/i;
const TITLE = new RegExp(
  "^\\s*(?:Active Connections|Aktive Verbindungen|Connexions actives|Conexiones activas|Connessioni attive|" +
    "Conexões ativas|Ligações ativas|Actieve verbindingen|Aktiva anslutningar|Aktive forbindelser|Aktywne połączenia|" +
    "Aktivní připojení|Aktív kapcsolatok|Etkin Bağlantılar|Активные подключения|活动连接|使用中連線|アクティブな接続|활성 연결)$",
  "i",
);
// `Aktywne połączenia`: the line above the head, in whatever language
const WORDS = /^\s*[^\d\s:[\]]{2,30}(?: [^\d\s:[\]]{1,30}){0,4}$/;
// TCP    10.1.2.3:51544         10.1.9.20:1433         ESTABLISHED     6764
const ROW =
  /^\s*(?<protocol>TCP|UDP)\s+(?<local>\S{1,80}):(?<localPort>[\w*-]{1,20})\s+(?<remote>\S{1,120}):(?<remotePort>[\w*-]{1,20})(?:\s+(?<rest>\S.*))?$/;
const REST = /^(?:(?<state>[^\s\d[][^\s[]{2,24})(?:\s{1,40}|$))?(?:(?<pid>\d{1,10})(?=\s|$))?\s*(?<owner>\S.*)?$/;
const IMAGE = /^\s*(?!(?:TCP|UDP)\s)(?:(?<service>[\w$.-]{2,80})\s+)?\[(?<image>[^[\]]{1,80})\]$/;
const SERVICE = /^\s*(?<service>[\w$.-]{2,80})$/;
const NO_OWNER =
  /^\s*(?:x: )?(?:Can ?not obtain ownership information|Es konnten keine Besitzerinformationen|Impossible d'obtenir|Windows Sockets initialization failed)/i;
const MODULE = /^\s*(?:[A-Z]:\\\S.{0,200}\.dll|-- unknown component\(s\) --)$/i;

const PS_HEADING = /^\s*LocalAddress\s+LocalPort\s+RemoteAddress\s+RemotePort\s+State\b/i;
const PS_RULE = /^\s*-{12} {1,40}-{9} {1,40}-{13} {1,40}-{10} {1,40}-{5}(?: {1,40}-{13,14}){0,2}$/;
const PS_STATES =
  "Bound|Closed|CloseWait|Closing|DeleteTCB|Established|FinWait1|FinWait2|LastAck|Listen|SynReceived|SynSent|TimeWait";
const PS_ROW = new RegExp(
  "^\\s*(?<local>[\\da-f.:%*]{2,60})\\s+(?<localPort>\\d{1,5})\\s+(?<remote>[\\da-f.:%*]{2,60})\\s+(?<remotePort>\\d{1,5})" +
    `\\s+(?<state>${PS_STATES})(?:\\s+(?<setting>[A-Z]\\w{3,20}))?(?:\\s+(?<pid>\\d{1,10}))?$`,
  "i",
);

/** What other languages and PowerShell print, by the English name. */
const STATES: Readonly<Record<string, string>> = {
  ABHÖREN: "LISTENING",
  LISTEN: "LISTENING",
  HERGESTELLT: "ESTABLISHED",
  WARTEND: "TIME_WAIT",
  SCHLIESSEN_WARTEN: "CLOSE_WAIT",
  SYN_GESENDET: "SYN_SENT",
  SYN_EMPFANGEN: "SYN_RECEIVED",
  FIN_WARTEN_1: "FIN_WAIT_1",
  FIN_WARTEN_2: "FIN_WAIT_2",
  TIMEWAIT: "TIME_WAIT",
  CLOSEWAIT: "CLOSE_WAIT",
  FINWAIT1: "FIN_WAIT_1",
  FINWAIT2: "FIN_WAIT_2",
  LASTACK: "LAST_ACK",
  SYNSENT: "SYN_SENT",
  SYNRECEIVED: "SYN_RECEIVED",
  SYN_RCVD: "SYN_RECEIVED",
  DELETETCB: "DELETE_TCB",
};

const ALL_STATES: ReadonlySet<string> = new Set([...Object.values(STATES), "CLOSED", "CLOSING", "BOUND"]);

function isHeading(text: string): boolean {
  return HEADING.test(text) || FOREIGN_HEADING.test(text);
}

function stateOf(printed: string | null): string | null {
  const state = printed?.toUpperCase() ?? null;
  return state === null ? null : (STATES[state] ?? state);
}

function portOf(printed: string | null): number | null {
  return printed !== null && /^\d{1,5}$/.test(printed) ? Number(printed) : null;
}

function addressOf(printed: string | null): string | null {
  const address = printed?.replace(/^\[|\]$/g, "") ?? "";
  return address === "*" || address === "" ? null : address;
}

class ConnectionsReader {
  readonly connections: Connection[] = [];
  tool: ConnectionsReport["tool"] = "netstat";
  headed = false;
  cut = false;
  /** The connection that a program below belongs to. */
  private open: Connection | null = null;
  private service: { name: string; line: number } | null = null;
  readonly unread: number[] = [];

  take(line: Line): boolean {
    const { text } = line;
    lookAt(line);
    if (isElision(text)) {
      this.cut = true;
      this.lose();
      return true;
    }
    if (isChatter(text)) return false;
    if (isHeading(text) || TITLE.test(text) || PS_HEADING.test(text) || PS_RULE.test(text)) {
      this.headed = true;
      return true;
    }
    return this.row(line) || this.powershellRow(line) || this.owner(line);
  }

  /** What stands below need not belong to the connection above. */
  lose(): void {
    this.end();
    this.open = null;
  }

  /** A service's name counts only with the program below it. */
  end(): void {
    if (this.service) this.unread.push(this.service.line);
    this.service = null;
  }

  /** A state that the paste breaks off in, in whatever language, is none. */
  dropOpenState(end: Line | undefined): void {
    const last = this.connections.at(-1);
    const isOpen = last?.line === end?.number && last?.processId === null;
    if (last && isOpen && !ALL_STATES.has(last.state ?? "")) last.state = null;
  }

  private row(line: Line): boolean {
    const match = ROW.exec(line.text);
    const rest = match && REST.exec(group(match, "rest") ?? "");
    if (!match || !rest) return false;
    this.end();
    this.open = {
      line: line.number,
      protocol: group(match, "protocol") === "UDP" ? "udp" : "tcp",
      localAddress: addressOf(group(match, "local")) ?? "*",
      localPort: portOf(group(match, "localPort")),
      remoteAddress: addressOf(group(match, "remote")),
      remotePort: portOf(group(match, "remotePort")),
      state: stateOf(group(rest, "state")),
      processId: numberGroup(rest, "pid"),
      image: null,
      service: null,
    };
    this.connections.push(this.open);
    const owner = group(rest, "owner");
    if (owner !== null) this.owner({ ...line, text: owner });
    return true;
  }

  private powershellRow(line: Line): boolean {
    const match = PS_ROW.exec(line.text);
    if (!match) return false;
    this.tool = "get-nettcpconnection";
    this.connections.push({
      line: line.number,
      protocol: "tcp",
      localAddress: group(match, "local") ?? "*",
      localPort: portOf(group(match, "localPort")),
      remoteAddress: group(match, "remote"),
      remotePort: portOf(group(match, "remotePort")),
      state: stateOf(group(match, "state")),
      processId: numberGroup(match, "pid"),
      image: null,
      service: null,
    });
    return true;
  }

  private owner(line: Line): boolean {
    const connection = this.open;
    if (!connection) return false;
    const image = IMAGE.exec(line.text);
    if (image) {
      connection.image = group(image, "image");
      connection.service = group(image, "service") ?? this.service?.name ?? null;
      this.service = null;
      return true;
    }
    const service = connection.image === null ? (SERVICE.exec(line.text)?.groups?.service ?? null) : null;
    if (service !== null) {
      this.end();
      this.service = { name: service, line: line.number };
      return true;
    }
    return NO_OWNER.test(line.text) || MODULE.test(line.text);
  }
}

const LOOK_BELOW = 3;

/** Text of the next line that holds any. */
function nextFilled(lines: readonly Line[], at: number): string {
  return lines.slice(at + 1, at + 1 + LOOK_BELOW).find(({ text }) => text.trim() !== "")?.text ?? "";
}

function parse(source: Source): Reading<ConnectionsReport> {
  const reader = new ConnectionsReader();
  const unread: number[] = [];
  const lines = withoutRemarks(source.lines);
  lines.forEach((line, at) => {
    if (line.text.trim() === "" || reader.take(line)) return;
    const title = WORDS.test(line.text) && isHeading(nextFilled(lines, at));
    if (title || isChatter(line.text)) return;
    unread.push(line.number);
    reader.lose();
  });
  reader.end();
  if (source.openEnd) reader.dropOpenState(lines.at(-1));
  const { connections, tool, headed, cut } = reader;
  if (connections.length === 0) return null;
  const all = [...unread, ...reader.unread];
  return {
    report: { kind: "connections", tool, connections, complete: headed && !cut && all.length === 0 },
    unread: all,
  };
}

export const netstat: Parser<ConnectionsReport> = {
  id: "netstat",
  name: "netstat -ano",
  mode: "shell",
  command: /^(?:\S{0,80}\\)?(?:netstat(?:\.exe)?|get-nettcpconnection)(?:\s|$)/,
  bareCommand:
    /^\s{0,8}(?:netstat(?:\.exe)?(?: {1,4}-[a-z]{1,6}| {1,4}-p {1,2}\w{2,6}){0,4}|Get-NetTCPConnection(?: -\w{2,20} \w{1,20}){0,3})(?: {0,3}\| {0,3}(?:find(?:str)?|select|sort|ft|format-table)\b.{0,80})?$/i,
  recognise: [PS_HEADING, PS_ROW, ROW, HEADING, FOREIGN_HEADING, TITLE],
  confirm: (lines, at) => {
    const text = lines[at]?.text ?? "";
    if (TITLE.test(text)) return isHeading(nextFilled(lines, at));
    return !isHeading(text) || ROW.test(nextFilled(lines, at));
  },
  follow: () => {
    const reader = new ConnectionsReader();
    return (line) => reader.take(line);
  },
  restarts: TITLE,
  errors: [
    {
      // The requested operation requires elevation.
      line: /requires elevation|erfordert erhöhte Rechte|nécessite une élévation/i,
      problem: {
        code: "NEEDS_ELEVATION",
        what: "netstat names programs only for an administrator, and this prompt was not elevated.",
        fix: 'Open the prompt with "Run as administrator", or leave out the b: process ids are shown to everybody.',
        commands: ["netstat -ano"],
      },
    },
  ],
  parse,
};
