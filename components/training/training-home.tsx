"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useAttempts } from "@/browser/use-attempts";
import { LEVEL_NAMES, LEVELS } from "@/training/topics";
import { ProblemBanner } from "../shell/problem-banner";
import { CodeBox } from "./code-box";
import type { DrillCard } from "./drill-card";
import { DrillRow } from "./drill-row";
import { drillState } from "./drill-states";
import { ProgressPanel } from "./progress-panel";
import { Surprise } from "./surprise";
import { UnfinishedDrills } from "./unfinished-drills";

/** The drills by level, and all that this browser knows of who plays them. */
export function TrainingHome({ drills }: { drills: readonly DrillCard[] }): ReactNode {
  const { attempts, problem, remove, dismissProblem } = useAttempts();
  return (
    <>
      <ProblemBanner problems={problem ? [problem] : []} onDismiss={dismissProblem} />
      <main
        tabIndex={-1}
        className="mx-auto grid w-full max-w-[76rem] gap-x-12 gap-y-10 px-4 py-8 outline-none sm:px-6 sm:py-10 lg:grid-cols-[minmax(0,1fr)_22rem]"
      >
        <div className="grid min-w-0 content-start gap-9">
          <header>
            <h1 className="font-semibold text-3xl tracking-[-0.022em]">Debug a hung server now</h1>
            <p className="mt-2 max-w-[62ch] text-lg text-soft">
              Made-up servers with a real hang: type commands as in the debugger, make the mistakes that cost hours
              elsewhere, and see afterwards what the best way was. All of it stays in this browser.
            </p>
          </header>
          <UnfinishedDrills drills={drills} attempts={attempts} onRemove={(id) => void remove(id)} />
          {LEVELS.map((level) => {
            const own = drills.filter((drill) => drill.level === level);
            if (own.length === 0) return null;
            return (
              <section key={level} aria-labelledby={`level-${level}`}>
                <h2 id={`level-${level}`} className="mb-2.5 font-semibold text-xl tracking-tight">
                  {`Level ${level}: ${LEVEL_NAMES[level]}`}
                </h2>
                <ul className="rounded-lg border border-line bg-card">
                  {own.map((drill) => (
                    <DrillRow key={drill.id} drill={drill} state={drillState(drill.id, attempts)} />
                  ))}
                </ul>
              </section>
            );
          })}
        </div>
        <div className="grid min-w-0 content-start gap-8">
          <Surprise />
          <CodeBox drills={drills} />
          <ProgressPanel written={drills} />
          <ul className="grid gap-2 text-sm text-soft">
            <li>
              <Link href="/training/certificate" prefetch={false} className="link">
                Print a certificate
              </Link>{" "}
              of the drills you finished, or check somebody’s.
            </li>
            <li>
              You train others?{" "}
              <Link href="/training/trainer" prefetch={false} className="link">
                Put drills together for a class
              </Link>{" "}
              and collect the results.
            </li>
          </ul>
        </div>
      </main>
    </>
  );
}
