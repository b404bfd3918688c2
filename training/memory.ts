import {
  type DiagnoseOptions,
  type Place,
  placeIn,
  type ReadTranscript,
  read,
  type Weighed,
  weigh,
} from "@/cases/diagnose";
import { FIRST_PLAYBOOK } from "@/machines/list";

/** Situations of one drill that are kept; whoever wanders on beyond loses nothing but time. */
const MOST_KEPT = 400;

/** What the outputs of one drill read as and prove: whoever plays it again, or in part, reads nothing twice. */
export class Memory {
  private readonly numbers = new Map<string, number>();
  private readonly reads = new Map<string, ReadTranscript>();
  private readonly weighed = new Map<string, Weighed>();
  private readonly places = new WeakMap<Weighed, Map<string, Place>>();

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

  /** Where the procedure stands; whoever weighed it has given the answers. */
  place(weighed: Weighed, options: DiagnoseOptions): Place {
    const places = this.places.get(weighed) ?? new Map<string, Place>();
    this.places.set(weighed, places);
    const key = `${options.tool} ${options.skipped?.join()}`;
    const place = places.get(key) ?? placeIn(FIRST_PLAYBOOK, weighed, options);
    places.set(key, place);
    return place;
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
