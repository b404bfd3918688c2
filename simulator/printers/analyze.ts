import type { AnalysisReport } from "@/evidence";
import { analysisOf } from "../analysis";
import type { Facts } from "../facts";
import type { Server } from "../server";
import {
  chain,
  id,
  type Known,
  keyValues,
  type Paragraph,
  place,
  record,
  stack,
  text,
  timeline,
  transfer,
} from "./analyze-paragraphs";
import type { RowForm } from "./native-rows";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

const NOTHING: Facts<AnalysisReport> = {
  kind: "analysis",
  analysed: null,
  bugcheckName: null,
  bugcheckCode: null,
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
  faultingThread: null,
  blockingThread: null,
  waitChain: [],
  waitChainCommand: null,
  lockAddress: null,
  loaderLockOwnerApi: null,
  loaderLockBlockedApi: null,
  processName: null,
  bugcheckStr: null,
  defaultBucketId: null,
  failureBucketId: null,
  bucketId: null,
  primaryProblemClass: null,
  lastControlTransfer: null,
  managedCode: null,
  managedEngineModule: null,
  managedThreadId: null,
  managedExceptionAddress: null,
  managedStack: [],
  frames: [],
  stackCommand: null,
  symbolName: null,
  moduleName: null,
  imageName: null,
  followupName: null,
  probablyCausedBy: null,
  osVersion: null,
  osBuild: null,
  osName: null,
  osPlatformType: null,
  osLocale: null,
  analysisVersion: null,
  keyValues: [],
  timeline: [],
  sections: [],
  bits: null,
  complete: true,
};

function banner(kind: string): string[] {
  const empty = `*${" ".repeat(77)}*`;
  return [
    "*".repeat(79),
    empty,
    `*                        ${`${kind} Analysis`.padEnd(53)}*`,
    empty,
    "*".repeat(79),
    "",
  ];
}

const OLD: RowForm = { modern: false, numbers: false, sp: true, args: true, sources: true, notes: false };
const NEW: RowForm = { ...OLD, modern: true };
const SHORT: RowForm = { ...OLD, args: false };

function exceptionParagraphs(server: Server, isNew: boolean): Paragraph[] {
  const analysis = analysisOf(server);
  const { exception } = analysis;
  const { bits, module } = server.runtime;
  const calls = server.current.native;
  const { type } = exception;
  const { bucket } = exception;
  return [
    ...(isNew ? [keyValues(analysis), timeline(analysis), text("DUMP_CLASS", "2")] : []),
    place("FAULTING_IP", "faultingIp", `${exception.site}+${exception.offset.toString(16)}`, exception.address, server),
    record(analysis, server),
    id("FAULTING_THREAD", "faultingThread", server.current.osThreadId, pointer(server.current.osThreadId, 32)),
    text("PROCESS_NAME", server.process.image, "processName"),
    text("NTGLOBALFLAG", "400"),
    ...(type
      ? [
          {
            key: "EXCEPTION_CODE",
            text: ` (HRESULT) 0x${exception.hResult} (2148734217) - <Unable to get error code text>`,
            value: `(HRESULT) 0x${exception.hResult} (2148734217) - <Unable to get error code text>`,
            known: { exceptionHresult: exception.hResult },
          },
          { ...text("MANAGED_CODE", "1"), known: { managedCode: true } },
          text("MANAGED_ENGINE_MODULE", module, "managedEngineModule"),
          id("MANAGED_EXCEPTION_ADDRESS", "managedExceptionAddress", exception.object, pointer(exception.object, bits)),
        ]
      : [text("EXCEPTION_CODE", exception.says)]),
    transfer(calls, server),
    text("BUGCHECK_STR", `APPLICATION_FAULT_${bucket}`, "bugcheckStr"),
    text("DEFAULT_BUCKET_ID", bucket, "defaultBucketId"),
    text("PRIMARY_PROBLEM_CLASS", bucket, "primaryProblemClass"),
    stack(calls, type && !isNew ? SHORT : isNew ? NEW : OLD, server),
    text("STACK_COMMAND", "** Pseudo Context ** ; kb", "stackCommand"),
    place("FOLLOWUP_IP", "followupIp", `${exception.site}+${exception.offset.toString(16)}`, exception.address, server),
    text("SYMBOL_NAME", `${exception.site}+${exception.offset.toString(16)}`, "symbolName"),
    text("MODULE_NAME", exception.site.split("!")[0] ?? "", "moduleName"),
    text("IMAGE_NAME", `${exception.site.split("!")[0]}.dll`, "imageName"),
    text("FAILURE_BUCKET_ID", `${bucket}_${exception.code}_${server.process.image}!Unknown`, "failureBucketId"),
    ...(isNew ? [text("OSPLATFORM_TYPE", bits === 64 ? "x64" : "x86", "osPlatformType")] : []),
  ];
}

function hangParagraphs(server: Server): Paragraph[] {
  const analysis = analysisOf(server);
  const blocker = analysis.chain.at(-1);
  const command = `${analysis.chain.map(({ thread }) => `~${thread}s;k;;`).join("")}`;
  const calls = server.current.native;
  return [
    place("FAULTING_IP", "faultingIp", "+0", "12345678", server),
    text("BUGCHECK_STR", "HANG", "bugcheckStr"),
    text("DEFAULT_BUCKET_ID", "APPLICATION_HANG", "defaultBucketId"),
    text("PROCESS_NAME", server.process.image, "processName"),
    chain(analysis, server),
    text("WAIT_CHAIN_COMMAND", command, "waitChainCommand"),
    id("BLOCKING_THREAD", "blockingThread", blocker?.osThreadId ?? "0", pointer(blocker?.osThreadId ?? "0", 32)),
    text("PRIMARY_PROBLEM_CLASS", "APPLICATION_HANG", "primaryProblemClass"),
    transfer(calls, server),
    stack(calls, OLD, server),
    text("STACK_COMMAND", `~${blocker?.thread}s ; kb`, "stackCommand"),
    text("BUCKET_ID", "HANG", "bucketId"),
    text("FAILURE_BUCKET_ID", "APPLICATION_HANG_cfffffff_Unknown_Image!Unknown", "failureBucketId"),
  ];
}

function bugcheckParagraphs(server: Server, isNew: boolean): Paragraph[] {
  const analysis = analysisOf(server);
  const { name, code, driver, function: symbol, offset } = analysis.bugcheck;
  const { suspect } = server.kernel;
  const { bits } = server.runtime;
  const site = `${driver}!${symbol}+${offset.toString(16)}`;
  return [
    ...(isNew
      ? [
          keyValues(analysis),
          { ...text("BUGCHECK_CODE", code), known: {} },
          id("FAULTING_THREAD", "faultingThread", suspect.address, pointer(suspect.address, bits)),
        ]
      : [text("BUGCHECK_STR", name, "bugcheckStr"), text("DEFAULT_BUCKET_ID", "DRIVER_FAULT", "defaultBucketId")]),
    text("PROCESS_NAME", suspect.image, "processName"),
    text("CURRENT_IRQL", "2"),
    transfer(suspect.frames, server),
    stack(suspect.frames, isNew ? NEW : OLD, server),
    text("STACK_COMMAND", "kb", "stackCommand"),
    text("SYMBOL_NAME", site, "symbolName"),
    text("MODULE_NAME", driver, "moduleName"),
    text("IMAGE_NAME", `${driver}.sys`, "imageName"),
    text("FAILURE_BUCKET_ID", `${bits === 64 ? "X64_" : ""}${name}_${site}`, "failureBucketId"),
    ...(isNew ? [text("OS_VERSION", "10.0.17763.1", "osVersion"), text("OSNAME", "Windows 10", "osName")] : []),
  ];
}

function bugcheckHead(server: Server): string[] {
  const { bugcheck } = analysisOf(server);
  return [
    `${bugcheck.name} (${bugcheck.code})`,
    ...bugcheck.says,
    "Arguments:",
    ...bugcheck.arguments.map(
      ({ value, meaning }, at) =>
        `Arg${at + 1}: ${pointer(value, server.runtime.bits)}${meaning === null ? "" : `, ${meaning}`}`,
    ),
    "",
    "Debugging Details:",
    "------------------",
    "",
  ];
}

function bugcheckKnown(server: Server): Known {
  const { bugcheck } = analysisOf(server);
  return {
    bugcheckName: bugcheck.name,
    bugcheckCode: bugcheck.code,
    bugcheckText: bugcheck.says.join(" "),
    arguments: bugcheck.arguments.map(({ value, meaning }, at) => ({ number: at + 1, value, meaning })),
  };
}

function printParagraph({ key, text: behind = "", below = [] }: Paragraph): string[] {
  return [`${key}:${behind === "" ? " " : ` ${behind}`}`.trimEnd(), ...below, ""];
}

const END = ["Followup: MachineOwner", "---------", ""];

function verbose(
  dialect: string,
  needs: Printer["needs"],
  form: { kind: "exception" | "hang" | "bugcheck"; isNew: boolean; banner: boolean },
): Printer<AnalysisReport> {
  const { kind, isNew } = form;
  const paragraphs = (server: Server): Paragraph[] => {
    if (kind === "hang") return hangParagraphs(server);
    return kind === "bugcheck" ? bugcheckParagraphs(server, isNew) : exceptionParagraphs(server, isNew);
  };
  const kernel = kind === "bugcheck";
  return {
    parser: "windbg-analyze",
    dialect,
    needs,
    prompt: kernel ? "kernel" : "user",
    command: () => (kind === "hang" ? "!analyze -v -hang" : "!analyze -v"),
    print: (server) => [
      ...(form.banner ? banner(kernel ? "Bugcheck" : "Exception") : [""]),
      ...(kernel ? bugcheckHead(server) : []),
      ...paragraphs(server).flatMap(printParagraph),
      ...END,
    ],
    expected: (server) => {
      const printed = paragraphs(server);
      return {
        ...NOTHING,
        analysed: form.banner ? (kernel ? "bugcheck" : "exception") : null,
        ...(kernel ? bugcheckKnown(server) : {}),
        ...Object.assign({}, ...printed.map(({ known = {} }) => known)),
        followupName: "MachineOwner",
        sections: printed.map(({ key, value = "" }) => ({ key, value })),
      };
    },
  };
}

const BRIEF: Printer<AnalysisReport> = {
  parser: "windbg-analyze",
  dialect: "brief",
  needs: {},
  prompt: "kernel",
  command: () => "!analyze",
  print: (server) => {
    const { bugcheck } = analysisOf(server);
    return [
      ...banner("Bugcheck"),
      "Use !analyze -v to get detailed debugging information.",
      "",
      `BugCheck ${bugcheck.code.toUpperCase()}, {${bugcheck.arguments.map(({ value }) => value).join(", ")}}`,
      "",
      `Probably caused by : ${bugcheck.driver}.sys ( ${bugcheck.driver}!${bugcheck.function}+${bugcheck.offset.toString(16)} )`,
      "",
      ...END,
    ];
  },
  expected: (server) => {
    const { bugcheck } = analysisOf(server);
    return {
      ...NOTHING,
      analysed: "bugcheck",
      bugcheckCode: bugcheck.code,
      arguments: bugcheck.arguments.map(({ value }, at) => ({ number: at + 1, value, meaning: null })),
      probablyCausedBy: `${bugcheck.driver}.sys ( ${bugcheck.driver}!${bugcheck.function}+${bugcheck.offset.toString(16)} )`,
      followupName: "MachineOwner",
    };
  },
};

const OLDER = { systems: ["2003", "2008-r2"] } as const;
const NEWER = { systems: ["2019"] } as const;

export const ANALYZE: readonly Printer<AnalysisReport>[] = [
  verbose("exception-x86", { ...OLDER, bits: 32 }, { kind: "exception", isNew: false, banner: true }),
  verbose("exception-x64", { ...OLDER, bits: 64 }, { kind: "exception", isNew: false, banner: true }),
  verbose("exception-x64-new", { ...NEWER, bits: 64 }, { kind: "exception", isNew: true, banner: true }),
  verbose("exception-x86-new", { ...NEWER, bits: 32 }, { kind: "exception", isNew: true, banner: true }),
  verbose("hang-new", NEWER, { kind: "hang", isNew: false, banner: true }),
  verbose("hang-x86", { ...OLDER, bits: 32 }, { kind: "hang", isNew: false, banner: true }),
  verbose("hang-x64", { ...OLDER, bits: 64 }, { kind: "hang", isNew: false, banner: true }),
  verbose("bugcheck-x86", { ...OLDER, bits: 32 }, { kind: "bugcheck", isNew: false, banner: false }),
  verbose("bugcheck-x64", { ...OLDER, bits: 64 }, { kind: "bugcheck", isNew: false, banner: true }),
  verbose("bugcheck-x64-new", { ...NEWER, bits: 64 }, { kind: "bugcheck", isNew: true, banner: true }),
  BRIEF,
];
