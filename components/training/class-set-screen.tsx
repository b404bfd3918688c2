"use client";

import { Check, Circle } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { openTrainingFiles } from "@/browser/training-files";
import { useAttempts } from "@/browser/use-attempts";
import { type Problem, problemIn } from "@/evidence";
import { type ClassSet, setFromHash, setHash } from "@/training/results/class-set";
import { ReferencePage } from "../reference/reference-page";
import { DropVeil } from "../shell/drop-veil";
import { usePageInput } from "../shell/page-input";
import { ProblemBanner } from "../shell/problem-banner";
import { useHash } from "../wizard/use-hash";
import { drillAddress } from "./drill-address";
import { type DrillName, drillName } from "./drill-names";
import { FileChooser } from "./file-chooser";
import { isFinished } from "./past-results";

type Read = { set: ClassSet | null; problem: Problem | null };

function readHash(hash: string | null): Read {
  try {
    return { set: setFromHash(hash ?? ""), problem: null };
  } catch (error) {
    return { set: null, problem: problemIn(error) };
  }
}

interface DrillLine {
  code: string;
  name: string;
  /** Best of the finished tries in this browser. */
  best: number | null;
  passed: boolean;
}

function SetDrills({ lines }: { lines: readonly DrillLine[] }): ReactNode {
  return (
    <ol className="divide-y divide-line rounded-lg border border-line bg-card">
      {lines.map(({ code, name, best, passed }) => {
        const Icon = passed ? Check : Circle;
        return (
          <li key={code} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-3.5 py-2">
            <Icon aria-hidden className={passed ? "size-4 text-accent" : "size-4 text-faint"} />
            <span className="min-w-0 flex-1">
              <Link href={drillAddress(code)} className="link">
                {name}
              </Link>{" "}
              <code className="font-mono text-soft text-xs">{code}</code>
            </span>
            <span className="text-soft text-sm">
              {best === null ? "not finished yet" : `${best} points, ${passed ? "passed" : "not passed"}`}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** The drills that a trainer gave to a class, as a trainee sees them. */
export function ClassSetScreen({ written }: { written: readonly DrillName[] }): ReactNode {
  const { set, problem } = readHash(useHash());
  const { attempts } = useAttempts();
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const open = async (files: Parameters<typeof openTrainingFiles>[0]): Promise<void> => {
    const read = await openTrainingFiles(files);
    setProblems(read.problems);
    if (read.set) location.hash = setHash(read.set);
  };
  const dragging = usePageInput({
    onText: (text) => void open([{ name: "Pasted text", text }]),
    onFiles: (files) => void open(files),
  });
  const lines = (set?.codes ?? []).map((code): DrillLine => {
    const points = attempts
      .filter(isFinished)
      .flatMap(({ finished }) => (finished.summary.code === code ? finished.summary.total : []));
    const best = points.length > 0 ? Math.max(...points) : null;
    return { code, name: drillName(code, written), best, passed: set !== null && (best ?? -1) >= set.mastery };
  });
  const dismiss = (): void => {
    if (problem) location.hash = "";
    else setProblems(problems.slice(1));
  };
  const shown = problem ? [problem, ...problems] : problems;
  return (
    <>
      <ReferencePage
        path="/training/set"
        eyebrow="Training"
        title={set?.title ?? "A set of drills"}
        lead={
          set
            ? `${set.codes.length} ${set.codes.length === 1 ? "drill" : "drills"}. Each is passed from ${set.mastery} points. After a drill, save its result file and send it to your trainer.`
            : "A trainer gives a set as a link, as text or as a file. Open the link, or paste or drop the set here."
        }
      >
        <ProblemBanner problems={shown} onDismiss={dismiss} />
        {set ? (
          <>
            <p className="mb-2 text-sm" role="status">
              {lines.filter(({ passed }) => passed).length} of {lines.length} passed in this browser
            </p>
            <SetDrills lines={lines} />
          </>
        ) : (
          <FileChooser label="Open a set" onFiles={(files) => void open(files)} />
        )}
      </ReferencePage>
      <DropVeil shown={dragging} />
    </>
  );
}
