import type { Line, ServiceRow, ServicesReport } from "@/evidence";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { group } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
import { withoutRemarks } from "./remarks";

/**
 * `sc query type= filesys`, `sc query`, `sc queryex`: services and drivers with their state. With
 * `type= filesys` the file-system drivers, filters of the old kind among them.
 *
 * ```sample filesys
 * C:\>sc query type= filesys
 *
 * SERVICE_NAME: AcmeBkp
 * DISPLAY_NAME: Acme Backup Filter
 *         TYPE               : 2  FILE_SYSTEM_DRIVER
 *         STATE              : 4  RUNNING
 *                                 (NOT_STOPPABLE, NOT_PAUSABLE, IGNORES_SHUTDOWN)
 *         WIN32_EXIT_CODE    : 0  (0x0)
 *         SERVICE_EXIT_CODE  : 0  (0x0)
 *         CHECKPOINT         : 0x0
 *         WAIT_HINT          : 0x0
 *
 * SERVICE_NAME: FltMgr
 * DISPLAY_NAME: FltMgr
 *         TYPE               : 2  FILE_SYSTEM_DRIVER
 *         STATE              : 4  RUNNING
 *                                 (STOPPABLE, NOT_PAUSABLE, IGNORES_SHUTDOWN)
 *         WIN32_EXIT_CODE    : 0  (0x0)
 *         SERVICE_EXIT_CODE  : 0  (0x0)
 *         CHECKPOINT         : 0x0
 *         WAIT_HINT          : 0x0
 * ```
 * `queryex` adds process and flags; one service alone has no display name:
 * ```sample queryex
 * C:\>sc queryex w3svc
 *
 * SERVICE_NAME: w3svc
 *         TYPE               : 20  WIN32_SHARE_PROCESS
 *         STATE              : 3  STOP_PENDING
 *                                 (STOPPABLE, PAUSABLE, ACCEPTS_SHUTDOWN)
 *         WIN32_EXIT_CODE    : 0  (0x0)
 *         SERVICE_EXIT_CODE  : 0  (0x0)
 *         CHECKPOINT         : 0x1
 *         WAIT_HINT          : 0x7530
 *         PID                : 2112
 *         FLAGS              :
 * ```
 *
 * Types and states are told by their constants, since other languages translate the words before them.
 * Without `state= all`, only what runs is listed. Codes before the constants are hex for types, decimal
 * for states. Not kept: checkpoint, wait hint, flags.
 */
const NAME = /^\s*SERVICE_NAME\s*:\s*(?<name>\S.{0,255})$/i;
const DISPLAY = /^\s*DISPLAY_NAME\s*:\s*(?<name>.{0,255})$/i;
const TYPES =
  "KERNEL_DRIVER|FILE_SYSTEM_DRIVER|ADAPTER|RECOGNIZER_DRIVER|WIN32_OWN_PROCESS|WIN32_SHARE_PROCESS|WIN32_PACKAGED_PROCESS|WIN32|USER_\\w{3,30}|PKG_\\w{3,30}|INTERACTIVE_PROCESS|UNKNOWN|ERROR";
const STATES = "STOPPED|START_PENDING|STOP_PENDING|RUNNING|CONTINUE_PENDING|PAUSE_PENDING|PAUSED";
// TYPE               : 20  WIN32_SHARE_PROCESS TEMPLATE
const TYPE = new RegExp(`^\\s*\\S.{0,30}?:\\s*(?<code>[0-9a-f]{1,4})\\s+(?<type>${TYPES})(?:\\s.{0,60})?$`, "i");
const STATE = new RegExp(
  `^\\s*\\S.{0,30}?:\\s*(?<code>\\d)\\s+(?<state>${STATES})(?:\\s*\\((?<controls>[\\w, ]{2,120})\\))?$`,
  "i",
);
const CONTROLS =
  /^\s*\((?<controls>(?:NOT_)?(?:STOPPABLE|PAUSABLE)[\w, ]{0,100}|(?:ACCEPTS|IGNORES)_\w{3,30}[\w, ]{0,100})\)$/i;
// WIN32_EXIT_CODE    : 1077  (0x435)
const EXIT = /^\s*WIN32_EXIT_CODE\s*:\s*(?<code>\d{1,10})\b/i;
const PID = /^\s*PID\s*:\s*(?<pid>\d{1,10})$/i;
const KNOWN = /^\s*(?:SERVICE_EXIT_CODE|CHECKPOINT|WAIT_HINT|FLAGS)\s*:/i;
// A translated label with a code behind it: `        PRÜFPUNKT          : 0x0`
const CODE = /^\s*[^\s:]{3,30}(?: [^\s:]{1,20}){0,3}\s*:\s*(?:0x[0-9a-f]{1,8}|\d{1,10}\s+\(0x[0-9a-f]{1,8}\))$/i;
// Enum: more data, need 35678 bytes start resume at index 214
const MORE = /^\s*Enum: more data, need \d/i;

/** Lines with a code that each entry ends with: two exit codes, checkpoint and wait hint, whatever they are called. */
const CODES = 4;

type Draft = ServiceRow & { codes: number };

class ServicesReader {
  readonly drafts: Draft[] = [];
  more = false;
  cut = false;
  /** The service that fields below belong to. */
  private open: Draft | null = null;

  take(line: Line): boolean {
    const { text } = line;
    if (isElision(text)) {
      this.cut = true;
      this.open = null;
      return true;
    }
    const name = NAME.exec(text);
    if (name) {
      this.open = {
        line: line.number,
        lastLine: line.last,
        name: (group(name, "name") ?? "").trim(),
        displayName: null,
        type: null,
        typeCode: null,
        state: null,
        stateCode: null,
        controls: [],
        win32ExitCode: null,
        processId: null,
        codes: 0,
      };
      this.drafts.push(this.open);
      return true;
    }
    if (MORE.test(text)) {
      this.more = true;
      return true;
    }
    const draft = this.open;
    const taken = draft !== null && setField(draft, text);
    if (draft && taken) draft.lastLine = line.last;
    return taken;
  }
}

function setField(draft: Draft, text: string): boolean {
  const display = DISPLAY.exec(text);
  const type = TYPE.exec(text);
  const state = STATE.exec(text);
  const controls = state ? null : CONTROLS.exec(text);
  const exit = EXIT.exec(text);
  const pid = PID.exec(text);
  if (display) draft.displayName = group(display, "name")?.trim() || null;
  if (type) {
    draft.type = group(type, "type")?.toUpperCase() ?? null;
    draft.typeCode = Number.parseInt(group(type, "code") ?? "", 16);
  }
  if (state) {
    draft.state = group(state, "state")?.toUpperCase() ?? null;
    draft.stateCode = Number(group(state, "code"));
  }
  const listed = state?.groups?.controls ?? controls?.groups?.controls;
  if (listed) draft.controls = listed.split(/[\s,]+/).filter((word) => word !== "");
  if (exit) draft.win32ExitCode = Number(group(exit, "code"));
  if (pid) draft.processId = Number(group(pid, "pid")) || null;
  const code = exit !== null || KNOWN.test(text) || CODE.test(text);
  if (code) draft.codes++;
  return code || [display, type, state, controls, pid].some((match) => match !== null);
}

/** `type= filesys state= all`: the blank behind the sign is part of the syntax, and often lost. */
function scopeOf(args: string): ServicesReport["scope"] {
  const option = (name: string): string | null =>
    new RegExp(`\\b${name}=\\s*(\\w{2,20})`, "i").exec(args)?.[1]?.toLowerCase() ?? null;
  return { type: option("type"), state: option("state") };
}

function parse(source: Source): Reading<ServicesReport> {
  const reader = new ServicesReader();
  const unread: number[] = [];
  for (const line of withoutRemarks(source.lines)) {
    if (line.text.trim() === "" || reader.take(line)) continue;
    if (!isChatter(line.text)) unread.push(line.number);
  }
  // A name alone, at the end of the paste, may be cut.
  const cut = reader.drafts.filter(({ type, state }) => type === null && state === null);
  const drafts = reader.drafts.filter((draft) => !cut.includes(draft));
  if (drafts.length === 0) return null;
  for (const { line } of cut) unread.push(line);
  const services = drafts.map(({ codes: _codes, ...service }) => service);
  const complete = !reader.more && !reader.cut && unread.length === 0 && drafts.every(({ codes }) => codes >= CODES);
  return { report: { kind: "services", services, scope: scopeOf(source.args), complete }, unread };
}

export const scQuery: Parser<ServicesReport> = {
  id: "sc-query",
  name: "sc query type= filesys",
  mode: "shell",
  command: /^(?:\S{0,80}\\)?sc(?:\.exe)?\s+(?:\\\\\S{1,80}\s+)?query(?:ex)?\b/i,
  bareCommand:
    /^\s{0,8}sc(?:\.exe)? {1,4}(?:\\\\\S{1,80} {1,4})?query(?:ex)?(?: {1,4}(?:(?:type|state|bufsize)= ?\w{1,20}|[\w$.-]{2,80})){0,4}$/i,
  recognise: [NAME, TYPE, STATE],
  confirm: (lines, at) => {
    const text = lines[at]?.text ?? "";
    return (
      NAME.test(text) ||
      [1, 2, 3].some((step) => CONTROLS.test(lines[at + step]?.text ?? "") || EXIT.test(lines[at + step]?.text ?? ""))
    );
  },
  follow: () => {
    const reader = new ServicesReader();
    return (line) => reader.take(line);
  },
  errors: [
    {
      // [SC] EnumQueryServicesStatus:OpenService FAILED 1060:
      line: /^\s*\[SC\] .{0,80}\b(?:FAILED|FEHLER|ÉCHEC)\D{0,20}1060\b/i,
      problem: {
        code: "NO_SUCH_SERVICE",
        what: "There is no service or driver of that name on this machine.",
        fix: "Names are not titles: list all of them, and take the name from there.",
        commands: ["sc query type= filesys state= all", "sc query state= all"],
      },
    },
    {
      // [SC] OpenSCManager FAILED 5:
      line: /^\s*\[SC\] .{0,80}\b(?:FAILED|FEHLER|ÉCHEC)\D{0,20}5\s*:/i,
      problem: {
        code: "NEEDS_ELEVATION",
        what: "Windows refused access to the list of services.",
        fix: 'Open the prompt with "Run as administrator" and run the command again.',
        commands: ["sc query type= filesys"],
      },
    },
    {
      // Set-Content : A positional parameter cannot be found that accepts argument 'filesys'.
      line: /^\s*(?:sc|Set-Content)\s?: /i,
      problem: {
        code: "SC_IS_ANOTHER_COMMAND",
        what: "In Windows PowerShell, sc is short for Set-Content, which writes files.",
        fix: "Call the program by its full name.",
        commands: ["sc.exe query type= filesys"],
      },
    },
  ],
  parse,
};
