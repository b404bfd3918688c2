import { CASE_LIMITS } from "@/cases/limits";
import type { Problem } from "@/evidence";

/** How much of a text is looked at, from its start, its middle and its end. */
const SAMPLE = 32_768;
/** Share of control characters from which on text is no text. */
const BINARY_SHARE = 0.02;

/** Files that people drop by mistake, by their first bytes. */
const KINDS: readonly { starts: readonly string[]; is: string; fix: string }[] = [
  {
    starts: ["MDMP", "PAGEDU", "PAGE\0", "\x7fELF"],
    is: "a memory dump",
    fix: "Open it in the debugger (WinDbg, or dotnet-dump on Linux), run the command of this step, and paste what it prints.",
  },
  {
    starts: ["PK\x03\x04", "\x1f\x8b", "MSCF\0", "7z\xbc\xaf", "Rar!\x1a", "\xd0\xcf\x11\xe0"],
    is: "an archive or an Office document",
    fix: "Unpack it, or open it and copy the text, then drop or paste that.",
  },
  {
    starts: ["\x89PNG", "\xff\xd8\xff", "GIF8", "%PDF-"],
    is: "a picture or a PDF",
    fix: "Copy the text itself from the debugger's window and paste that.",
  },
];

const ANY_BINARY =
  "Open it in the program that wrote it, and paste the text that program prints. For a dump that is WinDbg and the command of this step.";

/** The first characters of bytes, one character a byte. */
export function head(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 16));
}

/** What a file is when its first bytes tell that it holds no text. */
export function binaryKind(name: string, start: string): Problem | null {
  const kind = KINDS.find(({ starts }) => starts.some((magic) => start.startsWith(magic)));
  if (!kind) return null;
  return { code: "PASTE_BINARY", what: `“${name}” is ${kind.is}, which this page cannot read.`, fix: kind.fix };
}

/** Size above which nothing is taken, in bytes of a file or characters of a paste. */
export function tooLarge(name: string, size: number): Problem | null {
  if (size <= CASE_LIMITS.transcript) return null;
  const megabytes = (count: number): number => Math.ceil(count / 1e6);
  return {
    code: "PASTE_TOO_LARGE",
    what: `“${name}” has ${megabytes(size)} MB. One transcript may have ${megabytes(CASE_LIMITS.transcript)} MB.`,
    fix: "Paste the output of the commands this step asks for, or cut the log into parts.",
  };
}

function sampleOf(text: string): string {
  if (text.length <= 3 * SAMPLE) return text;
  const middle = Math.floor(text.length / 2);
  return text.slice(0, SAMPLE) + text.slice(middle, middle + SAMPLE) + text.slice(-SAMPLE);
}

/** UTF-16 that was read byte by byte: every other character is NUL. The reader takes that apart. */
function isWideText(sample: string): boolean {
  const pairs = sample.slice(0, 2000).match(/[\t\r\n\x20-\x7e]\0/g)?.length ?? 0;
  return pairs * 2 > Math.min(sample.length, 2000) * 0.9;
}

/** Line ends, tabs, form feeds, colour codes and back-spaces stand in honest logs; other control codes do not. */
function isOdd(code: number): boolean {
  if (code === 0xfffd || (code >= 0x7f && code < 0xa0)) return true;
  return code < 0x20 && !(code >= 8 && code <= 13) && code !== 0x1b;
}

function looksBinary(text: string): boolean {
  const sample = sampleOf(text);
  let odd = 0;
  for (let at = 0; at < sample.length; at++) if (isOdd(sample.charCodeAt(at))) odd++;
  return odd > sample.length * BINARY_SHARE && !isWideText(sample);
}

/** What is wrong with a text that somebody pasted or dropped; null when it can go into a case. */
export function refusePaste({ name, text }: { name: string; text: string }): Problem | null {
  if (text.length > CASE_LIMITS.transcript) return tooLarge(name, text.length);
  if (!/\S/.test(text)) {
    return {
      code: "PASTE_EMPTY",
      what: "There is no text in it.",
      fix: "Run the command, select its whole output in the debugger's window, copy it and paste it again.",
    };
  }
  const binary = binaryKind(name, text.slice(0, 16));
  if (binary) return binary;
  if (!looksBinary(text)) return null;
  return { code: "PASTE_BINARY", what: `“${name}” is not text.`, fix: ANY_BINARY };
}

function bare(text: string): string {
  const trimmed = text.trim();
  return trimmed.includes("\r") ? trimmed.replace(/\r\n?/g, "\n") : trimmed;
}

/** The same text but for its line ends and blanks around it. */
export function sameText(a: string, b: string): boolean {
  if (a === b) return true;
  // Line ends alone cannot make one twice as long as the other.
  if (a.length > 2 * b.length + 100 || b.length > 2 * a.length + 100) return false;
  const start = (text: string): string => bare(text.slice(0, 4000)).slice(0, 200);
  return start(a) === start(b) && bare(a) === bare(b);
}

/** Told when a transcript is there already. */
export function repeated(name: string, earlier: string): Problem {
  return {
    code: "PASTE_REPEATED",
    what: `“${name}” says the same as “${earlier}”, which this case already has. It was not added again.`,
    fix: "Go on with what the step asks for.",
  };
}
