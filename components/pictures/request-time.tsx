import type { ReactNode } from "react";
import type { Finding } from "@/evidence";
import { clock, duration } from "@/findings/say";
import { THRESHOLDS } from "@/findings/thresholds";
import { Figure, type FigureRow } from "./figure";
import { Known, number, text } from "./known";

const LEFT = 12;
const RIGHT = 308;

/** `GMT+2`, `GMT-3:30`. */
function zone(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes);
  const rest = minutes % 60;
  return `GMT${offsetMinutes < 0 ? "−" : "+"}${Math.floor(minutes / 60)}${rest > 0 ? `:${String(rest).padStart(2, "0")}` : ""}`;
}

function zoneNote(session: Finding | null): string {
  const offset = number(session, "offsetMinutes");
  const local = text(session, "local");
  if (offset === null || local === null) return "";
  return offset === 0
    ? "The debugger's time is UTC."
    : `The debugger shows ${local.slice(11, 19)}, which is ${zone(offset)}.`;
}

/** When the request began and when the dump was taken. Draws nothing before one of the two is known. */
export function RequestTime({ findings }: { findings: readonly Finding[] }): ReactNode {
  const known = new Known(findings);
  const start = known.first("request-start");
  const session = known.first("session-time");
  const age = known.first("request-age");
  const began = text(start, "instant");
  const taken = text(session, "instant");
  const seconds = number(age, "ageSeconds");
  if (!start && !session) return null;

  const rows: FigureRow[] = [
    {
      id: "start",
      head: "Request began",
      cells: [began ? clock(began) : "not known yet"],
      findings: start ? [start] : [],
    },
    {
      id: "dump",
      head: "Dump was taken",
      cells: [taken ? clock(taken) : "not known yet"],
      findings: session ? [session] : [],
    },
    {
      id: "age",
      head: "So it had been running for",
      cells: [seconds === null ? "not known yet" : duration(seconds)],
      findings: age ? [age] : [],
    },
  ];
  const limit = THRESHOLDS.requestOldSeconds.value;
  const from = seconds === null ? 60 : 40;
  const scale = seconds === null ? 0 : (268 - from) / Math.max(seconds, limit * 1.2);
  const end = seconds === null ? 268 : from + seconds * scale;
  return (
    <Figure title="The request" caption={zoneNote(session)} columns={["Moment", "Time"]} rows={rows}>
      <svg
        role="img"
        aria-label={`Time line of the request: ${rows.map((row) => `${row.head} ${row.cells[0]}`).join("; ")}.`}
        viewBox="0 0 320 92"
        className="block h-auto w-full"
      >
        <path d={`M${LEFT} 38H${RIGHT}`} stroke="var(--line)" strokeWidth="8" strokeLinecap="round" />
        {seconds !== null && (
          <>
            <path d={`M${from} 38H${end}`} stroke="var(--likely)" strokeWidth="8" strokeLinecap="round" />
            <path d={`M${from + limit * scale} 29V47`} stroke="var(--ink)" strokeWidth="1.25" strokeDasharray="2 2" />
            <text
              x={from + limit * scale}
              y="84"
              fontSize="10.5"
              fill="var(--soft)"
              textAnchor={limit * scale < 60 ? "start" : "middle"}
            >
              {limit} s: a hang from here on
            </text>
            <path d={`M${from + limit * scale} 47V72`} stroke="var(--faint)" strokeWidth="1" strokeDasharray="2 2" />
            <text
              x={(from + end) / 2 + 14}
              y="63"
              fontSize="12.5"
              fontWeight="550"
              fill="var(--ink)"
              textAnchor="middle"
            >
              {duration(seconds)}
            </text>
          </>
        )}
        <g fontSize="11.5" fill="var(--soft)">
          {began && (
            <text x={from} y="20">
              {clock(began)}
            </text>
          )}
          {taken && (
            <text x={RIGHT} y="20" textAnchor="end">
              dump {clock(taken)}
            </text>
          )}
          {seconds === null && (
            <text x="160" y="64" textAnchor="middle">
              {began ? "when the dump was taken is not known yet" : "when the request began is not known yet"}
            </text>
          )}
        </g>
      </svg>
    </Figure>
  );
}
