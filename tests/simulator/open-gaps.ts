/**
 * Where the reader still says something that was not printed, or loses something that survived: for each parser the
 * kinds of damage, by the front of their names; or for one printer. Nothing may be added; what is mended is taken out.
 */
export const OPEN_GAPS: Readonly<Record<string, readonly string[]>> = {};

/** True for a fault that is known; one of several kinds of damage is enough. */
export function isOpenGap(parser: string, fault: string): boolean {
  const { name = "", damage = "" } = /^(?<name>[^,]*), seed \d+, (?<damage>[^:]*):/.exec(fault)?.groups ?? {};
  const fronts = [...(OPEN_GAPS[parser] ?? []), ...(OPEN_GAPS[name] ?? [])];
  return damage.split(" + ").some((kind) => fronts.some((front) => kind.startsWith(front)));
}
