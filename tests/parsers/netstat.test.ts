import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const connectionsOf = (block: Block | undefined) => reportOf(block, "netstat", "connections");

const PLAIN = `C:\\>netstat -ano

Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    0.0.0.0:80             0.0.0.0:0              LISTENING       4
  TCP    10.1.2.3:51544         10.1.9.20:1433         ESTABLISHED     6764
  TCP    [fe80::5c2:91%4]:49670 [2001:db8::20]:443     FIN_WAIT_2      908
  UDP    0.0.0.0:500            *:*                                    3220
`;
const PROGRAMS = `C:\\>netstat -anob

Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       924
  RpcSs
 [svchost.exe]
  TCP    0.0.0.0:445            0.0.0.0:0              LISTENING       4
 Can not obtain ownership information
  TCP    10.1.2.3:51544         10.1.9.20:1433         CLOSE_WAIT      6764
 [w3wp.exe]
`;
const POWERSHELL = `PS C:\\> Get-NetTCPConnection

LocalAddress                        LocalPort RemoteAddress                       RemotePort State       AppliedSetting OwningProcess
------------                        --------- -------------                       ---------- -----       -------------- -------------
10.1.2.3                            51544     10.1.9.20                           1433       Established Internet       6764
10.1.2.3                            51545     10.1.9.20                           1433       CloseWait   Internet       6764
::                                  80        ::                                  0          Listen                     4
`;

test("each connection is read with its ends, state and process", () => {
  const [block] = read(PLAIN);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["netstat -ano", "read", "shell"]);
  const { connections, complete, tool } = connectionsOf(block);
  expect([complete, tool]).toEqual([true, "netstat"]);
  expect(connections[1]).toEqual({
    line: 7,
    protocol: "tcp",
    localAddress: "10.1.2.3",
    localPort: 51544,
    remoteAddress: "10.1.9.20",
    remotePort: 1433,
    state: "ESTABLISHED",
    processId: 6764,
    image: null,
    service: null,
  });
  expect(connections[2]).toMatchObject({
    localAddress: "fe80::5c2:91%4",
    localPort: 49670,
    remoteAddress: "2001:db8::20",
    state: "FIN_WAIT_2",
  });
  expect(connections[3]).toMatchObject({
    protocol: "udp",
    remoteAddress: null,
    remotePort: null,
    state: null,
    processId: 3220,
  });
});

test("programs and services below a row belong to it", () => {
  const [block] = read(PROGRAMS);
  expect(block?.outcome).toBe("read");
  expect(connectionsOf(block).connections.map(({ localPort, service, image }) => [localPort, service, image])).toEqual([
    [135, "RpcSs", "svchost.exe"],
    [445, null, null],
    [51544, null, "w3wp.exe"],
  ]);
});

test("states of other languages and of PowerShell have their English names", () => {
  const german = PLAIN.replace("Active Connections", "Aktive Verbindungen")
    .replace(/Proto.*/, "Proto  Lokale Adresse         Remoteadresse          Status           PID")
    .replace("LISTENING", "ABHÖREN")
    .replace("ESTABLISHED", "HERGESTELLT")
    .replace("FIN_WAIT_2", "FIN_WARTEN_2");
  const [block] = read(german);
  expect([block?.outcome, withoutLines(connectionsOf(block))]).toEqual([
    "read",
    withoutLines(connectionsOf(read(PLAIN)[0])),
  ]);
  const [powershell] = read(POWERSHELL);
  expect([powershell?.outcome, connectionsOf(powershell).tool]).toEqual(["read", "get-nettcpconnection"]);
  expect(
    connectionsOf(powershell).connections.map(({ remotePort, state, processId }) => [remotePort, state, processId]),
  ).toEqual([
    [1433, "ESTABLISHED", 6764],
    [1433, "CLOSE_WAIT", 6764],
    [0, "LISTENING", 4],
  ]);
});

test("a title in a language that nobody foresaw is passed over", () => {
  const polish = PLAIN.replace("Active Connections", "Aktywne połączenia").replace(
    /Proto.*/,
    "Proto  Adres lokalny          Obcy adres             Stan            PID",
  );
  expect(read(polish).map(({ outcome }) => outcome)).toEqual(["read"]);
});

test("names instead of numbers are read as far as they go", () => {
  const [row] = connectionsOf(
    read("C:\\>netstat\n  TCP    WEB01:51544            sql01:ms-sql-s         ESTABLISHED\n")[0],
  ).connections;
  expect(row).toMatchObject({
    localAddress: "WEB01",
    remoteAddress: "sql01",
    remotePort: null,
    state: "ESTABLISHED",
    processId: null,
  });
});

test("blanks lost and the command not pasted, or typed without a prompt, change nothing", () => {
  for (const text of [PLAIN, PROGRAMS, POWERSHELL]) {
    const whole = withoutLines(connectionsOf(read(text)[0]));
    expect(withoutLines(connectionsOf(read(collapsed(text))[0]))).toEqual(whole);
    const blocks = read(text.split("\n").slice(1).join("\n"));
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["netstat -ano", "read"]]);
    expect(withoutLines(connectionsOf(blocks[0]))).toEqual(whole);
  }
  const bare = read(PLAIN.replace("C:\\>", ""));
  expect(bare.map(({ command, echoed, outcome }) => [command, echoed, outcome])).toEqual([
    ["netstat -ano", true, "read"],
  ]);
});

test("a list with rows cut out, or with rows only, is not complete", () => {
  expect(connectionsOf(read(PLAIN.replace("  UDP", "[...]\n  UDP"))[0]).complete).toBe(false);
  const rows = PLAIN.split("\n").slice(5).join("\n");
  expect(connectionsOf(read(rows)[0]).complete).toBe(false);
});

test("a list cut behind any line says what was there and nothing else", () => {
  const whole = connectionsOf(read(PROGRAMS)[0]).connections;
  const lines = PROGRAMS.split("\n");
  for (let count = 6; count < lines.length; count++) {
    const { connections } = connectionsOf(read(lines.slice(0, count).join("\n"))[0]);
    connections.forEach((row, index) => {
      expect([row.localPort, row.processId]).toEqual([whole[index]?.localPort, whole[index]?.processId]);
      if (row.image !== null) expect(row.image).toBe(whole[index]?.image);
    });
  }
});

test("-b without elevation is told with its fix", () => {
  const [block] = read("C:\\>netstat -anob\nThe requested operation requires elevation.\n");
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["netstat", "unusable", "NEEDS_ELEVATION"]);
});

test.skipIf(!hasCorpus)("the published list is read as its facts say, and no other output is taken for one", () => {
  const [block] = readTranscript(corpusTranscript("netstat-abno-extra-columns"), 0);
  const { connections, complete } = connectionsOf(block);
  const states = connections.map(({ state }) => state);
  expect([connections.length, states.filter((state) => state === "LISTENING").length, complete]).toEqual([6, 4, false]);
  expect(connections.find(({ localPort }) => localPort === 22)?.processId).toBe(2016);
  expect(connections.map(({ image }) => image)).toEqual([
    "sshd.exe",
    "svchost.exe",
    null,
    "svchost.exe",
    "sshd.exe",
    "sshd.exe",
  ]);
  expect([connections[3]?.service, block?.unread]).toEqual(["TermService", []]);
  expect(publishedFor("netstat")).toEqual(["netstat-abno-extra-columns"]);
});

test("a state that the paste breaks off in is not known, in whatever language", () => {
  const [block] = read(
    "C:\\>netstat -ano\n  TCP    0.0.0.0:80      0.0.0.0:0          ABHÖREN         4\n  TCP    10.1.2.3:80     10.0.0.5:49403     HERGES",
  );
  expect(block?.report).toMatchObject({ connections: [{ state: "LISTENING" }, { localPort: 80, state: null }] });
});

test("the front of another row is no program", () => {
  const [block] = read(
    "C:\\>netstat -anob\n  TCP    10.1.2.3:49830         10.1.9.20:1433         ESTABLISHED     10968\n  TCP    [::1]",
  );
  expect(block?.report).toMatchObject({ connections: [{ processId: 10968, image: null, service: null }] });
});

test.each([
  ["活动连接", "  协议  本地地址          外部地址        状态           PID"],
  ["使用中連線", "  協定   本機位址               外部位址               狀態            PID"],
  ["Активные подключения", "  Имя    Локальный адрес        Внешний адрес          Состояние       PID"],
  ["Conexões ativas", "  Proto  Endereço local         Endereço externo       Estado           PID"],
])("the heads of other languages are read, %s", (title, heading) => {
  const rows = PLAIN.split("\n").slice(5).join("\n");
  const [block, ...more] = read(`${title}\n\n${heading}\n${rows}`);
  expect([block?.outcome, block?.lines[0], more.length]).toEqual(["read", 1, 0]);
  expect(connectionsOf(block)).toMatchObject({
    complete: true,
    connections: connectionsOf(read(PLAIN)[0]).connections.map(({ line: _, ...rest }) => rest),
  });
});
