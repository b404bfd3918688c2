import { type ReadTranscript, read, type Weighed, weigh } from "@/cases/diagnose";

/** Situations of one drill that are kept; whoever wanders on beyond loses nothing but time. */
const MOST_KEPT = 400;

/** What the outputs of one drill read as and prove: whoever plays it again, or in part, reads nothing twice. */
export class Memory {
  private readonly numbers = new Map<string, number>();
  private readonly reads = new Map<string, ReadTranscript>();
  private readonly weighed = new Map<string, Weighed>();

  /** The reading of an output, as the transcript of that number. */
  read(text: string, file: number): ReadTranscript {
    const key = `${this.numberOf(text)} ${file}`;
    const known = this.reads.get(key) ?? read({ name: `output ${file + 1}`, text }, file);
    return keep(this.reads, key, known);
  }

  weigh(outputs: readonly string[], answers: ReadonlyMap<string, string>): Weighed {
    const said = [...answers].map(([question, answer]) => `${question}=${answer}`).sort();
    const key = `${outputs.map((text) => this.numberOf(text)).join(",")} ${said.join(";")}`;
    const known =
      this.weighed.get(key) ??
      weigh(
        outputs.map((text, file) => this.read(text, file)),
        { answers },
      );
    return keep(this.weighed, key, known);
  }

  private numberOf(text: string): number {
    const number = this.numbers.get(text) ?? this.numbers.size;
    this.numbers.set(text, number);
    return number;
  }
}

/** The oldest goes when there are too many. */
function keep<V>(kept: Map<string, V>, key: string, value: V): V {
  kept.delete(key);
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return value;
}
