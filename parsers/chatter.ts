import type { Line } from "@/evidence";
import { beginsWithAddress } from "./columns";
import { PatternIndex } from "./pattern-index";
import { columnsOf } from "./scanned-line";

/**
 * Lines that debuggers print around any output: symbol and version notes,
 * separators, banners. They count as read and never as evidence.
 */
const CHATTER: readonly RegExp[] = [
  /^\s*$/i,
  /^\s*[-=_*~]{3,}\s*$/i,
  /^\s*```/i,
  /^\s*\*{3} (?:WARNING|ERROR): /i,
  /^\s*\*{6,} (?:Symbol Loading Error Summary|Path validation summary|Symbol Path validation summary) \*{6,}$/i,
  /^\s*(?:Module name\s+Error|Response\s+Time \(ms\)\s+Location)$/i,
  /^\s*(?:Deferred|OK)\s+(?:srv|cache|symsrv)\*/i,
  /^\s*[\w.-]{1,60}\s+The system cannot find the file specified\s*:/i,
  /^\s*You (?:can troubleshoot most symbol related issues|should also verify that your symbol search path) /i,
  /^\s*(?:Dumping managed stack and managed variables using ICorDebug|Stack walk complete)\.$/i,
  /^\s*TEB information is not available so a stack size of /i,
  /^\s*Loading unloaded module list/i,
  /^\s*Loading (?:Kernel|User) Symbols/i,
  /^\s*\.+\s*$/i,
  /^\s*Loaded Son of Strike data table/i,
  /^\s*(?:SYMSRV|DBGHELP|SYMCHK): /i,
  /^\s*[A-Za-z]:\\\S.*\.pdb(?:\s.*)?$/i,
  /^\s*PDB symbol for \S+ not loaded/i,
  /^\s*Unable to load image .*, Win32 error/i,
  /^\s*ModLoad: /i,
  /^\s*KD: Scanning for held locks/i,
  /^\s*(?:Reading|Implicit) (?:process|thread) is now/i,
  /^\s*Failed to request MethodData/i,
  /^\s*(?:Opened|Closing open) log file/i,
  /^\s*Symbol search path is:/i,
  /^\s*Executable search path is:/i,
  ...[
    // What WinDbg says when it opens a dump or attaches.
    /^\s*Microsoft \(R\) Windows Debugger /i,
    /^\s*Copyright \(c\) Microsoft Corporation\. All rights reserved/i,
    /^\s*Loading Dump File \[/i,
    /^\s*(?:User|Mini|Kernel)(?: \w{3,9}){1,2} File(?: with [\w ]{3,40})?: \S/i,
    /^\s*\*{5,} [^*]{1,80} \*{5,}\s*$/i,
    /^\s*Response\s+Time \(ms\)\s+Location\s*$/i,
    /^\s*(?:Deferred|OK|NoSource|Error)\s+(?:srv\*|cache\*|symsrv\*|https?:|[a-z]:\\)/i,
    /^\s*(?:-- Configuring repositories|-{2,}> Repository : |ExtensionRepository : |UseExperimentalFeature)/i,
    /^\s*(?:AllowNugetExeUpdate|NonInteractiveNuget|AllowNugetMSCredential|AllowParallelInitialization|EnableRedirectTo)/i,
    /^\s*>{5,}\s.{1,120} duration [\d.]+ seconds/i,
    /^\s*(?:This dump file has an exception of interest|The stored exception information can be accessed)/i,
    /^\s*For analysis of this file, run !analyze/i,
    /^\s*(?:Waiting to reconnect\.|Kernel Debugger connection established|KDTARGET: Refreshing KD)/i,
    /^\s*(?:Connected to Windows .{1,80} target at \(|System Uptime: not available)/i,
    /^\s*(?:\([0-9a-f]+\.[0-9a-f]+\): )?(?:Break instruction exception|Wake debugger) - code [0-9a-f]{8}/i,
    /^\s*You (?:can troubleshoot most symbol|should also verify that your symbol)/i,
    /^\s*(?:Press ctrl-c \(cdb, kd, ntsd\)|Run !sym noisy before)/i,
    /^\s*Page [0-9a-f`]+ (?:not present|too large)/i,
    /^\s*(?:NatVis|JavaScript) script (?:un|successfully )loaded /i,
    // Pages made by Jekyll and its like.
    /^\s*\{%-? [^%]{1,80}%\}\s*$/i,
  ],
  /^\s*\[?(?:\.\.\.|…|snip|\.\.\. ?snip ?\.\.\.)\]?\s*$/i,
];

const ANY_CHATTER = new PatternIndex(CHATTER);

/** True for a line that carries no evidence and belongs to no grammar. */
export function isChatter(text: string): boolean {
  return text === "" || ANY_CHATTER.findIn(text) >= 0;
}

/** The same for a line: most are told by what it begins with and which characters it holds. */
export function isChatterLine(line: Line): boolean {
  return line.text === "" || (!beginsWithAddress(columnsOf(line)) && ANY_CHATTER.test(line));
}
