import type { Line, Row } from "@/evidence";
import { ScannedLine } from "./scanned-line";

/**
 * The rows of a stack. Those exactly as debuggers print them are kept as lines and read when somebody looks at the
 * stack: most of a long log's are never looked at one by one, and a row takes several times the room of its line.
 */
export class LateRows<R extends Row> {
  private readonly rows: (R | ScannedLine)[] = [];

  constructor(private readonly read: (line: Line) => R | null) {}

  get length(): number {
    return this.rows.length;
  }

  add(row: R): void {
    this.rows.push(row);
  }

  /** A line that is known to be read whole. */
  addLate(line: ScannedLine): void {
    this.rows.push(line);
  }

  last(): R | undefined {
    return this.rows.length === 0 ? undefined : this.at(this.rows.length - 1);
  }

  replaceLast(row: R): void {
    this.rows[this.rows.length - 1] = row;
  }

  dropLast(): void {
    this.rows.pop();
  }

  /** The rows that were read already. */
  early(): R[] {
    return this.rows.filter((row): row is R => !(row instanceof ScannedLine));
  }

  all(): R[] {
    return Array.from(this.rows, (_, at) => this.at(at)).filter((row) => row !== undefined);
  }

  private at(index: number): R | undefined {
    const row = this.rows[index];
    if (!(row instanceof ScannedLine)) return row;
    const read = this.read(row);
    if (read) this.rows[index] = read;
    return read ?? undefined;
  }
}

/** The same object, in which a property is worked out when it is first asked for. Copies of it hold the value. */
export function withLate<T extends object, K extends keyof T>(object: T, key: K, work: () => T[K]): T {
  return Object.defineProperty(object, key, {
    configurable: true,
    enumerable: true,
    get: () => {
      const value = work();
      Object.defineProperty(object, key, { configurable: true, enumerable: true, writable: true, value });
      return value;
    },
  });
}
