import type { Hex } from "../hex";
import type { NativeFrame } from "./native-stacks";
import type { Row } from "./row";

/** One `KEY: value` of `!analyze`, whatever it is about. */
export interface AnalysisSection extends Row {
  lastLine: number;
  key: string;
  /** Wrapped lines joined, runs of blanks made one; empty where the report has fields of its own for what stands below. */
  value: string;
}

/** One thread of `DERIVED_WAIT_CHAIN`; each waits for the one below it. */
export interface WaitChainRow extends Row {
  /** In the column `Dl`, where the chain closes. */
  mark: string | null;
  /** Debugger thread number. */
  thread: number;
  processId: Hex;
  osThreadId: Hex;
  waitType: string;
}

/** An instruction: `FAULTING_IP`, `FOLLOWUP_IP`. */
export interface InstructionPlace extends Row {
  /** `KERNELBASE!RaiseException+68`. */
  site: string | null;
  address: Hex;
  instruction: string | null;
}

/** `!analyze`, with `-v`, `-hang` or neither. */
export interface AnalysisReport {
  kind: "analysis";
  /** What its banner says it analysed. */
  analysed: "bugcheck" | "exception" | null;
  /** `MANUALLY_INITIATED_CRASH`. */
  bugcheckName: string | null;
  bugcheckCode: Hex | null;
  bugcheckText: string | null;
  /** `Arg1` to `Arg4`. */
  arguments: readonly (Row & { number: number; value: Hex; meaning: string | null })[];
  exceptionAddress: Hex | null;
  /** Where it was raised: `KERNELBASE!RaiseException+0x58`. */
  exceptionSite: string | null;
  exceptionCode: Hex | null;
  /** `CLR exception`. */
  exceptionName: string | null;
  exceptionParameters: readonly (Row & { number: number; value: Hex })[];
  /** The HRESULT of a managed exception. */
  exceptionHresult: Hex | null;
  faultingIp: InstructionPlace | null;
  followupIp: InstructionPlace | null;
  /** A kernel thread's address, or a thread id of a process. */
  faultingThread: Hex | null;
  blockingThread: Hex | null;
  waitChain: readonly WaitChainRow[];
  waitChainCommand: string | null;
  lockAddress: Hex | null;
  loaderLockOwnerApi: string | null;
  loaderLockBlockedApi: string | null;
  processName: string | null;
  bugcheckStr: string | null;
  defaultBucketId: string | null;
  failureBucketId: string | null;
  bucketId: string | null;
  primaryProblemClass: string | null;
  lastControlTransfer: (Row & { from: Hex; to: Hex }) | null;
  managedCode: boolean | null;
  managedEngineModule: string | null;
  managedThreadId: Hex | null;
  managedExceptionAddress: Hex | null;
  /** Rows of `MANAGED_STACK`. */
  managedStack: readonly (Row & { sp: Hex; ip: Hex; callSite: string })[];
  /** Rows of `STACK_TEXT`, top first. */
  frames: readonly NativeFrame[];
  stackCommand: string | null;
  symbolName: string | null;
  moduleName: string | null;
  imageName: string | null;
  followupName: string | null;
  /** `Probably caused by`, which stands without `-v`. */
  probablyCausedBy: string | null;
  osVersion: string | null;
  osBuild: string | null;
  osName: string | null;
  osPlatformType: string | null;
  osLocale: string | null;
  analysisVersion: string | null;
  keyValues: readonly (Row & { key: string; value: string })[];
  /** `Process.Start`, `OS.Boot` and others, each with how long before the analysis it was. */
  timeline: readonly (Row & { event: string; time: string; diffSeconds: number })[];
  /** All of them in order, those above among them. */
  sections: readonly AnalysisSection[];
  bits: 32 | 64 | null;
  /** The output went on to its end, and nothing was left out. */
  complete: boolean;
}
