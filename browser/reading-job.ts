import { type ReadingTurn, type ReadTranscript, readInTurns } from "@/cases/diagnose";
import type { Block } from "@/evidence";
import type { LongReading } from "./diagnosis-protocol";
import { LineIndexer } from "./line-index";
import { type CaseText, decoded, type LongText } from "./long-text";

/** Share of the work that fetching and decoding a text is. */
const FETCHING = 0.1;
/** Characters of its beginning that are kept. */
const HEAD = 50_000;

function headOf(pieces: readonly string[]): string {
  let head = "";
  for (let at = 0; at < pieces.length && head.length < HEAD; at++)
    head += (pieces[at] ?? "").slice(0, HEAD - head.length);
  return head;
}

/** The reading of one transcript, done in turns: it can be left at any time, and taken up again. */
export class ReadingJob {
  line = 0;
  lines = 0;
  share = 0;
  blocks: readonly Block[] = [];
  result: { read: ReadTranscript; long: LongReading | null } | null = null;
  private readonly turns: AsyncGenerator<void, void, undefined>;
  private running: Promise<unknown> | null = null;

  constructor(
    readonly name: string,
    private readonly text: CaseText,
  ) {
    this.turns = this.work();
  }

  /** Works for one turn, some tens of milliseconds. Whoever asks meanwhile gets the same turn. */
  async turn(): Promise<void> {
    this.running ??= this.turns.next().finally(() => {
      this.running = null;
    });
    await this.running;
  }

  private async *work(): AsyncGenerator<void, void, undefined> {
    if (typeof this.text === "string") {
      const read = yield* this.parse(this.text, 0);
      this.result = { read, long: null };
      return;
    }
    const pieces: string[] = [];
    const indexer = yield* this.fetch(this.text, pieces);
    const head = ` ${headOf(pieces)}`.slice(1);
    const read = yield* this.parse(pieces, FETCHING);
    this.result = { read, long: { index: indexer.finish(), head } };
  }

  private async *fetch(text: LongText, pieces: string[]): AsyncGenerator<void, LineIndexer, undefined> {
    let indexer = new LineIndexer("utf-8");
    let fetched = 0;
    const chunks = decoded(text, (encoding) => {
      indexer = new LineIndexer(encoding);
      pieces.length = 0;
      fetched = 0;
    });
    for await (const chunk of chunks) {
      indexer.push(chunk.bytes);
      pieces.push(chunk.text);
      fetched += chunk.bytes.length;
      this.share = FETCHING * (fetched / text.blob.size);
      yield;
    }
    return indexer;
  }

  private async *parse(
    text: string | readonly string[],
    from: number,
  ): AsyncGenerator<void, ReadTranscript, undefined> {
    const turns = readInTurns({ name: this.name, text }, 0);
    for (;;) {
      const turn = turns.next();
      if (turn.done) {
        this.share = 1;
        return turn.value;
      }
      this.take(turn.value, from);
      yield;
    }
  }

  private take({ line, lines, blocks }: ReadingTurn, from: number): void {
    this.line = line;
    this.lines = lines;
    this.blocks = blocks;
    this.share = from + (1 - from) * (line / Math.max(1, lines)) * 0.999;
  }
}
