/** What an attribute of a word may hold. */
type Attributes = Readonly<Record<string, RegExp>>;

/** Every word that content may use beside Markdown. A word that is not here fails the build. */
export const WORDS: Readonly<Record<string, Attributes>> = {
  /** A value of the case, `<finding id>.<value>`; its children stand in where there is no case. */
  Fact: { of: /^[a-z0-9-]+\.[a-zA-Z0-9]+$/ },
  Note: { kind: /^(?:trap|cost|why|tip)$/ },
  /** Around a table that explains printed fields. */
  Columns: {},
  LookAlikes: {},
  Confirm: {},
  Refute: {},
  Remedy: {},
  Verify: {},
  Disproof: {},
  Sources: {},
};

/** Words that show a part of a cause's definition, so that it is not written twice. */
export const CAUSE_WORDS: readonly string[] = [
  "LookAlikes",
  "Confirm",
  "Refute",
  "Remedy",
  "Verify",
  "Disproof",
  "Sources",
];
