import { type AnalysisReport, canonicalHex, type Line } from "@/evidence";
import { type Draft, fileSection, newDraft } from "./analyze-report";
import { holdsOtherOutput, readKey, Section, unfoldAnalysis } from "./analyze-sections";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { group, HEX, hexGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
import { withoutRemarks } from "./remarks";

/**
 * `!analyze`, with `-v` and with `-hang`: the debugger's own first guess, of a process or of a kernel dump.
 *
 * Of a process that hangs:
 * ```sample hang
 * 0:000> !analyze -v -hang
 * *******************************************************************************
 * *                                                                             *
 * *                        Exception Analysis                                   *
 * *                                                                             *
 * *******************************************************************************
 *
 * FAULTING_IP:
 * +0
 * 00000000 ??              ???
 *
 * EXCEPTION_RECORD:  ffffffff -- (.exr 0xffffffffffffffff)
 * ExceptionAddress: 00000000
 *    ExceptionCode: 80000003 (Break instruction exception)
 *   ExceptionFlags: 00000000
 * NumberParameters: 0
 *
 * BUGCHECK_STR:  HANG
 *
 * DEFAULT_BUCKET_ID:  APPLICATION_HANG
 *
 * PROCESS_NAME:  w3wp.exe
 *
 * DERIVED_WAIT_CHAIN:
 *
 * Dl Eid Cid     WaitType
 * -- --- ------- --------------------------
 *    0   1c38.1f4c Speculated (Triage)    -->
 *    14  1c38.2a58 Critical Section
 *
 * WAIT_CHAIN_COMMAND:  ~0s;k;;~14s;k;;
 *
 * BLOCKING_THREAD:  00002a58
 *
 * LAST_CONTROL_TRANSFER:  from 7c827d29 to 7c82860c
 *
 * STACK_TEXT:
 * 0193f558 7c827d29 77e61d1e 000007c4 00000000 ntdll!KiFastSystemCallRet
 * 0193f55c 77e61d1e 000007c4 00000000 00000000 ntdll!NtWaitForSingleObject+0xc
 *
 * STACK_COMMAND:  ~14s ; kb
 *
 * FAILURE_BUCKET_ID:  APPLICATION_HANG_cfffffff_ContosoNative.dll!Journal_Write
 *
 * Followup: MachineOwner
 * ---------
 * ```
 * Of a kernel dump; older debuggers print no banner, newer ones `KEY_VALUES_STRING`:
 * ```sample bugcheck
 * 0: kd> !analyze -v
 * *******************************************************************************
 * *                                                                             *
 * *                        Bugcheck Analysis                                    *
 * *                                                                             *
 * *******************************************************************************
 *
 * MANUALLY_INITIATED_CRASH (e2)
 * The user manually initiated this crash dump.
 * Arguments:
 * Arg1: 0000000000000000
 * Arg2: 0000000000000000
 * Arg3: 0000000000000000, reserved
 * Arg4: 0000000000000000
 *
 * Debugging Details:
 * ------------------
 *
 * KEY_VALUES_STRING: 1
 *
 *     Key  : WER.OS.Version
 *     Value: 10.0.17763.1
 *
 * BUGCHECK_CODE:  e2
 *
 * PROCESS_NAME:  System
 *
 * STACK_TEXT:
 * fffff90e`6b1c2a10 fffff801`2a0c1d47     : 00000000`000000e2 00000000`00000000 00000000`00000000 00000000`00000000 : nt!KeBugCheckEx
 * fffff90e`6b1c2a20 fffff801`2a0c18a9     : 00000000`00000000 00000000`00000000 00000000`00000000 00000000`00000001 : i8042prt!I8xProcessCrashDump+0x9c
 *
 * SYMBOL_NAME:  i8042prt!I8xProcessCrashDump+9c
 *
 * MODULE_NAME: i8042prt
 *
 * OSPLATFORM_TYPE:  x64
 *
 * Followup:     MachineOwner
 * ---------
 * ```
 * Without `-v`, as it also stands in the banner of a kernel dump:
 * ```sample brief
 * kd> !analyze
 * BugCheck E2, {0, 0, 0, 0}
 * Probably caused by : i8042prt.sys ( i8042prt!I8xProcessCrashDump+9c )
 *
 * Followup: MachineOwner
 * ---------
 * ```
 *
 * `FAULTING_THREAD` of `-hang` may be a debugger's number. What `BLOCKING_THREAD` and the chain say is a guess
 * ("Speculated"). Every key is kept, also those without a field of their own. Not kept: what the debugger remarks
 * about symbols and about the managed method in front of the first key.
 */
// *                        Bugcheck Analysis                                    *
const BANNER = /^[\s*]*(?<kind>Bugcheck|Exception) Analysis[\s*]*$/;
const BANNER_START = /^\s*\*[\s*]{0,400}(?:Bugcheck|Exception) Analysis(?:\s|$)/;
const STARS = /^[\s*]+$/;
// *                                                                             *
const FRAME = /^\s*\*\s{1,120}\*$/;
// MANUALLY_INITIATED_CRASH (e2)
const BUGCHECK =
  /^\s*(?:(?<name>[A-Z][A-Z0-9_]{3,80})|Unknown bugcheck code) \((?<code>[0-9a-f]{1,8})\)(?:\s+(?<says>\S.*))?$/;
const BUGCHECK_START = /^\s*(?:[A-Z][A-Z0-9_]{3,80}|Unknown bugcheck code) \([0-9a-f]{1,8}\)(?:\s|$)/;
const ARGUMENTS = /^\s*Arguments:\s*$/;
const ARGUMENT = rx("^\\s*Arg(?<number>[1-4]):\\s+(?<value>", HEX, ")(?:,\\s*(?<meaning>\\S.*))?$");
const DETAILS = /^\s*Debugging Details:[\s-]*$/i;
const FOLLOWUP = /^\s*(?:Followup:|\*{3} Followup info cannot be found)/;
// BugCheck E2, {cccccccc, 824c7434, 1a4, b4}
const BRIEF = /^\s*BugCheck (?<code>[0-9A-F]{1,8}), \{(?<values>[0-9a-fx`, ]{3,120})\}$/i;
const CAUSED = /^\s*Probably caused by :\s*(?<by>\S.*)$/i;
const USE_V = /^\s*Use !analyze -v to get detailed debugging information\.?$/i;
// Keys that nothing else prints at the start of a line.
const KNOWN_KEY =
  /^\s*(?:FAULTING_(?:IP|THREAD|MODULE|SOURCE)|EXCEPTION_(?:RECORD|CODE|STR|PARAMETER)|DEFAULT_BUCKET_ID|FAILURE_(?:BUCKET|ID|IMAGE|SYMBOL|EXCEPTION|PROBLEM|FUNCTION|MODULE)|BUCKET_ID|BUGCHECK_(?:STR|CODE|P[1-4])|PRIMARY_PROBLEM_CLASS|PROBLEM_CLASSES|LAST_CONTROL_TRANSFER|STACK_(?:TEXT|COMMAND)|FOLLOWUP_(?:IP|NAME)|DERIVED_WAIT_CHAIN|WAIT_CHAIN_COMMAND|BLOCKING_THREAD|KEY_VALUES_STRING|TIMELINE_ANALYSIS|MANAGED_(?:STACK|CODE|ENGINE|EXCEPTION|THREAD|ANALYSIS)|DEBUG_FLR_|ANALYSIS_(?:VERSION|SESSION|SOURCE)|SYMBOL_(?:NAME|STACK_INDEX)|(?:MODULE|IMAGE|PROCESS)_NAME|LOADERLOCK_|OSPLATFORM_TYPE|BUILDLAB_STR|DUMP_FILE_ATTRIBUTES|READ_ADDRESS|TRAP_FRAME|LOCK_ADDRESS|WATSON_)[A-Z0-9_]{0,40}:(?:\s|$)/;
/** What stands between banner and first key: remarks about symbols and plug-ins, the method of a managed exception. */
const REMARK =
  /^\s*(?:\*{3,}\s|DEBUG_FLR_\w+\(|(?:MethodDesc|Method Name|Class|MethodTable|mdToken|Module|IsJitted|CodeAddr|Transparency|Source file):|(?:GetUrlPageData|GetPageUrlData|Failed calling InternetOpenUrl)|TRIAGER: |(?:ERROR|NOTE): |Unable to (?:open|load) |Could(?:n't| not) (?:open|read) |unable to get nt!|fffff\w{3,11}: Unable to get|Scanning for threads blocked on locks|Database |Loading |Debugger )/i;
// ***    Type referenced: nt!_KPRCB                                      ***
const BOXED = /^\s*\*{3,}\s[^*]{0,200}\*{3,}$/;
const HEADING_WITHIN = 14;

/** The argument with what was written behind it without a blank. */
function meaningOf(text: string | null): string | null {
  return text?.split("//", 1)[0]?.trim() || null;
}

/** Reads the paragraphs, and the bug check in front of them. */
class AnalysisReader {
  readonly draft: Draft = newDraft();
  readonly unread: number[] = [];
  started = false;
  private readonly sections: AnalysisReport["sections"][number][] = [];
  private section: Section | null = null;
  private place: "front" | "text" | "arguments" | "details" | "end" = "front";
  private elided = false;

  read(line: Line): void {
    const { text } = line;
    if (isElision(text)) {
      this.elided = true;
      this.section?.interrupt(true);
      if (this.place !== "end") this.place = "details";
      return;
    }
    if (isChatter(text) || STARS.test(text)) {
      if (text.trim() === "") this.section?.interrupt(false);
      return;
    }
    if (this.takeKey(line) || this.takeFront(line) || this.section?.take(line)) {
      this.started = true;
      return;
    }
    if (BOXED.test(text) || (this.section === null && this.place !== "end" && REMARK.test(text))) return;
    this.unread.push(line.number);
  }

  finish(cut: boolean): AnalysisReport {
    this.fileSection();
    // Without its head nobody knows what stood above.
    const headed = this.draft.analysed !== null || this.draft.bugcheckName !== null;
    const complete = headed && this.place === "end" && !this.elided && !cut && this.unread.length === 0;
    return { ...this.draft, sections: this.sections, complete };
  }

  private fileSection(): void {
    if (this.section) this.unread.push(...fileSection(this.draft, this.section, this.sections));
    this.section = null;
  }

  private takeKey(line: Line): boolean {
    const read = readKey(line.text);
    if (FOLLOWUP.test(line.text)) {
      this.fileSection();
      this.place = "end";
      const name = /^\s*Followup:\s+(\S.*)$/.exec(line.text)?.[1]?.replace(/[\s-]{1,200}$/, "");
      this.draft.followupName ??= name ?? null;
      return true;
    }
    if (!read || this.place === "end") return false;
    this.fileSection();
    this.place = "details";
    this.section = new Section(read.key, read.value, line);
    return true;
  }

  private takeFront(line: Line): boolean {
    const { draft } = this;
    const { text } = line;
    const kind = BANNER.exec(text)?.groups?.kind?.toLowerCase();
    if (kind) {
      draft.analysed = kind === "bugcheck" ? "bugcheck" : "exception";
      return true;
    }
    if (DETAILS.test(text)) {
      this.place = "details";
      return true;
    }
    return this.takeBrief(line) || this.takeBugcheck(line) || USE_V.test(text);
  }

  private takeBrief({ text, number }: Line): boolean {
    const brief = BRIEF.exec(text);
    const caused = CAUSED.exec(text);
    if (brief) {
      this.draft.bugcheckCode ??= hexGroup(brief, "code");
      const values = (group(brief, "values") ?? "").split(",").map((value) => canonicalHex(value));
      this.draft.arguments = values.map((value, at) => ({ line: number, number: at + 1, value, meaning: null }));
    }
    if (caused) this.draft.probablyCausedBy = group(caused, "by");
    return brief !== null || caused !== null;
  }

  private takeBugcheck({ text, number }: Line): boolean {
    const { draft } = this;
    const bugcheck = this.place === "front" ? BUGCHECK.exec(text) : null;
    if (bugcheck) {
      draft.bugcheckName = group(bugcheck, "name");
      draft.bugcheckCode = hexGroup(bugcheck, "code");
      draft.bugcheckText = group(bugcheck, "says");
      this.place = "text";
      return true;
    }
    if (this.place === "details" || this.place === "end") return false;
    const argument = ARGUMENT.exec(text);
    if (argument) {
      const value = hexGroup(argument, "value") ?? "0";
      const meaning = meaningOf(group(argument, "meaning"));
      draft.arguments = [
        ...draft.arguments,
        { line: number, number: Number(group(argument, "number")), value, meaning },
      ];
      this.place = "arguments";
      return true;
    }
    if (ARGUMENTS.test(text)) {
      this.place = "arguments";
      return true;
    }
    return this.continueBugcheck(text);
  }

  /** Further lines of the bug check's description, or of an argument's. */
  private continueBugcheck(text: string): boolean {
    const { draft } = this;
    const plain = text.trim().replace(/\s+/g, " ");
    const last = draft.arguments.at(-1);
    if (/\bArg(?:\d|uments):/.test(text)) return false;
    if (this.place === "text") draft.bugcheckText = draft.bugcheckText ? `${draft.bugcheckText} ${plain}` : plain;
    else if (this.place === "arguments" && last) {
      const meaning = last.meaning ? `${last.meaning} ${plain}` : plain;
      draft.arguments = [...draft.arguments.slice(0, -1), { ...last, meaning }];
    } else return false;
    return true;
  }
}

function parse(source: Source): Reading<AnalysisReport> {
  const lines = withoutRemarks(unfoldAnalysis(source.lines));
  const last = lines.at(-1);
  // A paste that ends inside a line may end inside a value.
  const cut = last !== undefined && last.text.trim() !== "" && !/^\s*-{3,}$|^\s*Followup:.*---$/.test(last.text);
  const reader = new AnalysisReader();
  for (const line of cut ? lines.slice(0, -1) : lines) reader.read(line);
  if (!reader.started) return null;
  const report = reader.finish(cut);
  const kernel = report.analysed === "bugcheck" || report.bugcheckCode !== null;
  return {
    report,
    unread: cut ? [...reader.unread, last.number] : reader.unread,
    mode: kernel ? "kernel" : "user",
  };
}

function confirm(lines: readonly Line[], at: number): boolean {
  const text = lines[at]?.text ?? "";
  if (FRAME.test(text)) return lines.slice(at + 1, at + 4).some((line) => BANNER_START.test(line.text));
  if (!BUGCHECK_START.test(text)) return true;
  return lines.slice(at, at + HEADING_WITHIN).some((line) => /\bArguments:/.test(line.text));
}

/** Keeps the lines of the paragraphs that hold what other commands print. */
function follow(): (line: Line) => boolean {
  let inside = false;
  return ({ text }) => {
    const read = readKey(text);
    if (read) inside = holdsOtherOutput(read.key);
    else if (FOLLOWUP.test(text) || BANNER.test(text)) inside = false;
    return inside;
  };
}

export const windbgAnalyze: Parser<AnalysisReport> = {
  id: "windbg-analyze",
  name: "!analyze",
  mode: "user",
  command: /^!analyze\b/,
  recognise: [BANNER_START, FRAME, BUGCHECK_START, BRIEF, KNOWN_KEY],
  confirm,
  follow,
  restarts: BANNER_START,
  keeps: [CAUSED, FOLLOWUP],
  parse,
};
