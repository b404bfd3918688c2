import type { AnalysisReport, InstructionPlace, NativeFrame } from "@/evidence";
import type { Analysis } from "../analysis";
import type { Facts } from "../facts";
import type { Server } from "../server";
import type { NativeCall } from "../stacks";
import { printRows, type RowForm, rowFacts } from "./native-rows";
import { pointer, ticked } from "./pointers";

/** What the output says, as far as one paragraph tells. */
export type Known = Partial<Facts<AnalysisReport>>;

/** One paragraph, and what it says. */
export interface Paragraph {
  key: string;
  /** Behind the key. */
  text?: string;
  below?: readonly string[];
  /** The text of the section in the report; what stands behind the key unless it is said. */
  value?: string;
  known?: Known;
}

export function text(key: string, value: string, name?: keyof AnalysisReport): Paragraph {
  return { key, text: ` ${value}`, value, known: name ? { [name]: value } : {} };
}

export function place(
  key: string,
  name: "faultingIp" | "followupIp",
  site: string,
  address: string,
  server: Server,
): Paragraph {
  const known: Facts<InstructionPlace> = { site, address, instruction: "mov edi,edi" };
  const row = `${ticked(address, server.runtime.bits)} 8bff            mov     edi,edi`;
  return { key, below: [site, row], value: "", known: { [name]: known } };
}

export function stack(calls: readonly NativeCall[], form: RowForm, server: Server): Paragraph {
  const { bits } = server.runtime;
  const [, ...rows] = printRows(calls, form, bits);
  const frames: Facts<NativeFrame>[] = rowFacts(calls, form, bits);
  return { key: "STACK_TEXT", text: " ", below: rows, value: "", known: { frames, bits } };
}

export function record({ exception }: Analysis, server: Server): Paragraph {
  const { bits } = server.runtime;
  const wide = (address: string): string => pointer(address, bits);
  const site = `${exception.site}+0x${wide(exception.offset.toString(16))}`;
  const { code, name, address, parameters } = exception;
  return {
    key: "EXCEPTION_RECORD",
    text: "  (.exr -1)",
    below: [
      `ExceptionAddress: ${wide(address)} (${site})`,
      `   ExceptionCode: ${wide(code).slice(-8)} (${name})`,
      "  ExceptionFlags: 00000001",
      `NumberParameters: ${parameters.length}`,
      ...parameters.map((value, at) => `   Parameter[${at}]: ${wide(value)}`),
    ],
    value: "",
    known: {
      exceptionAddress: address,
      exceptionSite: site,
      exceptionCode: code,
      exceptionName: name,
      exceptionParameters: parameters.map((value, number) => ({ number, value })),
    },
  };
}

export function keyValues({ keyValues: pairs }: Analysis): Paragraph {
  return {
    key: "KEY_VALUES_STRING",
    text: " 1",
    below: pairs.flatMap(([key, value]) => ["", `    Key  : ${key}`, `    Value: ${value}`]),
    value: "",
    known: { keyValues: pairs.map(([key, value]) => ({ key, value })) },
  };
}

export function timeline({ timeline: moments }: Analysis): Paragraph {
  const time = "2024-03-12T19:34:33.0Z";
  return {
    key: "TIMELINE_ANALYSIS",
    text: " 1",
    below: moments.flatMap(([event, milliseconds]) => [
      "",
      `Timeline: ${event}`,
      "    Name: <blank>",
      `    Time: ${time}`,
      `    Diff: ${milliseconds} mSec`,
    ]),
    value: "",
    known: { timeline: moments.map(([event, milliseconds]) => ({ event, time, diffSeconds: milliseconds / 1000 })) },
  };
}

export function chain({ chain: links }: Analysis, { process }: Server): Paragraph {
  return {
    key: "DERIVED_WAIT_CHAIN",
    below: [
      "",
      "Dl Eid Cid     WaitType",
      "-- --- ------- --------------------------",
      ...links.map(
        ({ thread, osThreadId, waitType }, at) =>
          `   ${String(thread).padEnd(3)} ${process.id}.${osThreadId} ${waitType.padEnd(22)} ${at < links.length - 1 ? "-->" : ""}`,
      ),
    ],
    value: "",
    known: {
      waitChain: links.map(({ thread, osThreadId, waitType }) => ({
        mark: null,
        thread,
        processId: process.id,
        osThreadId,
        waitType,
      })),
    },
  };
}

export function transfer(calls: readonly NativeCall[], { runtime: { bits } }: Server): Paragraph {
  const [from, to] = [calls[0]?.returnAddress ?? "0", calls[0]?.address ?? "0"];
  const value = `from ${pointer(from, bits)} to ${pointer(to, bits)}`;
  return { key: "LAST_CONTROL_TRANSFER", text: `  ${value}`, value, known: { lastControlTransfer: { from, to } } };
}

export function id(key: string, name: keyof AnalysisReport, value: string, printed: string): Paragraph {
  // A whole address has the one spelling of addresses.
  return { key, text: `  ${printed}`, value: printed.length >= 8 ? value : printed, known: { [name]: value } };
}
