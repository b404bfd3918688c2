/** What a message that was quoted alone can only be the text of. */
interface Sentence {
  text: RegExp;
  /** Id in the log of WAS; the World Wide Web Publishing Service of IIS 6 has another. */
  was: number;
  iis6: number;
}

const POOL = "'[^'%<]{1,120}'";
const PROCESS = "The process id was '\\d{1,10}'";
const BEGIN = '^\\s*(?:[>"“`] ?)?';

function about(pool: string, was: number): Sentence {
  return { text: new RegExp(`${BEGIN}A process serving application pool ${POOL} ${pool}`, "i"), was, iis6: was - 4000 };
}

const SENTENCES: readonly Sentence[] = [
  about(`suffered a fatal communication error with the [\\w ]{10,60}\\. ${PROCESS}`, 5011),
  about(`failed to respond to a ping\\. ${PROCESS}`, 5010),
  about(`exceeded time limits during shut ?down\\. ${PROCESS}`, 5013),
  about(`terminated unexpectedly\\. ${PROCESS}`, 5009),
  {
    text: new RegExp(
      `${BEGIN}Application pool ${POOL} is being automatically disabled due to a series of failures`,
      "i",
    ),
    was: 5002,
    iis6: 1002,
  },
];

/** Any of them. */
export const EVENT_SENTENCES: readonly RegExp[] = SENTENCES.map(({ text }) => text);

/** Source and id of the entry that has this text; null when it is no text that only one has. */
export function eventOfSentence(text: string): { source: string; id: number } | null {
  const found = SENTENCES.find((sentence) => sentence.text.test(text));
  if (!found) return null;
  const iis6 = /World Wide Web Publishing Service/i.test(text);
  return iis6 ? { source: "W3SVC", id: found.iis6 } : { source: "WAS", id: found.was };
}
