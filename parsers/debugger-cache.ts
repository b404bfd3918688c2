// Max cache size is       : 53657600 bytes (0xccb0 KB)      *** CacheSize too low - increasing to 51 MB
const NOTE = new RegExp(
  [
    /^\s*\*{3} CacheSize too low/,
    /^\s*Using a machine size of [0-9a-f]{1,16} pages/,
    /^\s*(?:Max cache size is|Total memory in cache|Number of regions cached)\s*:/,
    /^\s*\d{1,12} full reads broken into \d{1,12} partial reads/,
    /^\s*(?:counts|bytes)\s*: \d{1,15} cached\/\d{1,15} uncached/,
    /^\s*\*{2} (?:Transition|Prototype) PTEs are implicitly decoded/,
    /^\s*\*{2} (?:User virtual|Virtual) addresses are translated/,
    /^\s*\*{2} Implicit cache flushing disabled/,
  ]
    .map((pattern) => pattern.source)
    .join("|"),
  "i",
);

/** What the kernel debugger says of its own cache before a command that reads much. */
export function isCacheNote(text: string): boolean {
  return NOTE.test(text);
}
