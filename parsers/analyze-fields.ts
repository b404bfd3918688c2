import {
  type AnalysisReport,
  canonicalHex,
  type Hex,
  type InstructionPlace,
  type NativeFrame,
  type WaitChainRow,
} from "@/evidence";
import { type Joined, type Section, stackRows } from "./analyze-sections";
import { isChatter } from "./chatter";
import { ADDRESS, group, HEX, hexGroup, rx } from "./grammar";
import { KernelStackReader } from "./kernel-stack";
import { parseNativeFrames } from "./native-frame";

const ONE_ADDRESS = rx("^", ADDRESS, "$");
const ONE_HEX = rx("^", HEX, "$");

/** First word of a text as hex; null when it is none. */
export function firstHex(text: string): Hex | null {
  const [word = ""] = text.split(" ", 1);
  return ONE_HEX.test(word) ? canonicalHex(word) : null;
}

/** `KERNELBASE!RaiseException+58 7704c54f c9 leave`; null when there is no address. */
export function readPlace({ text, lineAt }: Joined): InstructionPlace | null {
  const words = text.split(" ");
  const at = words.findIndex((word) => ONE_ADDRESS.test(word) && word.replace(/`/g, "").length >= 8);
  const address = words[at];
  if (address === undefined) return null;
  const instruction = words.slice(at + 2).join(" ");
  return {
    line: lineAt(0),
    site: words.slice(0, at).join(" ") || null,
    address: canonicalHex(address),
    instruction: instruction === "" || instruction.startsWith("?") ? null : instruction,
  };
}

const RECORD_ADDRESS = rx("\\bExceptionAddress:\\s(?<address>", HEX, ")(?=\\s|$)(?:\\s\\((?<site>[^)]{1,400})\\))?");
const RECORD_CODE = rx("\\bExceptionCode:\\s(?<code>", HEX, ")(?=\\s|$)(?:\\s\\((?<name>[^)]{1,120})\\))?");
const PARAMETER = new RegExp(`\\bParameter\\[(?<number>\\d{1,2})\\]:\\s(?<value>${HEX})(?=\\s|$)`, "gi");

/** What stands below `EXCEPTION_RECORD`. */
export function readRecord({
  text,
  lineAt,
}: Joined): Pick<
  AnalysisReport,
  "exceptionAddress" | "exceptionSite" | "exceptionCode" | "exceptionName" | "exceptionParameters"
> & { whole: boolean } {
  const address = RECORD_ADDRESS.exec(text);
  const code = RECORD_CODE.exec(text);
  const parameters = [...text.matchAll(PARAMETER)].map((match) => ({
    line: lineAt(match.index),
    number: Number(match.groups?.number),
    value: canonicalHex(match.groups?.value ?? "0"),
  }));
  return {
    exceptionAddress: address && hexGroup(address, "address"),
    exceptionSite: address && group(address, "site"),
    exceptionCode: code && hexGroup(code, "code"),
    exceptionName: code && group(code, "name"),
    exceptionParameters: parameters,
    whole: address !== null && code !== null && parameters.length === text.split("Parameter[").length - 1,
  };
}

// x  8 1d28.2a58 Critical Section
const CHAIN_ROW =
  /^\s?(?:(?<mark>[^\s\d]{1,2})\s)?(?<thread>\d{1,5})\s(?<process>[0-9a-f]{1,8})\.(?<id>[0-9a-f]{1,8})\s(?<type>\S.*)$/i;
const CHAIN_HEAD = /^.{0,60}?WaitType[\s-]*/i;

/** The threads of `DERIVED_WAIT_CHAIN`; an arrow stands behind each but the last. */
export function readWaitChain({ text, lineAt }: Joined): { rows: WaitChainRow[]; whole: boolean } {
  let at = CHAIN_HEAD.exec(text)?.[0].length ?? 0;
  const parts = text.slice(at).split("-->");
  const rows = parts.flatMap((part) => {
    const match = CHAIN_ROW.exec(part.trimEnd());
    const line = lineAt(at + (part.length - part.trimStart().length));
    at += part.length + 3;
    if (!match) return [];
    return [
      {
        line,
        mark: group(match, "mark"),
        thread: Number(group(match, "thread")),
        processId: hexGroup(match, "process") ?? "0",
        osThreadId: hexGroup(match, "id") ?? "0",
        waitType: (group(match, "type") ?? "").trim(),
      },
    ];
  });
  return { rows, whole: rows.length === parts.length };
}

type Pair = AnalysisReport["keyValues"][number];

/** `Key  : WER.OS.Version Value: 10.0.18362.1`, one after the other. */
export function readKeyValues({ text, lineAt }: Joined): { rows: Pair[]; whole: boolean } {
  const starts = [...text.matchAll(/(?:^|\s)Key\s?:\s/g)];
  const rows = starts.flatMap((start, index) => {
    const from = start.index + start[0].length;
    const pair = text.slice(from, starts[index + 1]?.index ?? text.length);
    const cut = /\sValue\s?:(?:\s|$)/.exec(pair);
    if (!cut) return [];
    const value = pair.slice(cut.index + cut[0].length).trim();
    return [{ line: lineAt(from), key: pair.slice(0, cut.index).trim(), value }];
  });
  return { rows, whole: rows.length === starts.length };
}

type Moment = AnalysisReport["timeline"][number];
const MOMENT =
  /^(?<event>\S{1,60})\s.{0,200}?\bTime: (?<time>\d{4}-\d\d-\d\dT[\d:.]{6,20}Z) Diff: (?<diff>\d{1,15}) mSec$/;

/** `Timeline: Process.Start Name: <blank> Time: 2020-02-16T21:17:54.0Z Diff: 355000 mSec`. */
export function readTimeline({ text, lineAt }: Joined): { rows: Moment[]; whole: boolean } {
  const starts = [...text.matchAll(/(?:^|\s)Timeline:\s/g)];
  const rows = starts.flatMap((start, index) => {
    const from = start.index + start[0].length;
    const match = MOMENT.exec(text.slice(from, starts[index + 1]?.index ?? text.length).trim());
    if (!match) return [];
    const diffSeconds = Number(group(match, "diff")) / 1000;
    return [{ line: lineAt(from), event: group(match, "event") ?? "", time: group(match, "time") ?? "", diffSeconds }];
  });
  return { rows, whole: rows.length === starts.length };
}

const COLUMN = /^[0-9a-f]{8}(?:[`'´]?[0-9a-f]{8})?$/i;

/** The heading that `k` would have printed above such a row. */
function headingFor(row: string): string {
  const words = row.trim().split(/\s+/);
  const columns = words.findIndex((word) => !COLUMN.test(word));
  if (words[columns] === ":") return `${columns > 1 ? "Child-SP " : ""}RetAddr : Args to Child : Call Site`;
  return columns > 2 ? "ChildEBP RetAddr Args to Child" : "Child-SP RetAddr Call Site";
}

/** The rows of `STACK_TEXT`, and the lines that are none. */
export function readStack(section: Section): {
  frames: readonly NativeFrame[];
  unread: number[];
  bits: 32 | 64 | null;
} {
  const reader = new KernelStackReader();
  const rows = stackRows(section).filter(({ text }) => !isChatter(text));
  const first = rows.find(({ text }) => COLUMN.test(text.trim().split(/\s/, 1)[0] ?? ""));
  if (first) reader.take({ ...first, text: headingFor(first.text) });
  const unread = rows.filter((line) => !reader.take(line)).map(({ number }) => number);
  const width = first?.text.trim().split(/\s/, 1)[0]?.length ?? 0;
  const bits = width === 0 ? null : width > 8 ? 64 : 32;
  return { frames: reader.rows.all(), unread: [...unread, ...reader.unread], bits };
}

// (TransitionMU)      <unloaded>      !dumpstack -EE
const TRANSITION = /^\s*(?:\((?:Transition|Managed)\w*\)|!\w+(?:\s-\w+)?)\s*$/i;

/** The rows of `MANAGED_STACK`, and the lines that are none. */
export function readManagedStack({ parts }: Section): { rows: AnalysisReport["managedStack"]; unread: number[] } {
  const rows: AnalysisReport["managedStack"][number][] = [];
  const unread: number[] = [];
  for (const line of parts) {
    const found = parseNativeFrames(line, false);
    for (const { childSp, returnAddress, callSite } of found) {
      if (childSp && returnAddress) rows.push({ line: line.number, sp: childSp, ip: returnAddress, callSite });
    }
    if (found.length === 0 && !isChatter(line.text) && !TRANSITION.test(line.text)) unread.push(line.number);
  }
  return { rows, unread };
}
