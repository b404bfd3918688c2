import type { DuplicateStacks, Line } from "@/evidence";

// Total threads: 14
const TOTAL = /^\s*Total threads:\s*(?<total>\d{1,6})$/i;
// Duplicate callstacks: 11 (windbg thread #s follow):
const COUNT = /^\s*Duplicate callstacks:\s*(?<count>\d{1,6})(?:\s*\(windbg thread #s follow\):?)?$/i;
// 2, 3, 4, 5, 6,
const NUMBERS = /^\s*\d{1,6}(?:, ?\d{1,6})*,?$/;

/** Reads what `!uniqstack` prints below its stacks. */
export class DuplicatesReader {
  private total: number | null = null;
  private count: { line: number; count: number } | null = null;
  private readonly threads: number[] = [];

  take({ text, number }: Line): boolean {
    const total = TOTAL.exec(text)?.groups?.total;
    const count = COUNT.exec(text)?.groups?.count;
    if (total !== undefined) this.total = Number(total);
    else if (count !== undefined) this.count = { line: number, count: Number(count) };
    else if (this.count && NUMBERS.test(text)) this.threads.push(...(text.match(/\d+/g) ?? []).map(Number));
    else return false;
    return true;
  }

  /** Nothing where it was not printed; a list that is longer or shorter than its count was damaged. */
  get found(): DuplicateStacks | undefined {
    if (!this.count) return undefined;
    const whole = this.threads.length === this.count.count;
    return { ...this.count, totalThreads: this.total, threads: whole ? this.threads : [] };
  }
}
