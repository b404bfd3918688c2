import type { EventMeaning } from "@/evidence";

/** What a message that was quoted alone can only be the text of. */
interface Sentence {
  text: RegExp;
  meaning: EventMeaning;
}

const POOL = "'[^'%<]{1,120}'";
const PROCESS = "The process id was '\\d{1,10}'";
const BEGIN = '^\\s*(?:[>"“`] ?)?';
/** What the help of Windows Server 2003 puts below any description. */
export const SENTENCE_FOOT = /^\s*For more information, see Help and Support Center at http\S{1,80}\s*$/;

function about(pool: string, meaning: EventMeaning): Sentence {
  return { text: new RegExp(`${BEGIN}A process serving application pool ${POOL} ${pool}`, "i"), meaning };
}

const SENTENCES: readonly Sentence[] = [
  about(`suffered a fatal communication error with the [\\w ]{10,60}\\. ${PROCESS}`, "communication-error"),
  about(`failed to respond to a ping\\. ${PROCESS}`, "ping-failed"),
  about(`exceeded time limits during shut ?down\\. ${PROCESS}`, "shutdown-time-limit"),
  about(`terminated unexpectedly\\. ${PROCESS}`, "terminated"),
  {
    text: new RegExp(
      `${BEGIN}Application pool ${POOL} is being automatically disabled due to a series of failures`,
      "i",
    ),
    meaning: "pool-disabled",
  },
];

/** Any of them. */
export const EVENT_SENTENCES: readonly RegExp[] = SENTENCES.map(({ text }) => text);

/**
 * What the entry with this text says; null when it is no text that only one has. Which service logged it, and under
 * which id, the text does not tell: those of IIS 6 and later are worded alike.
 */
export function meaningOfSentence(text: string): EventMeaning | null {
  return SENTENCES.find((sentence) => sentence.text.test(text))?.meaning ?? null;
}
