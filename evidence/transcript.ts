/** Text as it was pasted or dropped, kept unchanged. */
export interface Transcript {
  /** Stable name inside a case: a file name, or `paste 3`. */
  name: string;
  text: string;
}

/** A transcript to be read; a long text may come in pieces, cut anywhere, so that it is never held twice. */
export interface ReadableTranscript {
  name: string;
  text: string | readonly string[];
}

/** One logical line of a transcript after normalising. */
export interface Line {
  /** 1-based line number in the transcript as pasted. */
  number: number;
  /** Last raw line this logical line was joined from; equals `number` unless a wrap was re-joined. */
  last: number;
  /** Normalised text: entities decoded, quotes and dashes plain, prefixes stripped. Never trimmed on the left. */
  text: string;
}

/** First and last line, 1-based and inclusive, in the transcript as pasted. */
export type LineRange = readonly [first: number, last: number];
