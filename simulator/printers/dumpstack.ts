import type { ScrapedCall, ScrapedFrame, ScrapedStack, ScrapedStacksReport } from "@/evidence";
import type { Facts } from "../facts";
import type { CodePlace, ScrapedRow, ScrapedThread } from "../scraped-stacks";
import type { Server } from "../server";
import { pointer } from "./pointers";
import type { Printer } from "./printer";
import { signature } from "./signature";

type Form = "thread" | "managed-only" | "all";

function placeText(place: CodePlace, bits: 32 | 64): string {
  if (place.kind === "address") return pointer(place.address, bits);
  if (place.kind === "native") return place.offset === null ? place.symbol : `${place.symbol}+0x${place.offset}`;
  const offset = place.offset === "0" ? "+0" : `+0x${place.offset}`;
  return `(MethodDesc ${pointer(place.methodDesc, bits)} ${offset} ${signature(place.method)})`;
}

function printRow({ place, returnAddress, caller, callee, exception }: ScrapedRow, form: Form, bits: 32 | 64): string {
  const called = callee === null || form === "managed-only" ? "" : `, calling ${placeText(callee, bits)}`;
  const caught = exception
    ? ` ====> Exception Code ${exception.code} cxr@${exception.context} exr@${exception.record}`
    : "";
  return `${pointer(place, bits)} ${pointer(returnAddress, bits)} ${placeText(caller, bits)}${called}${caught}`;
}

function rowsOf({ rows }: ScrapedThread, form: Form): readonly ScrapedRow[] {
  return form === "managed-only" ? rows.filter(({ caller }) => caller.kind === "managed") : rows;
}

function printThread(scraped: ScrapedThread, form: Form, bits: 32 | 64): string[] {
  const { thread, current } = scraped;
  return [
    ...(form === "all"
      ? ["---------------------------------------------", `Thread ${String(thread.number).padStart(3)}`]
      : [`OS Thread Id: 0x${thread.osThreadId} (${thread.number})`]),
    `Current frame: ${placeText(current, bits)}`,
    bits === 32 ? "ChildEBP RetAddr  Caller, Callee" : "Child-SP         RetAddr          Caller, Callee",
    ...rowsOf(scraped, form).map((row) => printRow(row, form, bits)),
  ];
}

function threadsFor({ scrapedStacks, current }: Server, form: Form): ScrapedThread[] {
  return form === "all" ? scrapedStacks.slice(0, 4) : scrapedStacks.filter(({ thread }) => thread === current);
}

function callFacts(place: CodePlace): ScrapedCall {
  const nothing = { name: null, methodDesc: null, offset: null, address: null };
  if (place.kind === "address") return { ...nothing, address: place.address };
  if (place.kind === "native") return { ...nothing, name: place.symbol, offset: place.offset };
  return { ...nothing, name: signature(place.method), methodDesc: place.methodDesc, offset: place.offset };
}

function frameFacts(row: ScrapedRow, form: Form): Facts<ScrapedFrame> {
  return {
    childSp: row.place,
    returnAddress: row.returnAddress,
    caller: callFacts(row.caller),
    callee: row.callee === null || form === "managed-only" ? null : callFacts(row.callee),
    exception: row.exception,
  };
}

function stackFacts(scraped: ScrapedThread, form: Form): Facts<ScrapedStack> {
  const { thread, current } = scraped;
  return {
    thread: thread.number,
    osThreadId: form === "all" ? null : thread.osThreadId,
    currentFrame: callFacts(current),
    frames: rowsOf(scraped, form).map((row) => frameFacts(row, form)),
    cut: false,
  };
}

function printer(
  form: Form,
  command: string,
  more: Pick<Printer, "dialect" | "needs"> & Partial<Printer>,
): Printer<ScrapedStacksReport> {
  return {
    parser: "sos-dumpstack",
    prompt: "user",
    command: () => command,
    print: (server) => threadsFor(server, form).flatMap((scraped) => printThread(scraped, form, server.runtime.bits)),
    ...more,
    expected: (server, echoed) => ({
      kind: "scraped-stacks",
      stacks: threadsFor(server, form).map((scraped) => stackFacts(scraped, form)),
      managedOnly: echoed ? form === "managed-only" : null,
    }),
  };
}

export const DUMPSTACK: readonly Printer<ScrapedStacksReport>[] = [
  printer("thread", "!dumpstack", { dialect: "thread-x86", needs: { versions: ["2.0", "4.x", "core"], bits: 32 } }),
  printer("thread", "!DumpStack", { dialect: "thread-x64", needs: { versions: ["2.0", "4.x", "core"], bits: 64 } }),
  printer("managed-only", "!dumpstack -EE", { dialect: "managed-only", needs: { versions: ["2.0", "4.x", "core"] } }),
  printer("all", "!eestack", { dialect: "all-x86", needs: { versions: ["2.0", "4.x", "core"], bits: 32 } }),
  printer("all", "!eestack -short", { dialect: "all-x64", needs: { versions: ["2.0", "4.x", "core"], bits: 64 } }),
];
