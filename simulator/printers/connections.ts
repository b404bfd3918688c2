import type { Connection, ConnectionsReport } from "@/evidence";
import type { NetworkConnection } from "../connections";
import type { Facts } from "../facts";
import type { Server } from "../server";
import type { Printer } from "./printer";

export interface ConnectionsForm {
  language: "english" | "german";
  /** `-b`. */
  programs: boolean;
}

const HEADS = {
  english: ["", "Active Connections", "", "  Proto  Local Address          Foreign Address        State           PID"],
  german: [
    "",
    "Aktive Verbindungen",
    "",
    "  Proto  Lokale Adresse         Remoteadresse          Status           PID",
  ],
};
const GERMAN: Readonly<Record<string, string>> = {
  LISTENING: "ABHÖREN",
  ESTABLISHED: "HERGESTELLT",
  CLOSE_WAIT: "SCHLIESSEN_WARTEN",
  TIME_WAIT: "WARTEND",
  SYN_SENT: "SYN_GESENDET",
};
const POWERSHELL: Readonly<Record<string, string>> = {
  LISTENING: "Listen",
  ESTABLISHED: "Established",
  CLOSE_WAIT: "CloseWait",
  TIME_WAIT: "TimeWait",
  SYN_SENT: "SynSent",
};
const NO_OWNER = " Can not obtain ownership information";

function place(address: string, port: number): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

function ownerLines({ image, service }: NetworkConnection): string[] {
  if (image === null) return [NO_OWNER];
  return [...(service === null ? [] : [`  ${service}`]), ` [${image}]`];
}

function printRow(connection: NetworkConnection, { language, programs }: ConnectionsForm): string[] {
  const { protocol, local, localPort, remote, remotePort, state, processId } = connection;
  const to = remote === null || remotePort === null ? "*:*" : place(remote, remotePort);
  const told = state === null ? "" : language === "german" ? (GERMAN[state] ?? state) : state;
  return [
    `  ${protocol}    ${place(local, localPort).padEnd(22)} ${to.padEnd(22)} ${told.padEnd(15)} ${processId}`,
    ...(programs ? ownerLines(connection) : []),
  ];
}

/** `netstat -ano`: connections and who has them. */
export function printConnections({ connections }: Server, form: ConnectionsForm): string[] {
  return [...HEADS[form.language], ...connections.flatMap((connection) => printRow(connection, form))];
}

function tcpOnly({ connections }: Server): NetworkConnection[] {
  return connections.filter(({ protocol }) => protocol === "TCP");
}

/** `Get-NetTCPConnection`, in its table. */
export function printTcpConnections(server: Server): string[] {
  const row = (cells: readonly string[]): string => {
    const [local = "", port = "", remote = "", remotePort = "", state = "", setting = "", pid = ""] = cells;
    return `${local.padEnd(35)} ${port.padEnd(9)} ${remote.padEnd(35)} ${remotePort.padEnd(10)} ${state.padEnd(11)} ${setting.padEnd(14)} ${pid}`;
  };
  const names = [
    "LocalAddress",
    "LocalPort",
    "RemoteAddress",
    "RemotePort",
    "State",
    "AppliedSetting",
    "OwningProcess",
  ];
  return [
    "",
    row(names),
    row(names.map((name) => "-".repeat(name.length))),
    ...tcpOnly(server).map(({ local, localPort, remote, remotePort, state, processId }) =>
      row([
        local,
        String(localPort),
        remote ?? "",
        String(remotePort ?? 0),
        POWERSHELL[state ?? ""] ?? "",
        state === "LISTENING" ? "" : "Internet",
        String(processId),
      ]),
    ),
    "",
  ];
}

function rowFacts(connection: NetworkConnection, programs: boolean): Facts<Connection> {
  const { protocol, local, localPort, remote, remotePort, state, processId, image, service } = connection;
  return {
    protocol: protocol === "UDP" ? "udp" : "tcp",
    localAddress: local,
    localPort,
    remoteAddress: remote,
    remotePort,
    state,
    processId,
    image: programs ? image : null,
    service: programs ? service : null,
  };
}

function printer(dialect: string, command: string, form: ConnectionsForm): Printer<ConnectionsReport> {
  return {
    parser: "netstat",
    dialect,
    needs: {},
    prompt: "cmd",
    command: () => command,
    print: (server) => printConnections(server, form),
    expected: ({ connections }) => ({
      kind: "connections",
      tool: "netstat",
      connections: connections.map((connection) => rowFacts(connection, form.programs)),
      complete: true,
    }),
  };
}

export const CONNECTIONS: readonly Printer<ConnectionsReport>[] = [
  printer("processes", "netstat -ano", { language: "english", programs: false }),
  printer("programs", "netstat -anob", { language: "english", programs: true }),
  printer("german", "netstat -ano", { language: "german", programs: false }),
  {
    parser: "netstat",
    dialect: "powershell",
    needs: {},
    prompt: "powershell",
    command: () => "Get-NetTCPConnection",
    print: printTcpConnections,
    expected: (server) => ({
      kind: "connections",
      tool: "get-nettcpconnection",
      connections: tcpOnly(server).map((connection) => rowFacts(connection, false)),
      complete: true,
    }),
  },
];
