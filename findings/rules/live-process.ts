import type { Block, Finding, RuntimeCounter } from "@/evidence";
import { cite, fact, presence, type Rule } from "../rule";
import { count, duration } from "../say";
import type { Limits } from "../thresholds";

interface Watch {
  finding: string;
  /** Its name on the screen up to .NET 8, and from .NET 9 on. */
  counter: RegExp;
  hit: (value: number, limits: Limits) => boolean;
  says: (value: number) => string;
  /** Name of the figure in the finding's values. */
  value: string;
}

const rounded = (value: number): string => (value >= 10 ? Math.round(value).toLocaleString("en-US") : String(value));

/** Counters of a running process that speak for or against a cause; one line for each. */
const WATCHED: readonly Watch[] = [
  {
    finding: "pool-queue-waiting",
    counter: /^(?:ThreadPool Queue Length|dotnet\.thread_pool\.queue\.length)$/i,
    hit: (value) => value > 0,
    says: (value) =>
      `${count(Math.round(value), "piece of work waits", "pieces of work wait")} in the pool's queue for a thread.`,
    value: "queue",
  },
  {
    finding: "contention-rate-high",
    counter: /^Monitor Lock Contention Count$/i,
    hit: (value, limits) => value >= limits.contentionRateHigh,
    says: (value) => `Threads ran into a taken lock ${rounded(value)} times a second.`,
    value: "value",
  },
  {
    finding: "collection-time-high",
    counter: /^% Time in GC since last GC$/i,
    hit: (value, limits) => value >= limits.collectionTimePercent,
    says: (value) => `${rounded(value)} % of the time went into garbage collections.`,
    value: "value",
  },
  {
    finding: "processor-busy",
    counter: /^CPU Usage$/i,
    hit: (value, limits) => value >= limits.processorBusyPercent,
    says: (value) => `The process keeps the processor ${rounded(value)} % busy.`,
    value: "cpu",
  },
  {
    finding: "processor-not-busy",
    counter: /^CPU Usage$/i,
    hit: (value, limits) => value < limits.processorBusyPercent,
    says: (value) => `The process uses only ${rounded(value)} % of the processor.`,
    value: "cpu",
  },
];

const figureOf = ({ value, log }: RuntimeCounter): number | null => value ?? log?.last ?? null;

function watched(counter: RuntimeCounter, block: Block, limits: Limits): Finding[] {
  const value = figureOf(counter);
  if (value === null) return [];
  return WATCHED.filter((watch) => watch.counter.test(counter.name) && watch.hit(value, limits)).map((watch) =>
    fact(watch.finding, watch.says(value), [cite(block, counter.line)], { [watch.value]: value }),
  );
}

/** What a running process and its container tell without a dump. */
export const liveProcess: Rule = {
  id: "live-process",
  finds: [...new Set(WATCHED.map(({ finding }) => finding)), "process-counted", "processor-share-used-up"],
  derive(evidence) {
    const counted = evidence
      .of("runtime-counters")
      .flatMap(({ report, block }) => [
        presence("process-counted", "Counters of the running process were read.", [
          { file: block.file, lines: block.lines },
        ]),
        ...report.counters.flatMap((counter) => watched(counter, block, evidence.limits)),
      ]);
    const shares = evidence.of("control-groups").flatMap(({ report, block }) =>
      report.groups.flatMap(({ nrPeriods, nrThrottled, nrThrottledLine, throttledSeconds, line }) => {
        if (nrPeriods === null || nrThrottled === null || nrPeriods === 0) return [];
        const percent = Math.round((nrThrottled / nrPeriods) * 100);
        if (percent < evidence.limits.throttledPercent) return [];
        const lost = throttledSeconds === null ? "" : `, for ${duration(throttledSeconds)} in all`;
        return [
          fact(
            "processor-share-used-up",
            `The container's share of the processors was used up in ${percent} % of its periods${lost}: its threads stood still for the rest of them.`,
            [cite(block, nrThrottledLine ?? line)],
            { percent, throttled: nrThrottled, periods: nrPeriods },
          ),
        ];
      }),
    );
    return [...counted, ...shares];
  },
};
