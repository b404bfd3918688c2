import type { Line, Row } from "@/evidence";
import { scanLine } from "./scanned-line";

/**
 * The rows of a stack. Those exactly as debuggers print them are kept as text and read when somebody looks at the
 * stack: a row takes several times the room of its text, and most of a long log's nobody ever looks at.
 */
export class LateRows<R extends Row> {
  private rows: (R | string)[] = [];
  /** For each row that is still text, its line's number. */
  private readonly numbers: number[] = [];

  constructor(private readonly read: (line: Line) => R | null) {}

  get length(): number {
    return this.rows.length;
  }

  add(row: R): void {
    this.numbers.push(0);
    this.rows.push(row);
  }

  /** A line that `read` is known to read. */
  addLate({ number, text }: Line): void {
    this.numbers.push(number);
    this.rows.push(text);
  }

  last(): R | undefined {
    return this.rows.length === 0 ? undefined : this.at(this.rows.length - 1);
  }

  replaceLast(row: R): void {
    this.rows[this.rows.length - 1] = row;
  }

  dropLast(): void {
    this.rows.pop();
    this.numbers.pop();
  }

  /** Changes the rows that were read already. */
  changeEarly(change: (row: R) => R): void {
    this.rows = this.rows.map((row) => (typeof row === "string" ? row : change(row)));
  }

  /** The rows that were read already. */
  early(): R[] {
    return this.rows.filter((row): row is R => typeof row !== "string");
  }

  /** All rows; the same list whenever it is asked for. */
  all(): readonly R[] {
    for (let at = 0; at < this.rows.length; at++) this.at(at);
    return this.rows as R[];
  }

  private at(index: number): R | undefined {
    const row = this.rows[index];
    if (typeof row !== "string") return row;
    const read = this.read(scanLine(this.numbers[index] ?? 0, row));
    if (read) this.rows[index] = read;
    return read ?? undefined;
  }
}

const ROWS: unique symbol = Symbol("rows");

interface HasRows<R extends Row> {
  frames: readonly R[];
  [ROWS]?: LateRows<R>;
}

/** One for all objects, so that all have the same shape. */
function framesOf<R extends Row>(this: HasRows<R>): readonly R[] {
  return this[ROWS]?.all() ?? [];
}

const FRAMES: PropertyDescriptor = { configurable: true, enumerable: true, get: framesOf };

/**
 * The same stack, whose frames are these rows. Copies of it hold the frames themselves. The accessor is a property of
 * its own, for one that took the place of another would cost each stack a table of its properties.
 */
export function withRows<R extends Row, T extends { frames: readonly R[] }>(stack: T, rows: LateRows<R>): T {
  const { frames: _early, ...late } = stack;
  Object.defineProperty(late, ROWS, { value: rows });
  return Object.defineProperty(late, "frames", FRAMES) as T;
}
