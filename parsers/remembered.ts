/** More texts than a dump has call sites; what is kept of them stays below a few megabytes. */
const MOST = 5000;

/** A copy: a piece of the transcript would keep all of it in memory. */
function ownCopy(text: string): string {
  return ` ${text}`.slice(1);
}

/** Remembers what a pure function gave for a text. Logs repeat their call sites and names by the thousand. */
export function remembered<T extends object | string | null>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= MOST) known.clear();
    const own = ownCopy(text);
    const value = read(own);
    known.set(own, value);
    return value;
  };
}

const SLOTS = 4096;

/** A number that is rarely the same for two ends of rows. */
function slotOf(text: string, from: number): number {
  const { length } = text;
  let slot = length - from;
  slot = slot * 31 + text.charCodeAt(length - 1);
  slot = slot * 31 + text.charCodeAt(length - 2);
  slot = slot * 31 + text.charCodeAt(from);
  slot = slot * 31 + text.charCodeAt(from + ((length - from) >> 1));
  return (slot ^ (slot >> 12)) & (SLOTS - 1);
}

/** The same for what a row ends with, told in one look without cutting it off. */
export function rememberedEnds<T extends object | null>(read: (text: string) => T): (text: string, from: number) => T {
  const known = remembered(read);
  const keys = new Array<string>(SLOTS).fill("");
  const values = new Array<T | null>(SLOTS).fill(null);
  return (text, from) => {
    if (from >= text.length) return known("");
    const slot = slotOf(text, from);
    const key = keys[slot] as string;
    if (key.length === text.length - from && text.endsWith(key)) return values[slot] as T;
    const end = text.slice(from);
    const value = known(end);
    keys[slot] = ownCopy(end);
    values[slot] = value;
    return value;
  };
}
