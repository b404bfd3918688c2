"use client";

import { Search } from "lucide-react";
import { type ReactNode, useDeferredValue, useId, useMemo, useState } from "react";
import { count } from "@/findings/say";
import type { StackGroup, StackSurvey } from "@/findings/stack-groups";
import { Disclosure } from "../ui/disclosure";
import { stackFilter } from "./stack-filter";
import { activityWords, StackGroupRow } from "./stack-group-row";

/** So many kinds at a time. */
const PAGE = 30;

const total = (groups: readonly StackGroup[]): number => groups.reduce((sum, group) => sum + group.count, 0);

interface Section {
  says: string;
  groups: StackGroup[];
}

/** Groups that do the same thing, in the order they come; what holds others up stands first. */
function sectionsOf(groups: readonly StackGroup[]): Section[] {
  const sections = new Map<string, Section>();
  for (const group of groups) {
    const says = group.holds.length > 0 ? "with the owner of a lock that others wait for" : activityWords(group, 2);
    const section = sections.get(says) ?? { says, groups: [] };
    section.groups.push(group);
    sections.set(says, section);
  }
  return [...sections.values()];
}

function GroupList({
  label,
  survey,
  groups,
  matches,
  words,
}: {
  label: string;
  survey: StackSurvey;
  groups: readonly StackGroup[];
  matches: ReadonlySet<number>;
  words: string;
}): ReactNode {
  const [pages, setPages] = useState(1);
  const shown = groups.slice(0, pages * PAGE);
  const sections = useMemo(() => sectionsOf(groups), [groups]);
  return (
    <>
      {sectionsOf(shown).map(({ says, groups: alike }) => (
        <section key={says} aria-label={`${label}: ${says}`}>
          {sections.length > 1 && sections.length < groups.length && (
            <h4 className="mt-3 border-line border-b pb-1 font-medium text-2xs text-soft first-letter:uppercase">
              {says} · {count(total(sections.find((section) => section.says === says)?.groups ?? alike), "thread")}
            </h4>
          )}
          <ol className="border-line border-t first:border-t-0">
            {alike.map((group) => (
              <StackGroupRow key={group.id} survey={survey} group={group} matches={matches} words={words} />
            ))}
          </ol>
        </section>
      ))}
      {groups.length > shown.length && (
        <button type="button" className="link mt-2 min-h-6 text-xs" onClick={() => setPages(pages + 1)}>
          Show {Math.min(PAGE, groups.length - shown.length)} more of {groups.length - shown.length}
        </button>
      )}
    </>
  );
}

/** Equal stacks as one line each, the most telling first, idle ones folded away. */
export function StackGroups({ survey }: { survey: StackSurvey }): ReactNode {
  const title = useId();
  const [typed, setTyped] = useState("");
  const words = useDeferredValue(typed);
  const filter = useMemo(() => stackFilter(survey, words), [survey, words]);
  const kept = useMemo(() => survey.groups.filter(filter.keeps), [survey, filter]);
  const busy = kept.filter(({ idle }) => idle === null);
  const idle = kept.filter((group) => group.idle !== null);
  const kinds = [...new Set(idle.map((group) => group.idle?.says ?? ""))];
  return (
    <section aria-labelledby={title} className="mb-8">
      <h3 id={title} className="panel-title mb-1">
        {survey.title}
      </h3>
      <p className="mb-2 text-soft text-xs">
        {count(survey.threads, "thread")} in {count(survey.groups.length, "kind")} of stack
        {survey.idle > 0 && `, ${survey.idle.toLocaleString("en-US")} of them idle`}.
      </p>
      <label className="mb-2 flex items-center gap-2 rounded-md border border-line-strong bg-card px-2.5 focus-within:outline-2 focus-within:outline-accent">
        <Search aria-hidden className="size-4 shrink-0 text-soft" />
        <span className="sr-only">Filter by frame or thread</span>
        <input
          type="search"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          placeholder="part of a frame, or a thread’s number"
          spellCheck={false}
          autoComplete="off"
          className="min-h-9 w-full min-w-0 bg-transparent text-sm outline-none placeholder:text-soft"
        />
      </label>
      <p role="status" className={words.trim() === "" ? "sr-only" : "mb-2 text-soft text-xs"}>
        {words.trim() !== "" &&
          (kept.length === 0
            ? "No stack has that."
            : `${count(total(kept), "thread")} in ${count(kept.length, "kind")} of stack.`)}
      </p>
      {busy.length > 0 && (
        <GroupList
          key={words}
          label="Kinds of stack"
          survey={survey}
          groups={busy}
          matches={filter.frames}
          words={words}
        />
      )}
      {idle.length > 0 && (
        <Disclosure
          key={`${words === ""} ${busy.length === 0}`}
          open={words.trim() !== "" || busy.length === 0 ? true : undefined}
          className="mt-2"
          title={
            <>
              <span className="font-medium text-ink">{count(total(idle), "idle thread")}</span>
              <span className="block text-xs">{kinds.join(" · ")}</span>
            </>
          }
        >
          <div className="-ml-5.5">
            <GroupList
              key={words}
              label="Kinds of idle stack"
              survey={survey}
              groups={idle}
              matches={filter.frames}
              words={words}
            />
          </div>
        </Disclosure>
      )}
      {survey.notes.map((note) => (
        <p key={note} className="mt-2 text-soft text-xs">
          {note}
        </p>
      ))}
    </section>
  );
}
