"use client";

import { CircleHelp } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import type { Block, Problem } from "@/evidence";
import { count } from "@/findings/say";
import type { Playbook } from "@/machines/playbook";
import { lineLabel } from "../evidence/cite-label";
import { useSelection } from "../evidence/selection";
import { useAnnounce } from "../shell/announcer";
import { ProblemText } from "../shell/problem-text";
import { Disclosure } from "../ui/disclosure";
import { Notice } from "../ui/notice";
import { FeedbackBlock } from "./feedback-block";
import { latestTranscripts, spokenResult, tellEach } from "./latest-input";
import { Offers } from "./offers";
import { useOpenCase } from "./open-case";

const MOST = 5;
/** Outputs that open on demand. */
const MORE = 60;
/** Outputs that cannot be used and are told one by one. */
const REPAIRS = 5;

const blockKey = (block: Block): string => `${block.file}-${block.lines[0]}`;

const UNKNOWN: Problem = {
  code: "NOTHING_RECOGNISED",
  what: "Nothing in it is an output this site can read.",
  fix: "Paste the whole output, from the line with the command to the last one, as the debugger printed it. The text is kept as a transcript; undo takes it out.",
};

function UnknownBlocks({ blocks }: { blocks: readonly Block[] }): ReactNode {
  const { showLine } = useSelection();
  return (
    <li className="flex gap-2.5">
      <CircleHelp aria-hidden className="mt-0.5 size-4.5 shrink-0 text-soft" />
      <div className="min-w-0">
        <p>
          Not recognised:{" "}
          {blocks.slice(0, 4).map((block) => (
            <button
              key={blockKey(block)}
              type="button"
              className="link mr-2 min-h-6"
              onClick={() => showLine(block.file, block.lines[0])}
            >
              {lineLabel(block.lines)}
            </button>
          ))}
          {blocks.length > 4 && `and ${blocks.length - 4} more places`}
        </p>
        <p className="text-soft">They are kept, and nothing is concluded from them.</p>
      </div>
    </li>
  );
}

/** An output that is an error message, or no output at all: what it means and how to get a usable one. */
function Repair({
  problem,
  command,
  shownAbove = false,
}: {
  problem: Problem;
  command: string | null;
  /** The step above shows the commands that mend it. */
  shownAbove?: boolean;
}): ReactNode {
  return (
    <li>
      <Notice
        role="alert"
        tone="problem"
        word="Cannot be used"
        title={
          <>
            {command && <code className="font-mono text-[0.95em]">{command}: </code>}
            {problem.what}
          </>
        }
      >
        <ProblemText problem={shownAbove ? { ...problem, commands: [] } : problem} />
      </Notice>
    </li>
  );
}

export interface FeedbackProps {
  playbook: Playbook;
  /** The step card stands above, with what has to be mended first. */
  belowStep: boolean;
}

/** What became of the output put in last. */
export function Feedback({ playbook, belowStep }: FeedbackProps): ReactNode {
  const { diagnosed: subject, diagnosis, busy, problems } = useOpenCase();
  const announce = useAnnounce();
  const latest = useMemo(() => latestTranscripts(subject), [subject]);
  const files = new Set(latest.map(({ file }) => file));
  const blocks = diagnosis.blocks.filter((block) => files.has(block.file));

  // Said once for each new input, when its reading is there; undo and redo speak for themselves.
  const said = useRef(new Set<string>());
  useEffect(() => {
    if (busy || latest.every(({ entry }) => said.current.has(entry.id))) return;
    for (const { entry } of latest) said.current.add(entry.id);
    announce(spokenResult(latest, diagnosis));
  }, [busy, latest, diagnosis, announce]);

  if (latest.length === 0) return null;
  const read = blocks.filter((block) => block.outcome === "read" || block.outcome === "partly-read");
  const unusable = blocks.filter((block) => block.outcome === "unusable");
  const unknown = blocks.filter((block) => block.outcome === "unknown");
  const nothing = read.length + unusable.length === 0;
  const mended = new Set(diagnosis.step.repairs.map(({ code }) => code));
  // What is told of an output depends on what was told before it, and of very many only the first are looked at.
  const told = tellEach(playbook, read.slice(0, MOST + MORE), diagnosis.findings);
  const rest = told.slice(MOST);
  const beyond = read.length - told.length;
  return (
    <section aria-labelledby="feedback" className="rounded-lg border border-line bg-card px-4 py-3.5 text-sm">
      <h3 id="feedback" className="panel-title mb-2 [overflow-wrap:anywhere]">
        {latest.length === 1 ? `Just read: ${latest[0]?.entry.name ?? ""}` : `Just read: ${latest.length} transcripts`}
      </h3>
      <ul className="grid gap-2.5">
        <Offers latest={latest} blocks={blocks} />
        {nothing && (
          <Repair problem={problems.find((problem) => problem.code === UNKNOWN.code) ?? UNKNOWN} command={null} />
        )}
        {unusable
          .slice(0, REPAIRS)
          .map(
            (block) =>
              block.problem && (
                <Repair
                  key={blockKey(block)}
                  problem={block.problem}
                  command={block.command}
                  shownAbove={belowStep && mended.has(block.problem.code)}
                />
              ),
          )}
        {unusable.length > REPAIRS && (
          <li className="text-soft">and {count(unusable.length - REPAIRS, "more output")} that cannot be used</li>
        )}
        {told.slice(0, MOST).map(({ block, findings }) => (
          <FeedbackBlock key={blockKey(block)} block={block} playbook={playbook} findings={findings} />
        ))}
        {rest.length > 0 && (
          <li>
            <Disclosure title={count(rest.length + beyond, "more output")}>
              <ul className="grid gap-2.5">
                {rest.map(({ block, findings }) => (
                  <FeedbackBlock key={blockKey(block)} block={block} playbook={playbook} findings={findings} />
                ))}
              </ul>
              {beyond > 0 && (
                <p className="mt-2 text-soft">
                  and {count(beyond, "more output")}: all of them stand in the evidence below.
                </p>
              )}
            </Disclosure>
          </li>
        )}
        {unknown.length > 0 && !nothing && <UnknownBlocks blocks={unknown} />}
      </ul>
    </section>
  );
}
