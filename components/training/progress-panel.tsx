"use client";

import { FileDown } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useEffect, useState } from "react";
import { saveFile } from "@/browser/save-file";
import { openTrainingFiles } from "@/browser/training-files";
import { useAttempts } from "@/browser/use-attempts";
import type { Problem } from "@/evidence";
import { SEEDS } from "@/training/code";
import { codeFor, LEVEL_NEEDS, type PastResult, progressOf, type Review, STRENGTH } from "@/training/progress";
import { joinResults, progressFile } from "@/training/results/progress-file";
import { LEVEL_NAMES, type Level, TOPIC_NAMES } from "@/training/topics";
import { useAnnounce } from "../shell/announcer";
import { ProblemBanner } from "../shell/problem-banner";
import { Button } from "../ui/button";
import { drillAddress } from "./drill-address";
import { type DrillName, drillName } from "./drill-names";
import { FileChooser } from "./file-chooser";
import { carriedResults, carryResults, isFinished, pastResult } from "./past-results";

const today = (): string => new Date().toISOString().slice(0, 10);

function levelText(level: Level | null): string {
  return level === null ? "none yet" : `${level}, ${LEVEL_NAMES[level].toLowerCase()}`;
}

function Due({ reviews, written }: { reviews: readonly Review[]; written: readonly DrillName[] }): ReactNode {
  const [seed] = useState(() => Math.floor(Math.random() * SEEDS));
  if (reviews.length === 0) return <p className="text-soft text-sm">Nothing is due today.</p>;
  return (
    <ul className="grid gap-1 text-sm">
      {reviews.map(({ subject, dueOn, last }, at) => {
        const code = codeFor(subject, (seed + at) % SEEDS);
        return (
          <li key={JSON.stringify(subject)}>
            <Link className="link" href={drillAddress(code)}>
              {drillName(code, written)}
            </Link>{" "}
            <span className="text-soft">
              due since {dueOn}, last time {last} points
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Strengths({ results }: { results: readonly PastResult[] }): ReactNode {
  const { topics } = progressOf(results, today());
  return (
    <table className="w-full border-collapse text-sm">
      <thead>
        <tr className="text-left text-soft text-xs">
          <th scope="col" className="py-1 pr-3 font-medium">
            Topic
          </th>
          <th scope="col" className="py-1 pr-3 font-medium">
            Strength
          </th>
          <th scope="col" className="py-1 font-medium">
            Level reached
          </th>
        </tr>
      </thead>
      <tbody>
        {topics.map(({ topic, strength, drills, level }) => (
          <tr key={topic} className="border-line border-t">
            <th scope="row" className="py-1.5 pr-3 text-left font-normal">
              {TOPIC_NAMES[topic]}
            </th>
            <td className="py-1.5 pr-3 tabular-nums">
              {strength === null ? (
                <span className="text-soft">
                  {drills} of {STRENGTH.drills} drills
                </span>
              ) : (
                <span className="flex items-center gap-2">
                  <span className="w-7 text-right">{strength}</span>
                  <span aria-hidden className="h-1.5 w-20 rounded-full bg-sunken">
                    <span className="block h-full rounded-full bg-accent" style={{ width: `${strength}%` }} />
                  </span>
                </span>
              )}
            </td>
            <td className="py-1.5">{levelText(level)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How far a trainee is in this browser, what is due, and progress as a file. */
export function ProgressPanel({ written }: { written: readonly DrillName[] }): ReactNode {
  const announce = useAnnounce();
  const { attempts } = useAttempts();
  const [carried, setCarried] = useState<readonly PastResult[]>([]);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  useEffect(() => setCarried(carriedResults()), []);
  const results = joinResults(attempts.filter(isFinished).map(pastResult), carried);
  const { level, drills, due } = progressOf(results, today());
  const save = (): void =>
    saveFile(`waitchain-progress-${today()}.json`, new Blob([progressFile(results)], { type: "application/json" }));
  const load = async (files: readonly File[]): Promise<void> => {
    const read = await openTrainingFiles(files);
    setProblems(read.problems);
    if (read.progress.length === 0) return;
    carryResults(read.progress);
    setCarried(carriedResults());
    announce(`${read.progress.length} results read`);
  };
  return (
    <section aria-labelledby="progress" className="grid gap-4">
      <h2 id="progress" className="panel-title">
        Your progress
      </h2>
      <ProblemBanner problems={problems} onDismiss={() => setProblems(problems.slice(1))} />
      {drills === 0 ? (
        <p className="text-soft text-sm">
          No drill is finished yet. {STRENGTH.drills} drills of a topic show how strong you are in it.
        </p>
      ) : (
        <>
          <p className="text-sm">
            {drills} {drills === 1 ? "drill" : "drills"} finished. Level: {levelText(level)}.{" "}
            <span className="text-soft">
              A level is reached by {LEVEL_NEEDS.drills} drills with {LEVEL_NEEDS.points} points.
            </span>
          </p>
          <Strengths results={results} />
          <div>
            <h3 className="mb-1 font-medium text-sm">Due for review</h3>
            <Due reviews={due} written={written} />
          </div>
        </>
      )}
      <div className="flex flex-wrap gap-2">
        <Button disabled={results.length === 0} onClick={save}>
          <FileDown aria-hidden />
          Save progress
        </Button>
        <FileChooser label="Open progress" onFiles={(files) => void load(files)} />
      </div>
    </section>
  );
}
