import type { Block, Counter, Finding } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, fact, type Rule } from "../rule";
import { duration } from "../say";
import type { Limits } from "../thresholds";

interface Watch {
  finding: string;
  object: RegExp;
  counter: RegExp;
  /** What is looked at: the mean of the log, its extremes, or how much it rose. */
  figure: "average" | "minimum" | "maximum" | "rise";
  /** True where the figure is one to speak of. */
  hit: (value: number, limits: Limits) => boolean;
  says: (value: string, counter: Counter) => string;
  /** How the figure is written. */
  shown?: (value: number) => string;
}

const plain = (value: number): string =>
  value >= 10 ? Math.round(value).toLocaleString("en-US") : String(Number(value.toFixed(2)));
const where = ({ instance }: Counter): string => (instance ? ` (${instance})` : "");

/** Counters that speak for a cause; one line for each. */
const WATCHED: readonly Watch[] = [
  {
    finding: "available-memory-low",
    object: /^Memory$/i,
    counter: /^Available MBytes$/i,
    figure: "minimum",
    hit: (value, limits) => value < limits.availableMegabytesLow,
    says: (value) => `Available memory went down to ${value} MB.`,
  },
  {
    finding: "paging-heavy",
    object: /^Memory$/i,
    counter: /^Page Reads\/sec$/i,
    figure: "average",
    hit: (value, limits) => value >= limits.pageReadsHeavy,
    says: (value) => `Windows read from the page file or from mapped files ${value} times a second.`,
  },
  {
    finding: "contention-rate-high",
    object: /LocksAndThreads$/i,
    counter: /^Contention Rate \/ sec$/i,
    figure: "average",
    hit: (value, limits) => value >= limits.contentionRateHigh,
    says: (value, counter) => `Threads ran into a taken lock ${value} times a second${where(counter)}.`,
  },
  {
    finding: "collection-time-high",
    object: /CLR Memory$/i,
    counter: /^% Time in GC$/i,
    figure: "average",
    hit: (value, limits) => value >= limits.collectionTimePercent,
    says: (value, counter) => `${value} % of the time went into garbage collections${where(counter)}.`,
  },
  {
    finding: "disk-slow",
    object: /^(?:Physical|Logical)Disk$/i,
    counter: /^Avg\. Disk sec\/(?:Read|Write|Transfer)$/i,
    figure: "average",
    hit: (value, limits) => value * 1000 >= limits.diskSlowMilliseconds,
    says: (value, counter) => `The disk${where(counter)} took ${value} for each access on average.`,
    shown: duration,
  },
  {
    finding: "connections-leaked",
    object: /(?:SqlClient|CLR Data|\.NET Data Provider)/i,
    counter: /^NumberOfReclaimedConnections$/i,
    figure: "maximum",
    hit: (value) => value > 0,
    says: (value) => `${value} database connections were never closed; the collector had to give them back.`,
  },
  {
    finding: "application-restarts-rise",
    object: /^ASP\.NET/i,
    counter: /^Application Restarts$/i,
    figure: "rise",
    hit: (value, limits) => value >= limits.restartsMany,
    says: (value) => `The application restarted ${value} times while the log ran.`,
  },
  {
    finding: "requests-queued-at-limit",
    object: /^HTTP Service Request Queues$/i,
    counter: /^CurrentQueueSize$/i,
    figure: "maximum",
    hit: (value, limits) => value >= limits.requestQueueFull,
    says: (value, counter) => `${value} requests stood in the queue of the application pool${where(counter)}.`,
  },
];

function figureOf(counter: Counter, figure: Watch["figure"]): { value: number; line: number } | null {
  if (figure === "rise") {
    const { first, last } = counter;
    return first === null || last === null ? null : { value: last - first, line: counter.line };
  }
  const value = counter[figure];
  if (value === null) return null;
  const line = figure === "minimum" ? counter.minimumLine : figure === "maximum" ? counter.maximumLine : null;
  return { value, line: line ?? counter.line };
}

function watched(counter: Counter, block: Block, limits: Limits): Finding[] {
  return WATCHED.flatMap((watch) => {
    if (!watch.object.test(counter.object ?? "") || !watch.counter.test(counter.counter ?? "")) return [];
    const figure = figureOf(counter, watch.figure);
    if (!figure || !watch.hit(figure.value, limits)) return [];
    const shown = (watch.shown ?? plain)(figure.value);
    return [
      fact(watch.finding, watch.says(shown, counter), [cite(block, figure.line)], {
        value: figure.value,
        instance: counter.instance,
        counter: counter.counter,
      }),
    ];
  });
}

/** The instance that has no name of its own only repeats the others. */
function isTotal({ instance }: Counter, all: readonly Counter[]): boolean {
  return (
    /^_(?:Total|Global_)$/i.test(instance ?? "") &&
    all.some(({ instance: other }) => other !== instance && other !== null)
  );
}

/** What logs of performance counters say about a hang. */
export const counters: Rule = {
  id: "counters",
  finds: WATCHED.map(({ finding }) => finding),
  derive(evidence: EvidenceSet) {
    return evidence
      .of("counters")
      .flatMap(({ report, block }) =>
        report.counters
          .filter((counter) => !isTotal(counter, report.counters))
          .flatMap((counter) => watched(counter, block, evidence.limits)),
      );
  },
};
