import type { Line, NativeFrame } from "@/evidence";
import { parseNamedFrame } from "./native-frame";

/**
 * Stacks without any address, as tickets and blogs hold them, and as Process Explorer and Visual Studio copy them:
 *
 *   ntdll!NtWaitForMultipleObjects+0x14
 *   KERNELBASE!WaitForMultipleObjectsEx+0x123
 *   shop+0xa0df4
 *
 *   ntdll.dll!ZwWaitForSingleObject+0x14
 *   3, KernelBase.dll!WaitForSingleObjectEx+0x8e
 *   KernelBase.dll!WaitForSingleObjectEx()	Unknown
 */
const FRONT = "^\\s*(?:>\\s*)?(?:\\d{1,5}, |[0-9a-f]{2,3}\\s+)?";
// ntdll!NtWaitForMultipleObjects+0x14
const OFFSET_ROW = new RegExp(
  `${FRONT}[a-z_][\\w.-]{0,60}!(?: \\?)?\\S[^+]{0,400}\\+0x[0-9a-f]{1,8}(?:\\s+[[(;].{0,400})?$`,
  "i",
);
// shop+0xa0df4
const MODULE_ROW = new RegExp(`${FRONT}[a-z_][\\w.-]{0,60}\\+0x[0-9a-f]{1,8}(?:\\s+[[(;].{0,400})?$`, "i");
// KernelBase.dll!WaitForSingleObjectEx()	Unknown
const SYSTEM_ROW =
  /^\s*(?:>\s*)?(?:\d{1,5}, )?(?:ntdll|kernel32|kernelbase|win32u|user32|wow64\w{0,6})\.dll!\w{3,80}(?:\([^()]{0,80}\))?(?:\s+(?:Unknown|Non-user code[^!]{0,60}|C(?:\+\+|#)?))?$/i;
const LIBRARY_ROW = /^\s*(?:>\s*)?(?:\d{1,5}, )?[a-z_][\w.-]{0,60}\.(?:dll|exe|sys)!(?: \?)?\S.{0,400}$/i;

/** What such a stack can begin with. */
export const BARE_ROWS: readonly RegExp[] = [OFFSET_ROW, SYSTEM_ROW];
const FEWEST = 3;

function isRow(text: string): boolean {
  return OFFSET_ROW.test(text) || MODULE_ROW.test(text) || LIBRARY_ROW.test(text);
}

// The stacks that `!stacks` and `!process` print below their threads lie in the kernel.
const OF_USER = new RegExp(
  `${FRONT}(?:ntdll|kernel32|kernelbase|win32u|user32|wow64\\w{0,6}|clr|coreclr|mscor\\w{2,4})(?:\\.dll)?[!+]`,
  "i",
);
const OF_KERNEL = new RegExp(`${FRONT}(?:nt|hal)!`, "i");
const LONGEST = 100;

/** The rows from `at` on, up to the first line that is none. */
function runFrom(lines: readonly Line[], at: number): string[] {
  const run: string[] = [];
  for (let next = at; next < lines.length && run.length < LONGEST; next++) {
    const text = (lines[next]?.text ?? "").replace(INLINE_MARK, "");
    if (isBetweenFrames(text)) continue;
    if (!isRow(text)) break;
    run.push(text);
  }
  return run;
}

/** True when a run of at least three rows begins at `at`, with calls of Windows or of the runtime in user mode. */
export function beginsBareStack(lines: readonly Line[], at: number): boolean {
  if (at > 0 && isRow(lines[at - 1]?.text ?? "")) return false;
  const run = runFrom(lines, at);
  if (run.length < FEWEST || run.slice(0, FEWEST).filter((text) => text.includes("!")).length < 2) return false;
  return run.some((text) => OF_USER.test(text)) && !run.some((text) => OF_KERNEL.test(text));
}

// [Inline Frame] shop.dll!Cache::Fill() Line 12	C++
const INLINE_MARK = /^\s*(?:>\s*)?\[Inline Frame\]\s/;
// [External Code]     [Managed to Native Transition]     [Frames below may be incorrect and/or missing, no symbols loaded for shop.dll]
const VISUAL_STUDIO_MARK =
  /^\s*(?:>\s*)?\[(?:External Code|Native to Managed Transition|Managed to Native Transition|Lightweight Function|Resuming Async Method|Async Call(?: Stack)?|Frames below may be incorrect[^[\]]{0,200})\]\s*(?:Annotated Frame)?$/i;

/** True for what Visual Studio writes between the rows of a stack. */
export function isBetweenFrames(text: string): boolean {
  return VISUAL_STUDIO_MARK.test(text);
}

// ` Line 12	C#`, `	Unknown`, `; or shop+0x8ce87`
const TAIL = /(?<=\S)\s{1,20}(?:Line \d{1,6}(?:\s.{0,80})?|Unknown|Non-user code.{0,60}|C(?:\+\+|#)?|;.{0,400})$/;
const LIBRARY = /^(\s*[\w.-]{1,60}?)\.(?:dll|exe|sys)(?=[!+])/i;

/** A row of it; null when the line is none. */
export function parseBareFrame(line: Line, unreliable: boolean): NativeFrame | null {
  const inline = INLINE_MARK.test(line.text);
  const row = inline ? line.text.replace(INLINE_MARK, "") : line.text;
  if (!isRow(row)) return null;
  const text = row
    .replace(/^\s*>\s*/, "")
    .replace(/^\s*\d{1,5}, /, "")
    .replace(TAIL, "")
    .replace(LIBRARY, "$1")
    .replace(/\(\)$/, "");
  const frame = parseNamedFrame({ ...line, text }, unreliable);
  return frame && inline ? { ...frame, inline } : frame;
}

const THREAD_START =
  /^(?:_{0,2}RtlUserThreadStart|BaseThread(?:InitThunk|Start)|PspSystemThreadStartup|KiStartSystemThread)$/;

/** True when the frame cannot be above `before` on one stack: a thread begins only once. */
export function isOfNextStack(frame: NativeFrame, before: NativeFrame): boolean {
  return THREAD_START.test(before.symbol ?? "") && !THREAD_START.test(frame.symbol ?? "");
}
