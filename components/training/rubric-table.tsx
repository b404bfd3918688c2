import type { ReactNode } from "react";
import { DEDUCTIONS, type Deduction, PARTS, type Part, type Score } from "@/training/rubric";

const PART_IDS = Object.keys(PARTS) as Part[];
const DEDUCTION_IDS = Object.keys(DEDUCTIONS) as Deduction[];

const CELL = "border-line border-t px-3 py-2 align-top";

/** What was taken off for one reason, and how often. */
function taken(score: Score | null, of: Deduction): { times: number; points: number } {
  const own = score?.deductions.filter((one) => one.of === of) ?? [];
  return { times: own.length, points: own.reduce((sum, { points }) => sum + Math.abs(points), 0) };
}

function Deductions({ score }: { score: Score | null }): ReactNode {
  const rows = DEDUCTION_IDS.map((of) => ({ of, ...taken(score, of) })).filter(({ times }) => !score || times > 0);
  return rows.map(({ of, times, points }) => (
    <tr key={of}>
      <th scope="row" className={`${CELL} text-left font-normal`}>
        {DEDUCTIONS[of].says}
        {times > 1 && <span className="text-soft"> · {times} times</span>}
      </th>
      <td className={`${CELL} whitespace-nowrap text-right font-medium`}>−{score ? points : DEDUCTIONS[of].points}</td>
    </tr>
  ));
}

/** What gives points and what takes them; with a score, what it gave and took. */
export function RubricTable({ score = null }: { score?: Score | null }): ReactNode {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-card">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{score ? "The score by part" : "How the score is made"}</caption>
        <thead>
          <tr className="text-left text-soft text-xs">
            <th scope="col" className="px-3 py-2 font-semibold">
              {score ? "Part" : "What gives points"}
            </th>
            <th scope="col" className="px-3 py-2 text-right font-semibold">
              Points
            </th>
          </tr>
        </thead>
        <tbody>
          {PART_IDS.map((part) => (
            <tr key={part}>
              <th scope="row" className={`${CELL} text-left font-normal`}>
                <span className="font-medium">{PARTS[part].title}</span>
                <span className="block text-soft text-xs">{PARTS[part].says}</span>
              </th>
              <td className={`${CELL} whitespace-nowrap text-right font-medium`}>
                {score ? `${Math.round(score.parts[part])} of ${PARTS[part].points}` : PARTS[part].points}
              </td>
            </tr>
          ))}
          <Deductions score={score} />
        </tbody>
        {score && (
          <tfoot>
            <tr>
              <th scope="row" className="border-line-strong border-t px-3 py-2 text-left font-semibold">
                Total
              </th>
              <td className="border-line-strong border-t whitespace-nowrap px-3 py-2 text-right font-semibold">
                {score.total} of 100
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
