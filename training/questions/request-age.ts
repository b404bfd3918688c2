import type { DateReport } from "@/evidence";
import type { Read } from "@/findings/evidence-set";
import { isCount, toTheSecond } from "./figures";
import { type Family, linesIn, onFinding, type Temptation } from "./question";

const MINUTE = 60;
const DAY = 86_400;

const wholeSeconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

/** The clock of the debugger shows local time, the request's start is UTC. */
const age = onFinding("request-age", "request-age", ({ values }, shown) => {
  const session = shown.evidence.of("session-time").find(({ report }) => report.instant === values.session);
  if (!session?.report.instant || typeof values.start !== "string") return null;
  const { start } = values;
  // As the clocks are shown, without fractions.
  const seconds = wholeSeconds(session.report.instant) - wholeSeconds(start);
  if (!(seconds >= 0 && seconds <= 30 * DAY)) return null;
  const { offsetMinutes, local, processUptimeSeconds: uptime, systemUptimeSeconds: system } = session.report;
  if (offsetMinutes === null || Math.abs(offsetMinutes) > 14 * MINUTE) return null;
  const shift = offsetMinutes * MINUTE;
  const asUtc: readonly Temptation[] =
    shift === 0
      ? []
      : [
          [
            toTheSecond(seconds + shift),
            "The clocks are subtracted as they stand, but one shows local time and the other UTC.",
          ],
          [toTheSecond(seconds + 2 * shift), "The zone was thought of, and then applied the wrong way round."],
        ];
  const clocks: readonly Temptation[] = [
    ...(uptime === null
      ? []
      : [
          [
            toTheSecond(uptime),
            "That is how long the process has been running. Requests begin later.",
            "uptime-as-age",
          ] as const,
        ]),
    ...(system === null
      ? []
      : [[toTheSecond(system), "That is how long the machine has been running.", "uptime-as-age"] as const]),
  ];
  return {
    text: `The debugger's clock stands at ${local.slice(11, 19)} (${zone(offsetMinutes)}), and the request began at ${start.slice(11, 19)}. How long has it been running?`,
    right: toTheSecond(seconds),
    why: `The start is kept in UTC. ${local.slice(11, 19)} there is ${session.report.instant?.slice(11, 19)} in UTC, and from that ${start.slice(11, 19)} is taken.`,
    wrong: [...asUtc, ...clocks.slice(0, shift === 0 ? 2 : 1)],
  };
});

function zone(minutes: number): string {
  if (minutes === 0) return "UTC";
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? "−" : "+"}${hours}${rest === 0 ? "" : `:${String(rest).padStart(2, "0")}`}`;
}

const PRINTS_BOTH = /convert|cvtdd|ctd|printdatetime/i;
const TICKS = /^\d{1,19}$/;

/** Extensions print a moment as a duration as well, which comes first and means nothing. */
const twoReadings: Family = {
  id: "two-readings",
  draft({ evidence }) {
    const read = evidence
      .of("date")
      .find(
        ({ report, block }) =>
          report.instant !== null && TICKS.test(report.ticks ?? "") && PRINTS_BOTH.test(block.command),
      );
    return read ? bothOf(read) : null;
  },
};

function bothOf(read: Read<DateReport>) {
  const { instant, ticks } = read.report;
  if (instant === null || ticks === null) return null;
  const seconds = Number(BigInt(ticks) / 10_000_000n);
  const clock = seconds % DAY;
  return {
    text: "The value is printed as a TimeSpan and as a DateTime. What does it say of the request?",
    right: `It began on ${instant.slice(0, 10)} at ${instant.slice(11, 19)}.`,
    why: "The field holds a moment, so only the DateTime is meant. As a duration it is the time since the year 1.",
    wrong: [
      [
        `It has been running for ${toTheSecond(clock)}.`,
        "The TimeSpan stands first and reads like an age. It counts from the year 1, days and all.",
      ],
      [
        `It was given ${Math.floor(seconds / DAY)} days until it times out.`,
        "A duration in a request suggests its limit. The limit stands elsewhere and is in seconds.",
      ],
    ] satisfies readonly Temptation[],
    about: linesIn(read, null),
  };
}

/** A process that has lived much longer than the request did not start when the trouble did. */
const HOUR = 3600;

const uptime = onFinding("uptime-or-age", "process-runs-long", ({ values }, { found }) => {
  const { uptimeSeconds } = values;
  const old = found.number("request-age", "ageSeconds");
  if (typeof uptimeSeconds !== "number" || old === null || !isCount(Math.round(uptimeSeconds))) return null;
  if (uptimeSeconds < Math.max(HOUR, 5 * old)) return null;
  return {
    text: `${found.has("said-after-restart") ? "The customer speaks of a restart. " : ""}The process has been up for ${toTheSecond(uptimeSeconds)}. What follows from that?`,
    right: "The process is not new, whatever started inside it.",
    why: "A new process would show a short uptime. Application domains come and go within a process and leave its clock alone.",
    wrong: [
      [
        `The request has been running for ${toTheSecond(uptimeSeconds)}.`,
        "It is the longest time in sight, but it belongs to the process. A request has a start of its own.",
      ],
      [
        "The process was restarted when the site began to stall.",
        "It is what one expects after such a report. The clock would have to be near the request's age.",
      ],
      [
        "The process is too old; a recycle will put it right.",
        "Age by itself harms no process, and a recycle takes the evidence with it.",
        "restarted-first",
      ],
    ],
  };
});

export const AGE_FAMILIES: readonly Family[] = [age, twoReadings, uptime];
