import type { Hex } from "../hex";
import type { Row } from "./row";

/** A place in code as `!dumpstack` names it. */
export interface ScrapedCall {
  /** `clr!MethodDesc::DoPrestub`, `Contoso.Orders.Catalog.Get(Int32)`; null where only an address is known. */
  name: string | null;
  /** For a managed method. */
  methodDesc: Hex | null;
  offset: Hex | null;
  /** Where no name is known. */
  address: Hex | null;
}

/** One value on the stack that looks like a return address. */
export interface ScrapedFrame extends Row {
  childSp: Hex;
  returnAddress: Hex;
  caller: ScrapedCall;
  /** What the code in front of the return address calls; null when it calls through a pointer. */
  callee: ScrapedCall | null;
  /** An exception was being handled here. */
  exception: { code: Hex | null; context: Hex; record: Hex | null } | null;
}

export interface ScrapedStack extends Row {
  lastLine: number;
  /** Debugger thread number. */
  thread: number | null;
  osThreadId: Hex | null;
  currentFrame: ScrapedCall | null;
  frames: readonly ScrapedFrame[];
  /** Frames were left out. */
  cut: boolean;
}

/** `!dumpstack`, `!eestack`: what lies on the stacks and looks like calls, whether it still counts or not. */
export interface ScrapedStacksReport {
  kind: "scraped-stacks";
  stacks: readonly ScrapedStack[];
  /** Asked with `-EE`: managed methods only. Null where the command is not known. */
  managedOnly: boolean | null;
}
