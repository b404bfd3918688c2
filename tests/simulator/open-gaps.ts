/**
 * Where the reader still says something that was not printed, or loses something that survived: for each parser the
 * kinds of damage, by the front of their names; or for one printer. Nothing may be added; what is mended is taken out.
 */
export const OPEN_GAPS: Readonly<Record<string, readonly string[]>> = {
  "event-log": [
    "shortened",
    "first lines lost",
    "truncated",
    "progress dots",
    "a symbol",
    "a blank line",
    "CR CR LF",
    "addresses with 0x",
  ],
  pstacks: ["paragraph tags", "debugger bold", "wrapped"],
  "sos-aspxpages": ["a symbol warning"],
  "sos-clrstack": ["shortened", "wrapped"],
  "sos-date": ["wrapped"],
  "sos-dumpstack": ["wrapped"],
  "sos-dumpasync": ["wrapped"],
  // Fragmented blocks whose types are cut or followed by a size; every kind of damage shows it on some servers.
  "sos-dumpheap/sos-2-stat-x86": [""],
  "sos-dumpheap": ["remark", "padded", "tabs"],
  "sos-dumpobj": ["wrapped", "an address dropped"],
  "sos-dumpstackobjects": ["truncated"],
  "sos-threadpool": ["truncated"],
  "windbg-analyze": ["shortened", "indentation lost"],
  "windbg-handle": ["truncated"],
  "windbg-modules": ["wrapped", "truncated"],
  "windbg-stack": ["shortened", "wrapped"],
  "windbg-target": ["wrapped"],
  "windbg-thread-switch": ["wrapped", "truncated"],
  "windbg-threads": ["back-tick eaten"],
};

/** True for a fault that is known; one of several kinds of damage is enough. */
export function isOpenGap(parser: string, fault: string): boolean {
  const { name = "", damage = "" } = /^(?<name>[^,]*), seed \d+, (?<damage>[^:]*):/.exec(fault)?.groups ?? {};
  const fronts = [...(OPEN_GAPS[parser] ?? []), ...(OPEN_GAPS[name] ?? [])];
  return damage.split(" + ").some((kind) => fronts.some((front) => kind.startsWith(front)));
}
