/** More texts than a dump has call sites; what is kept of them stays below a few megabytes. */
const MOST = 5000;

/** Remembers what a pure function gave for a text. Logs repeat their call sites and names by the thousand. */
export function remembered<T extends object | string | null>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= MOST) known.clear();
    // A copy: a piece of the transcript would keep all of it in memory.
    const own = ` ${text}`.slice(1);
    const value = read(own);
    known.set(own, value);
    return value;
  };
}
