"use client";

import { FileSearch, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Incoming } from "@/browser/case-view";
import type { Progress } from "@/browser/diagnosis-protocol";
import { count } from "@/findings/say";
import { citeLabel, findingKey } from "../evidence/cite-label";
import { Button } from "../ui/button";

export interface ReadingPanelProps {
  progress: Progress | null;
  /** What is being read and not in the case yet. */
  incoming: readonly Incoming[];
  /** Ends the reading of what is not in the case yet; null where there is nothing to end. */
  onCancel: (() => void) | null;
}

/** Lines from which on a reading is worth a panel of its own. */
const LONG = 20_000;

/** True while something is read that takes its time, or has shown something already. */
export function isLongReading(progress: Progress | null): boolean {
  const file = progress?.file;
  return file !== null && file !== undefined && (file.lines >= LONG || file.findings.length > 0);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

function Facts({ progress, size }: { progress: Progress; size: number | null }): ReactNode {
  const { file } = progress;
  if (!file) return "Drawing the conclusions …";
  if (file.concluding) return "All read. Drawing the conclusions …";
  const lines = file.lines > 0 ? `${file.line.toLocaleString("en-US")} of ${count(file.lines, "line")}` : null;
  return [
    size === null ? null : `${megabytes(size * file.share)} of ${megabytes(size)}`,
    lines,
    file.outputs > 0 ? count(file.outputs, "output") : null,
  ]
    .filter((part) => part !== null)
    .join(" · ");
}

/** How far the reading of a long transcript is, and what it has shown so far. */
export function ReadingPanel({ progress, incoming, onCancel }: ReadingPanelProps): ReactNode {
  const file = progress?.file ?? null;
  const [first] = incoming;
  const name = file?.name ?? first?.name;
  if (!progress && incoming.length === 0) return null;
  if (name === undefined) return null;
  const size = incoming.find((each) => each.name === name)?.size ?? null;
  const share = file?.share ?? (progress && progress.read >= progress.of ? 1 : 0);
  const percent = Math.floor(share * 100);
  const others = incoming.length - 1;
  return (
    <section aria-labelledby="reading" className="rounded-lg border border-line bg-card px-4 py-3.5 text-sm">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <FileSearch aria-hidden className="mt-0.5 size-4.5 shrink-0 text-accent" />
        <div className="min-w-0 flex-1 basis-52">
          <h3 id="reading" className="font-medium [overflow-wrap:anywhere]">
            Reading {name}
            {others > 0 && ` and ${count(others, "more file")}`}
          </h3>
          <p className="text-soft text-xs tabular-nums">
            {progress ? <Facts progress={progress} size={size} /> : "Fetching the file …"}
          </p>
        </div>
        <span className="font-semibold text-lg tabular-nums leading-none">{percent} %</span>
        {onCancel && (
          <Button onClick={onCancel} className="min-h-8 px-2.5">
            <X aria-hidden />
            Cancel
          </Button>
        )}
      </div>
      {/* Native bars cost the page a multiple of this with every change. */}
      <div
        role="progressbar"
        aria-label={`Reading ${name}`}
        aria-valuenow={percent}
        className="mt-2 h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div className="h-full origin-left bg-accent" style={{ transform: `scaleX(${share})` }} />
      </div>
      {file && file.findings.length > 0 && (
        <div className="mt-3">
          <p className="panel-title">
            Shown so far
            <span className="font-normal normal-case tracking-normal"> · {count(file.found, "finding")}</span>
          </p>
          <ul aria-label="First findings" className="mt-1 grid gap-1">
            {file.findings.map((finding) => (
              <li key={findingKey(finding)} className="leading-snug">
                {finding.says}{" "}
                <span className="text-2xs text-soft">
                  {finding.cites
                    .slice(0, 1)
                    .map((cite) => citeLabel(cite, []))
                    .join("")
                    .replace(/ of transcript \d+$/, "")}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {onCancel && (
        <p className="mt-2 text-2xs text-soft">
          It is put into the case when all of it is read. Cancel changes nothing.
        </p>
      )}
    </section>
  );
}
