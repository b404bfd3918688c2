import type { AnalysisReport } from "@/evidence";
import { canonicalHex } from "@/evidence";
import {
  firstHex,
  readKeyValues,
  readManagedStack,
  readPlace,
  readRecord,
  readStack,
  readTimeline,
  readWaitChain,
} from "./analyze-fields";
import type { Section } from "./analyze-sections";
import { ADDRESS, group, HEX, hexGroup, rx } from "./grammar";

/** Keys whose text is a field. */
const TEXTS = {
  PROCESS_NAME: "processName",
  BUGCHECK_STR: "bugcheckStr",
  DEFAULT_BUCKET_ID: "defaultBucketId",
  FAILURE_BUCKET_ID: "failureBucketId",
  BUCKET_ID: "bucketId",
  PRIMARY_PROBLEM_CLASS: "primaryProblemClass",
  WAIT_CHAIN_COMMAND: "waitChainCommand",
  LOADERLOCK_OWNER_API: "loaderLockOwnerApi",
  LOADERLOCK_BLOCKED_API: "loaderLockBlockedApi",
  MANAGED_ENGINE_MODULE: "managedEngineModule",
  STACK_COMMAND: "stackCommand",
  SYMBOL_NAME: "symbolName",
  MODULE_NAME: "moduleName",
  IMAGE_NAME: "imageName",
  FOLLOWUP_NAME: "followupName",
  OS_VERSION: "osVersion",
  OSBUILD: "osBuild",
  OSNAME: "osName",
  OSPLATFORM_TYPE: "osPlatformType",
  OS_LOCALE: "osLocale",
  ANALYSIS_VERSION: "analysisVersion",
} as const;
/** Keys whose first word is an address or an id. */
const NUMBERS = {
  FAULTING_THREAD: "faultingThread",
  BLOCKING_THREAD: "blockingThread",
  LOCK_ADDRESS: "lockAddress",
  MANAGED_THREAD_ID: "managedThreadId",
  MANAGED_EXCEPTION_ADDRESS: "managedExceptionAddress",
  BUGCHECK_CODE: "bugcheckCode",
} as const;
const TRANSFER = rx("^from (?<from>", HEX, ") to (?<to>", HEX, ")$");
// (HRESULT) 0x80131509 (2148734217) - <Unable to get error code text>
const EXCEPTION = /^\((?<kind>NTSTATUS|HRESULT|Win32)\) (?<code>0x[0-9a-f]{1,8})(?=\s|$)/i;

/** A report being filled in. */
export type Draft = { -readonly [K in keyof AnalysisReport]: AnalysisReport[K] };

/** One in which nothing is known yet. */
export function newDraft(): Draft {
  const texts = Object.fromEntries(Object.values({ ...TEXTS, ...NUMBERS }).map((name) => [name, null]));
  return {
    kind: "analysis",
    analysed: null,
    bugcheckName: null,
    bugcheckText: null,
    arguments: [],
    exceptionAddress: null,
    exceptionSite: null,
    exceptionCode: null,
    exceptionName: null,
    exceptionParameters: [],
    exceptionHresult: null,
    faultingIp: null,
    followupIp: null,
    waitChain: [],
    lastControlTransfer: null,
    managedCode: null,
    managedStack: [],
    frames: [],
    probablyCausedBy: null,
    keyValues: [],
    timeline: [],
    sections: [],
    bits: null,
    complete: false,
    ...(texts as Record<(typeof TEXTS)[keyof typeof TEXTS] | (typeof NUMBERS)[keyof typeof NUMBERS], null>),
  };
}

const ONE_ADDRESS = rx("^(?=.{8})", ADDRESS, "$");
/** Addresses that stand alone in a text, in whatever case. */
const ADDRESSES = /(?<![\w`.#+\\/-])(?:[0-9a-f]{8}`)?[0-9a-f]{8}(?:[0-9a-f]{8})?(?![\w`])/gi;

/** The text of a key, its addresses in the one spelling they have everywhere. */
function plainValue(text: string): string {
  if (ONE_ADDRESS.test(text)) return canonicalHex(text);
  return text.replace(ADDRESSES, (address) => (/\d/.test(address) ? address.toLowerCase() : address));
}

/** Fills in what a paragraph with rows or several values says; null when it is not one of those. */
function takeStructure(draft: Draft, section: Section): { unread: readonly number[] } | null {
  const joined = section.joined();
  const whole = (isWhole: boolean): { unread: readonly number[] } => ({ unread: isWhole ? [] : [section.line] });
  switch (section.key) {
    case "FAULTING_IP":
      draft.faultingIp = readPlace(joined);
      return whole(draft.faultingIp !== null);
    case "FOLLOWUP_IP":
      draft.followupIp = readPlace(joined);
      return whole(draft.followupIp !== null);
    case "EXCEPTION_RECORD": {
      const { whole: isWhole, ...record } = readRecord(joined);
      Object.assign(draft, record);
      return whole(isWhole);
    }
    case "DERIVED_WAIT_CHAIN": {
      const chain = readWaitChain(joined);
      draft.waitChain = chain.rows;
      return whole(chain.whole);
    }
    case "KEY_VALUES_STRING": {
      const pairs = readKeyValues(joined);
      draft.keyValues = pairs.rows;
      return whole(pairs.whole);
    }
    case "TIMELINE_ANALYSIS": {
      const timeline = readTimeline(joined);
      draft.timeline = timeline.rows;
      return whole(timeline.whole);
    }
    case "STACK_TEXT": {
      const stack = readStack(section);
      draft.frames = stack.frames;
      draft.bits ??= stack.bits;
      return stack;
    }
    default:
      return null;
  }
}

function isOneOf<T extends object>(key: PropertyKey, names: T): key is keyof T {
  return Object.hasOwn(names, key);
}

/** Fills in a key with one value; false when the value cannot be read. */
function takeValue(draft: Draft, key: string, text: string): boolean {
  if (isOneOf(key, TEXTS)) draft[TEXTS[key]] = text || null;
  else if (isOneOf(key, NUMBERS)) {
    draft[NUMBERS[key]] ??= firstHex(text);
    return text === "" || firstHex(text) !== null;
  } else if (key === "MANAGED_CODE") draft.managedCode = text === "1" ? true : text === "0" ? false : null;
  else if (key === "EXCEPTION_CODE") {
    const match = EXCEPTION.exec(text);
    const code = match && hexGroup(match, "code");
    if (match && group(match, "kind") === "HRESULT") draft.exceptionHresult = code;
    else draft.exceptionCode ??= code;
  }
  return true;
}

/** Files one paragraph; gives the lines that could not be read. */
export function fileSection(draft: Draft, section: Section, sections: AnalysisReport["sections"][number][]): number[] {
  const { key, line, lastLine } = section;
  const structure = takeStructure(draft, section);
  const { text } = section.joined();
  const unread = [...(structure?.unread ?? [])];
  if (key === "MANAGED_STACK") draft.managedStack = readManagedStack(section).rows;
  if (key === "LAST_CONTROL_TRANSFER") {
    const match = TRANSFER.exec(text);
    const [from, to] = match ? [hexGroup(match, "from"), hexGroup(match, "to")] : [null, null];
    draft.lastControlTransfer = from && to ? { line, from, to } : null;
    if (!match) unread.push(line);
  }
  const readable = structure !== null || takeValue(draft, key, text);
  if (!readable) unread.push(line);
  sections.push({ line, lastLine, key, value: structure || !readable ? "" : plainValue(text) });
  return unread;
}
