import type { NativeFrame } from "@/evidence";
import type { Bits } from "../addresses";
import type { Facts } from "../facts";
import type { NativeCall } from "../stacks";
import { ticked } from "./pointers";

/** What one variant of `k` prints in a row. */
export interface RowForm {
  /** The columns after those of every debugger since 2015. */
  modern: boolean;
  numbers: boolean;
  sp: boolean;
  args: boolean;
  sources: boolean;
  notes: boolean;
}

const NO_SYMBOLS = "WARNING: Stack unwind information not available. Following frames may be wrong.";
const NO_MODULE = "WARNING: Frame IP not in any known module. Following frames may be wrong.";
const NO_ADDRESS = "--------`--------";

export function callSite({ module, symbol, offset, address }: NativeCall, bits: Bits, modern: boolean): string {
  if (module === null)
    return `0x${modern || bits === 32 ? ticked(address, bits).replace(bits === 32 ? /^0+/ : /^$/, "") : shortTicked(address)}`;
  const plus = offset === 0 ? "" : `+0x${offset.toString(16)}`;
  return symbol === null ? `${module}+0x${offset.toString(16)}` : `${module}!${symbol}${plus}`;
}

/** Older debuggers drop the zeros in front: `0x7ff`001e86c8`. */
function shortTicked(address: string): string {
  return ticked(address, 64).replace(/^0+(?=[^`])/, "");
}

export function headingRow({ modern, numbers, sp, args }: RowForm, bits: Bits): string {
  const gap = modern ? "    " : "";
  const first = numbers ? " # " : "";
  if (bits === 32) return `${first}${sp ? "ChildEBP " : ""}RetAddr  ${gap}${args ? "Args to Child              " : ""}`;
  const stack = sp ? "Child-SP          " : "";
  const middle = args ? `: Args to Child${" ".repeat(59)}: Call Site` : "Call Site";
  return `${first}${stack}RetAddr           ${gap}${middle}`;
}

function printRow(call: NativeCall, at: number, form: RowForm, bits: Bits): string {
  const { modern, sp, args } = form;
  const number = form.numbers ? `${at.toString(16).padStart(2, "0")} ` : "";
  const site = callSite(call, bits, modern);
  const source = form.sources && call.source ? ` [${call.source}] ` : "";
  const note = form.notes && call.note ? ` (${call.note})` : "";
  const gap = modern ? "    " : "";
  if (bits === 32) {
    const words = args
      ? `${call.args
          .slice(0, 3)
          .map((word) => ticked(word, 32))
          .join(" ")} `
      : "";
    return `${number}${sp ? `${ticked(call.sp, 32)} ` : ""}${ticked(call.returnAddress, 32)} ${gap}${words}${site}${source}${note}`;
  }
  const start = call.inline
    ? `(Inline Function) ${sp ? NO_ADDRESS : "   "}`
    : `${sp ? `${ticked(call.sp, 64)} ` : ""}${ticked(call.returnAddress, 64)}`;
  const words = call.args.map((word) => (call.inline ? NO_ADDRESS : ticked(word, 64))).join(" ");
  return `${number}${start} ${gap}${args ? `: ${words} : ` : ""}${site}${source}${note}`;
}

/** The frames that a form shows: older debuggers know no inlined calls. */
function shown(calls: readonly NativeCall[], { modern, numbers }: RowForm): NativeCall[] {
  return calls.filter(({ inline }) => !inline || (modern && numbers));
}

/** Where a 32-bit debugger loses its way. */
function lostAt(calls: readonly NativeCall[], bits: Bits): number {
  return bits === 64 ? -1 : calls.findIndex(({ symbol }) => symbol === null);
}

/** The rows of one stack, heading first. */
export function printRows(calls: readonly NativeCall[], form: RowForm, bits: Bits): string[] {
  const rows = shown(calls, form);
  const lost = lostAt(rows, bits);
  return [
    headingRow(form, bits),
    ...rows.flatMap((call, at) => [
      ...(at === lost ? [call.module === null ? NO_MODULE : NO_SYMBOLS] : []),
      printRow(call, at, form, bits),
    ]),
  ];
}

export function rowFacts(calls: readonly NativeCall[], form: RowForm, bits: Bits): Facts<NativeFrame>[] {
  const rows = shown(calls, form);
  const lost = lostAt(rows, bits);
  return rows.map((call, at) => ({
    childSp: form.sp && !call.inline ? call.sp : null,
    returnAddress: call.inline ? null : call.returnAddress,
    args: !form.args || call.inline ? [] : call.args.slice(0, bits === 32 ? 3 : 4),
    module: call.module,
    symbol: call.symbol,
    offset: call.module === null || (call.symbol !== null && call.offset === 0) ? null : call.offset.toString(16),
    callSite: callSite(call, bits, form.modern),
    unreliable: lost >= 0 && at >= lost,
    inline: call.inline,
    frameNumber: form.numbers ? at : null,
    source: form.sources ? call.source : null,
    notes: form.notes && call.note ? [call.note] : [],
  }));
}
