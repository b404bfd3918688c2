/** Every row of a report keeps the line it came from. */
export interface Row {
  /** 1-based line in the transcript as pasted. */
  line: number;
}
