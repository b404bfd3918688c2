// ...   [...]   [snip]   ... Lots of similar entries ...   <<< REMOVED FOR CLARITY >>>   # Abbreviated
// Long runs of dots show that a tool was at work.
const ELISION = /^\s*[<[({#*]{0,4}\s?(?:\.{2,9}(?!\.)|(?:snip(?:ped)?|removed|abbreviated|omitted)\b)/i;

/** True for a line that somebody put where others stood: what is below it need not belong to what is above. */
export function isElision(text: string): boolean {
  return ELISION.test(text);
}
