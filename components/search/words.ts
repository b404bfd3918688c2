/** A run of characters without blanks, less the punctuation around it; `!syncblk` and `~*kb` keep what is in front. */
const RUN = /[!.~]?[\p{L}\p{N}_$#][^\s"'()[\]{}<>,;|`]*/gu;
const PART = /[\p{L}\p{N}]+/gu;
/** `ZwQueryDirectoryFile` is cut into Zw, Query, Directory, File; `SQLState2` into SQL, State, 2. */
const BETWEEN_HUMPS = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u;
/** What stands at the end of a sentence or an address that was cut. */
const TAIL = /[.:!?…*+/\\-]{1,9}$/;

const LONGEST = 60;
/** Words that say nothing of what is looked for. */
const EMPTY = new Set(
  "a an and are as at be by can do does for from has have how i if in into is it its my no not of on or so than that the their then there this to was what when where which who why will with you".split(
    " ",
  ),
);

function runsOf(text: string): string[] {
  return (text.match(RUN) ?? []).map((run) => run.replace(TAIL, "")).filter((run) => run !== "");
}

function partsOf(run: string): string[] {
  return run.match(PART) ?? [];
}

/** Lower case without accents or leading zeros of a hex number: `0x000014AC` and `14ac` are one. */
function plain(word: string): string {
  const folded = word.toLowerCase().normalize("NFKD").replaceAll(/\p{M}/gu, "");
  return /^0x[0-9a-f]+$/.test(folded) ? folded.replace(/^0x0*(?=.)/, "") : folded;
}

function usable(words: Iterable<string>): string[] {
  return [...new Set([...words].map(plain))].filter((word) => word !== "" && word.length <= LONGEST);
}

/**
 * Every word a text may be found by: `ntdll!ZwQueryDirectoryFile+0xc` by itself, by `ntdll`, `zwquerydirectoryfile`,
 * `query`, `directory`, `file`; `fltmgr.sys` by itself and by `fltmgr`.
 */
export function indexWords(text: string): string[] {
  return runsOf(text).flatMap((run) => {
    const parts = partsOf(run);
    const humps = parts.flatMap((part) =>
      /\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}/u.test(part) ? part.split(BETWEEN_HUMPS) : [],
    );
    return usable([run, ...parts, ...humps]);
  });
}

/** What somebody typed, as words that all have to be found; a symbol counts by its parts, an offset for nothing. */
export function queryWords(typed: string): string[] {
  const words = runsOf(typed.replaceAll(/\+0x[0-9a-f]+/gi, " ")).flatMap((run) => {
    const parts = partsOf(run).filter((part) => part.length > 1 || /\d/.test(part));
    return usable(parts.length > 0 ? parts : [run]);
  });
  const meant = words.filter((word) => !EMPTY.has(word));
  return [...new Set(meant.length > 0 ? meant : words)];
}
