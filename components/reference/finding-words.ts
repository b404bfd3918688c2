import { QUESTIONS } from "@/findings/questions";

/** A kind of finding in words: what somebody answers, or its id read aloud. */
export function findingWords(id: string): string {
  const choice = QUESTIONS.flatMap(({ answers }) => answers).find(({ finding }) => finding === id);
  const words = choice?.says ?? id.replaceAll("-", " ");
  return words.replace(/\.$/, "");
}
