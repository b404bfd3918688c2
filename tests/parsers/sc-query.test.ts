import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const servicesOf = (block: Block | undefined) => reportOf(block, "sc-query", "services");

const FILESYS = `C:\\>sc query type= filesys state= all

SERVICE_NAME: AcmeBkp
DISPLAY_NAME: Acme Backup Filter
        TYPE               : 2  FILE_SYSTEM_DRIVER  
        STATE              : 4  RUNNING 
                                (NOT_STOPPABLE, NOT_PAUSABLE, IGNORES_SHUTDOWN)
        WIN32_EXIT_CODE    : 0  (0x0)
        SERVICE_EXIT_CODE  : 0  (0x0)
        CHECKPOINT         : 0x0
        WAIT_HINT          : 0x0

SERVICE_NAME: OldScan
DISPLAY_NAME: Old Scanner
        TYPE               : 2  FILE_SYSTEM_DRIVER  
        STATE              : 1  STOPPED 
        WIN32_EXIT_CODE    : 1077  (0x435)
        SERVICE_EXIT_CODE  : 0  (0x0)
        CHECKPOINT         : 0x0
        WAIT_HINT          : 0x0
`;
const ONE = `C:\\>sc.exe queryex w3svc

SERVICE_NAME: w3svc
        TYPE               : 20  WIN32_SHARE_PROCESS  
        STATE              : 3  STOP_PENDING 
                                (STOPPABLE, PAUSABLE, ACCEPTS_SHUTDOWN)
        WIN32_EXIT_CODE    : 0  (0x0)
        SERVICE_EXIT_CODE  : 0  (0x0)
        CHECKPOINT         : 0x1
        WAIT_HINT          : 0x7530
        PID                : 2112
        FLAGS              : 
`;

test("each driver is read with its state and what it accepts", () => {
  const [block] = read(FILESYS);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["sc query type= filesys state= all", "read", "shell"]);
  expect(servicesOf(block)).toEqual({
    kind: "services",
    services: [
      {
        line: 3,
        lastLine: 11,
        name: "AcmeBkp",
        displayName: "Acme Backup Filter",
        type: "FILE_SYSTEM_DRIVER",
        typeCode: 2,
        state: "RUNNING",
        stateCode: 4,
        controls: ["NOT_STOPPABLE", "NOT_PAUSABLE", "IGNORES_SHUTDOWN"],
        win32ExitCode: 0,
        processId: null,
      },
      expect.objectContaining({ line: 13, name: "OldScan", state: "STOPPED", controls: [], win32ExitCode: 1077 }),
    ],
    scope: { type: "filesys", state: "all" },
    complete: true,
  });
});

test("queryex gives the process, and a state that lasts", () => {
  const [block] = read(ONE);
  expect([block?.outcome, servicesOf(block)]).toMatchObject([
    "read",
    {
      services: [
        {
          name: "w3svc",
          displayName: null,
          type: "WIN32_SHARE_PROCESS",
          typeCode: 32,
          state: "STOP_PENDING",
          processId: 2112,
        },
      ],
      scope: { type: null, state: null },
      complete: true,
    },
  ]);
});

test("labels in another language change nothing", () => {
  const german = FILESYS.replaceAll("TYPE  ", "TYP   ")
    .replaceAll("STATE  ", "STATUS ")
    .replaceAll("SERVICE_EXIT_CODE  :", "DIENST_EXITCODE    :")
    .replaceAll("CHECKPOINT         :", "PRÜFPUNKT          :")
    .replaceAll("WAIT_HINT          :", "WARTEHINWEIS       :");
  const [block] = read(german);
  expect([block?.outcome, servicesOf(block)]).toEqual(["read", servicesOf(read(FILESYS)[0])]);
});

test("blanks lost and the command not pasted, or typed without a prompt, change nothing but the scope", () => {
  for (const text of [FILESYS, ONE]) {
    const whole = withoutLines(servicesOf(read(text)[0]).services);
    expect(withoutLines(servicesOf(read(collapsed(text))[0]).services)).toEqual(whole);
    const blocks = read(text.split("\n").slice(1).join("\n"));
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["sc query type= filesys", "read"]]);
    expect(withoutLines(servicesOf(blocks[0]).services)).toEqual(whole);
    expect(read(text.replace("C:\\>", "")).map(({ echoed, outcome }) => [echoed, outcome])).toEqual([[true, "read"]]);
  }
});

test("a list that the tool or the paste cut is not complete, and a cut name is not taken", () => {
  const more = servicesOf(read(`${FILESYS}\nEnum: more data, need 35678 bytes start resume at index 214\n`)[0]);
  expect([more.complete, more.services.length]).toEqual([false, 2]);
  for (let end = FILESYS.indexOf("OldScan"); end < FILESYS.length - 30; end += 4) {
    const { services, complete } = servicesOf(read(FILESYS.slice(0, end))[0]);
    expect([services.map(({ name }) => name), complete].flat()).toEqual([
      ...["AcmeBkp", "OldScan"].slice(0, services.length),
      false,
    ]);
    expect([null, undefined, "STOPPED"]).toContain(services[1]?.state);
    if (services.length === 1 && end > FILESYS.indexOf("OldScan") + 2)
      expect(read(FILESYS.slice(0, end))[0]?.unread).not.toEqual([]);
  }
});

test.each([
  [
    "C:\\>sc query nothing\n[SC] EnumQueryServicesStatus:OpenService FAILED 1060:\n\nThe specified service does not exist as an installed service.\n",
    "NO_SUCH_SERVICE",
  ],
  ["C:\\>sc query type= filesys\n[SC] OpenSCManager FAILED 5:\n\nAccess is denied.\n", "NEEDS_ELEVATION"],
  [
    "PS C:\\> sc query type= filesys\nSet-Content : A positional parameter cannot be found that accepts argument 'filesys'.\n",
    "SC_IS_ANOTHER_COMMAND",
  ],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["sc-query", "unusable", code]);
});
