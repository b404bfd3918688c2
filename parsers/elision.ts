import { PatternIndex } from "./pattern-index";

// ...   [...]   [snip]   ... Lots of similar entries ...   <<< REMOVED FOR CLARITY >>>   # Abbreviated
// Long runs of dots show that a tool was at work, dots before an address how deep it stands,
// `..ctor` is a name, and `...and is waiting for the lock` what a tool says.
const ELISION =
  /^\s*[<[({#*]{0,4}\s?(?:\.{2,9}(?!\.|[\da-f]{8}|c?ctor\b|and is waiting\b)|(?:snip(?:ped)?|removed|abbreviated|omitted)\b)/i;

const ANY_ELISION = new PatternIndex([ELISION]);

/** True for a line that somebody put where others stood: what is below it need not belong to what is above. */
export function isElision(text: string): boolean {
  return ANY_ELISION.findIn(text) >= 0;
}
