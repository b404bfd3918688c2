import { CAUSE_IDS, type CauseId } from "@/evidence";
import type { Outcome, Play } from "@/training/play";

/** What is counted of one server: all that it printed would fill the memory. */
export interface Counted extends Pick<Play, "outcome" | "asks"> {
  cause: CauseId;
  fewest: number | null;
}

const OUTCOMES: readonly Outcome[] = ["right", "undecided", "wrong", "wrong as confirmed"];
const HEADINGS = ["cause", "servers", ...OUTCOMES, "asks", "fewest"];
const WIDTHS = [28, 8, 7, 11, 7, 20, 7, 8];

function mean(values: readonly number[]): string {
  return values.length === 0 ? "-" : (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1);
}

function row(cells: readonly (string | number)[]): string {
  return cells
    .map((cell, at) => (at === 0 ? String(cell).padEnd(WIDTHS[at] ?? 0) : String(cell).padStart(WIDTHS[at] ?? 0)))
    .join("");
}

function counted(name: string, plays: readonly Counted[]): string {
  const solved = plays.filter(({ outcome }) => outcome === "right");
  return row([
    name,
    plays.length,
    ...OUTCOMES.map((outcome) => plays.filter((play) => play.outcome === outcome).length),
    mean(solved.map(({ asks }) => asks)),
    mean(solved.flatMap(({ fewest }) => fewest ?? [])),
  ]);
}

/** How often each cause was named, and in how many asks; below it, over all, the mean asks for each of the fewest. */
export function simulationTable(plays: readonly Counted[]): string {
  const rows = CAUSE_IDS.flatMap((id) => {
    const own = plays.filter(({ cause }) => cause === id);
    return own.length > 0 ? [counted(id, own)] : [];
  });
  const measured = plays.filter(({ fewest }) => fewest !== null && fewest > 0);
  const asks = measured.reduce((sum, { asks }) => sum + asks, 0);
  const fewest = measured.reduce((sum, play) => sum + (play.fewest ?? 0), 0);
  const right = plays.filter(({ outcome }) => outcome === "right").length;
  return `${[row(HEADINGS), ...rows, counted("all", plays)].join("\n")}

named right as primary: ${((100 * right) / Math.max(1, plays.length)).toFixed(1)} %
asks for each of the fewest that would have done, over ${measured.length} servers: ${fewest > 0 ? (asks / fewest).toFixed(2) : "-"}
`;
}
