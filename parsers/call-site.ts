import { canonicalHex, type NativeFrame } from "@/evidence";

// ntdll!ZwQueryDirectoryFile+0xc     nt! ?? ::FNODOBFM::`string'+0x2f4b4
const NAMED = /^<?(?<module>[^\s!<>()[\]+]{1,100})>?!(?: (?=\?\? ::))?(?<symbol>\S.*)$/;
// mscorlib_79990000+0x28dad      <Unloaded_old.dll>+0x1234
const MODULE_ONLY = /^<?(?<module>[^\s!<>()[\]+]{1,100})?>?\+0x(?<offset>[0-9a-f]{1,16})$/i;
// AcmeFlt+      what is left where the paste breaks off in the offset
const OPEN_MODULE = /^<?(?<module>[^\s!<>()[\]+]{1,100})>?\+$/;
const RAW = /^0x[0-9a-f]{1,8}(?:\\?[`'´]?[0-9a-f]{8})?$/i;
const OFFSET = /\+0x([0-9a-f]{1,16})(?=\s|$)/i;
const SOURCE = /\[([^[\]]{1,400} @ \d{1,7})\]/;
const NOTE = /\(((?:FPO|CONV|TrapFrame|Inline|Managed|No unwind|perf|T:)[^()]{0,120})\)/gi;
const TAIL =
  /\s(?:\((?:FPO|CONV|TrapFrame|Inline|Managed|No unwind|perf|T:)|\[[^[\]]{1,400} @ \d|<<|<-|\/\/|#\s|[^\x20-\x7e])/i;
// kernel32!Sleep+0xf, calling ntdll!NtDelayExecution: a row of !dumpstack
const DUMP_STACK = /, calling \S/;
const TOKEN = /\$##[0-9a-f]+$/i;

/** The name without its parameter list: `main` of `main(int argc = 0n1)`; `operator()` stays whole. */
function withoutParameters(name: string): string {
  const bare = name.replace(TOKEN, "");
  if (!bare.endsWith(")")) return bare;
  let depth = 0;
  let quoted = false;
  for (let at = bare.length - 1; at > 0; at--) {
    const character = bare[at];
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === ")") depth++;
    else if (character === "(" && --depth === 0)
      return /operator\s?$/.test(bare.slice(0, at)) ? bare : bare.slice(0, at).trimEnd();
  }
  return bare;
}

export type Site = Pick<NativeFrame, "module" | "symbol" | "offset" | "callSite" | "source" | "notes">;

/** `ntdll!NtWaitForSingleObject+0xc (FPO: [3,0,0])` taken apart; null when it is no call site. */
export function readSite(text: string): Site | null {
  if (DUMP_STACK.test(text)) return null;
  const offset = OFFSET.exec(text);
  const end = offset ? offset.index + offset[0].length : text.search(TAIL);
  const callSite = (end < 0 ? text : text.slice(0, end)).trim();
  const tail = end < 0 ? "" : text.slice(end);
  const rest = {
    callSite,
    source: tail === "" ? null : (SOURCE.exec(tail)?.[1] ?? null),
    notes: tail === "" ? [] : [...tail.matchAll(NOTE)].map((match) => (match[1] ?? "").trim()),
  };
  if (RAW.test(callSite)) return { ...rest, module: null, symbol: null, offset: null };
  const bytes = offset?.[1] ? canonicalHex(offset[1]) : null;
  const named = NAMED.exec(callSite);
  if (named) {
    const symbol = (named.groups?.symbol ?? "").replace(/\+0x[0-9a-f]{1,16}$/i, "");
    return { ...rest, module: named.groups?.module ?? null, symbol: withoutParameters(symbol), offset: bytes };
  }
  const bare = MODULE_ONLY.exec(callSite);
  if (bare) return { ...rest, module: bare.groups?.module ?? null, symbol: null, offset: bytes };
  const open = OPEN_MODULE.exec(callSite);
  return (
    open && {
      ...rest,
      callSite: callSite.slice(0, -1),
      module: open.groups?.module ?? null,
      symbol: null,
      offset: null,
    }
  );
}
