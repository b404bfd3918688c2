import { canonicalHex, type Line, type LoadedImage, type ProcessEnvironmentReport } from "@/evidence";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { ADDRESS, bitsOf, group, HEX, hexGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
import { pebLines, readVariable } from "./peb-lines";
import { withoutRemarks } from "./remarks";

/**
 * `!peb`: how a process was started (its command line names the application pool), whether a debugger is at it, what
 * is loaded, and its environment.
 *
 * ```sample x64
 * 0:000> !peb
 * PEB at 000000b56c543000
 *     InheritedAddressSpace:    No
 *     ReadImageFileExecOptions: No
 *     BeingDebugged:            No
 *     ImageBaseAddress:         00007ff74d270000
 *     NtGlobalFlag:             0
 *     NtGlobalFlag2:            0
 *     Ldr                       00007ffbafc9a4c0
 *     Ldr.Initialized:          Yes
 *     Ldr.InInitializationOrderModuleList: 000002b2722048a0 . 000002b272204f00
 *     Ldr.InLoadOrderModuleList:           000002b272204a10 . 000002b272206eb0
 *     Ldr.InMemoryOrderModuleList:         000002b272204a20 . 000002b272206ec0
 *                     Base TimeStamp                     Module
 *             7ff74d270000 5e82e461 Mar 31 06:34:09 2020 c:\windows\system32\inetsrv\w3wp.exe
 *             7ffbafb50000 443b1261 Apr 11 02:20:17 2006 C:\Windows\SYSTEM32\ntdll.dll
 *     SubSystemData:     0000000000000000
 *     ProcessHeap:       000002b272200000
 *     ProcessParameters: 000002b272203f30
 *     CurrentDirectory:  'C:\Windows\system32\inetsrv\'
 *     WindowTitle:  '< Name not readable >'
 *     ImageFile:    'c:\windows\system32\inetsrv\w3wp.exe'
 *     CommandLine:  'c:\windows\system32\inetsrv\w3wp.exe -ap "Shop" -v "v4.0" -l "webengine4.dll"'
 *     DllPath:      '< Name not readable >'
 *     Environment:  000002b272203200
 *         ALLUSERSPROFILE=C:\ProgramData
 *         Path=C:\Windows\system32;C:\Windows
 *         windir=C:\Windows
 * ```
 * ```sample x86
 * 0:014> !peb
 * PEB at 7ffdf000
 *     InheritedAddressSpace:    No
 *     ReadImageFileExecOptions: No
 *     BeingDebugged:            Yes
 *     ImageBaseAddress:         01000000
 *     Ldr                       00181e90
 *     Ldr.Initialized:          Yes
 *     Ldr.InInitializationOrderModuleList: 00181f58 . 00187bf8
 *         Base TimeStamp                     Module
 *      1000000 42435dec Mar 25 00:39:40 2005 c:\windows\system32\inetsrv\w3wp.exe
 *     75cc0000 C:\WINDOWS\system32\AcmeHook.dll
 *     SubSystemData:     00000000
 *     ProcessHeap:       00080000
 *     ProcessParameters: 00020000
 *     ImageFile:    'c:\windows\system32\inetsrv\w3wp.exe'
 *     CommandLine:  'c:\windows\system32\inetsrv\w3wp.exe -a \\.\pipe\iisipm4c1d -ap "Shop"'
 *     Environment:  00010000
 *         =::=::\
 *         windir=C:\WINDOWS
 * ```
 *
 * The pool is what stands behind `-ap`. Nothing marks the end of the environment; it is sorted, and `windir` is
 * among its last. `< Name not readable >` is not kept.
 */
// PEB at 000000b56c543000      Wow64 PEB32 at 7efde000
const HEAD = rx("^\\s*(?<wow>Wow64 )?PEB(?<narrow>32)? at (?<address>", ADDRESS, ")(?:\\s|$)");
const COLUMNS = /^\s*Base TimeStamp\s+Module\s*$/i;
// BeingDebugged:            No
const FIELD = /^\s*(?<key>[A-Z][A-Za-z]{2,30}2?|Ldr\.Initialized):?\s+(?<value>\S.*)$/;
// Ldr.InLoadOrderModuleList:           000002b272204a10 . 000002b272206eb0
const LIST = rx("^\\s*Ldr\\.(?<name>In\\w{5,40}):?\\s+(?<first>", HEX, ") \\. (?<last>", HEX, ")$");
const IMAGE = rx(
  "^\\s*(?<base>",
  ADDRESS,
  ")\\s+(?:(?<stamp>[0-9a-f]{1,8})\\s+[A-Z][a-z]{2}\\s+\\d{1,2} \\d\\d:\\d\\d:\\d\\d \\d{4}\\s+)?(?<path>(?:[A-Z]:|\\\\).*)$",
);
/** A path that something else ran into: another drive, or words behind its file. */
const RAN_ON = /^..[^:]{0,400}:|\.(?:dll|exe|drv|ocx|cpl|tlb|sys)\s+\S/i;
const NO_LOADER = /^\s*\*{3} unable to read Ldr (?:table|entry)/i;
const NOT_READABLE = /^<\s?Name not readable\s?>$|^$/;
const ADDRESS_VALUE = rx("^(?:0|", ADDRESS, ")$");
const FLAG = rx("^", HEX, "$");
const POOL = /\s-ap\s+"(?<pool>[^"]{1,200})"/i;
const LAST_VARIABLE = "windir";
/** A last line that cannot be taken for the beginning of one: the end of the environment, be it all on one line. */
const ENDS_WHOLE = /(?:^|\s)windir=[A-Z]:\\\S+\s*$/i;

const YES_NO = {
  InheritedAddressSpace: "inheritedAddressSpace",
  ReadImageFileExecOptions: "readImageFileExecOptions",
  BeingDebugged: "beingDebugged",
  "Ldr.Initialized": "ldrInitialized",
} as const;
const ADDRESSES = {
  ImageBaseAddress: "imageBaseAddress",
  Ldr: "ldr",
  SubSystemData: "subSystemData",
  ProcessHeap: "processHeap",
  ProcessParameters: "processParameters",
  Environment: "environment",
} as const;
const FLAGS = { NtGlobalFlag: "ntGlobalFlag", NtGlobalFlag2: "ntGlobalFlag2" } as const;
const QUOTED = {
  CurrentDirectory: "currentDirectory",
  WindowTitle: "windowTitle",
  ImageFile: "imageFile",
  CommandLine: "commandLine",
  DllPath: "dllPath",
} as const;

type Draft = { -readonly [K in keyof ProcessEnvironmentReport]: ProcessEnvironmentReport[K] };

function has<T extends object>(key: string, names: T): key is Extract<keyof T, string> {
  return Object.hasOwn(names, key);
}

function isoOf(stamp: string | null): string | null {
  if (stamp === null) return null;
  return new Date(Number.parseInt(stamp, 16) * 1000).toISOString().replace(".000Z", "Z");
}

class PebReader {
  readonly unread: number[] = [];
  readonly draft: Draft;
  private readonly modules: LoadedImage[] = [];
  private readonly lists: ProcessEnvironmentReport["moduleLists"][number][] = [];
  private readonly variables: ProcessEnvironmentReport["variables"][number][] = [];
  private elided = false;
  private inEnvironment = false;
  started = false;

  constructor(lines: readonly Line[]) {
    this.draft = newDraft(lines[0]?.number ?? 1);
    for (const line of lines) this.read(line);
  }

  private read(line: Line): void {
    const { text } = line;
    if (isElision(text)) {
      this.elided = true;
      return;
    }
    if (isChatter(text) || COLUMNS.test(text) || NO_LOADER.test(text)) return;
    if (this.takeHead(line) || this.takeList(line) || this.takeImage(line) || this.takeVariable(line)) return;
    if (!this.inEnvironment && this.takeField(line)) return;
    this.unread.push(line.number);
  }

  private takeHead({ text, number }: Line): boolean {
    const match = HEAD.exec(text);
    if (!match) return false;
    this.draft.address = hexGroup(match, "address");
    this.draft.wow64 = group(match, "wow") !== null || group(match, "narrow") !== null;
    this.draft.bits = bitsOf(group(match, "address") ?? "");
    this.draft.line = number;
    this.started = true;
    return true;
  }

  private takeList({ text, number }: Line): boolean {
    const match = LIST.exec(text);
    if (!match) return false;
    const [first, last] = [hexGroup(match, "first") ?? "0", hexGroup(match, "last") ?? "0"];
    this.lists.push({ line: number, name: group(match, "name") ?? "", first, last });
    this.started = true;
    return true;
  }

  private takeImage({ text, number }: Line): boolean {
    const match = this.inEnvironment ? null : IMAGE.exec(text);
    if (!match) return false;
    const path = (group(match, "path") ?? "").trim();
    if (RAN_ON.test(path)) return false;
    this.modules.push({
      line: number,
      base: hexGroup(match, "base") ?? "0",
      timestamp: isoOf(group(match, "stamp")),
      path,
    });
    return true;
  }

  private takeVariable({ text, number }: Line): boolean {
    const variable = this.inEnvironment ? readVariable(text) : null;
    if (variable) this.variables.push({ line: number, ...variable });
    return variable !== null;
  }

  private takeField({ text, number }: Line): boolean {
    const match = FIELD.exec(text);
    const [key, value] = [match?.groups?.key ?? "", match?.groups?.value?.trim() ?? ""];
    if (key === "Environment") this.inEnvironment = true;
    const taken = this.takeValue(key, value);
    if (taken && key === "CommandLine") this.draft.commandLineLine = number;
    this.started ||= taken;
    return taken;
  }

  private takeValue(key: string, value: string): boolean {
    const { draft } = this;
    if (has(key, YES_NO)) {
      if (!/^(?:Yes|No)$/i.test(value)) return false;
      draft[YES_NO[key]] = /^yes$/i.test(value);
    } else if (has(key, ADDRESSES)) {
      if (!ADDRESS_VALUE.test(value)) return false;
      draft[ADDRESSES[key]] = canonicalHex(value);
    } else if (has(key, FLAGS)) {
      if (!FLAG.test(value)) return false;
      draft[FLAGS[key]] = canonicalHex(value);
    } else if (has(key, QUOTED)) {
      // Cut off before its closing quote, nobody knows how it goes on.
      const text = /^'(.*)'$/.exec(value)?.[1]?.trim();
      if (text === undefined) return false;
      draft[QUOTED[key]] = NOT_READABLE.test(text) ? null : text;
    } else return false;
    return true;
  }

  finish(cut: boolean): ProcessEnvironmentReport {
    const { draft, modules, variables } = this;
    const ended = variables.some(({ name }) => name.toLowerCase() === LAST_VARIABLE);
    return {
      ...draft,
      moduleLists: this.lists,
      modules,
      variables,
      applicationPool: POOL.exec(draft.commandLine ?? "")?.groups?.pool ?? null,
      complete: draft.address !== null && ended && !cut && !this.elided && this.unread.length === 0,
    };
  }
}

function newDraft(line: number): Draft {
  const none = <T extends Readonly<Record<string, string>>>(names: T): Record<T[keyof T], null> =>
    Object.fromEntries(Object.values(names).map((name) => [name, null])) as Record<T[keyof T], null>;
  return {
    kind: "process-environment",
    line,
    address: null,
    wow64: false,
    ...none(YES_NO),
    ...none(ADDRESSES),
    ...none(FLAGS),
    ...none(QUOTED),
    moduleLists: [],
    modules: [],
    commandLineLine: null,
    applicationPool: null,
    variables: [],
    bits: null,
    complete: false,
  };
}

function parse(source: Source): Reading<ProcessEnvironmentReport> {
  const last = source.lines.at(-1);
  // A paste that ends inside a line may end inside a value.
  const cut = last !== undefined && last.text.trim() !== "" && !ENDS_WHOLE.test(last.text);
  const reader = new PebReader(pebLines(withoutRemarks(cut ? source.lines.slice(0, -1) : source.lines)));
  if (!reader.started) return null;
  const report = reader.finish(cut);
  return { report, unread: cut ? [...reader.unread, last.number] : reader.unread };
}

function confirm(lines: readonly Line[], at: number): boolean {
  const around = lines.slice(at, at + 4).map(({ text }) => text);
  return (
    around.some((text) => /\bInheritedAddressSpace:?\s|\bLdr\s+[0-9a-f]/.test(text)) || !HEAD.test(around[0] ?? "")
  );
}

export const windbgPeb: Parser<ProcessEnvironmentReport> = {
  id: "windbg-peb",
  name: "!peb",
  mode: "user",
  command: /^!peb\b/,
  recognise: [
    HEAD,
    /^\s*(?:InheritedAddressSpace|ReadImageFileExecOptions|BeingDebugged|ImageBaseAddress|Ldr\.In\w{5,40}|ProcessParameters|SubSystemData):\s/,
  ],
  confirm,
  restarts: HEAD,
  errors: [
    {
      // PEB is paged out (Addr = 00000000`7ffdf000). Type ".hh dbgerr001" for details
      line: /\bPEB is paged out\b|error \d+ InitTypeRead\(.*_PEB|^\s*PEB NULL/i,
      problem: {
        code: "PEB_NOT_IN_DUMP",
        what: "The dump does not hold the memory in which the process keeps its start parameters.",
        fix: "Take a full dump of the process. In a kernel dump, set the process's context first; its user part may be paged out all the same.",
        commands: [".process /p /r <process address>", "procdump -ma <pid>"],
      },
    },
  ],
  parse,
};
