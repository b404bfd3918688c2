"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { LEVEL_NAMES, TOPIC_NAMES } from "@/training/topics";
import { useAnnounce } from "../shell/announcer";
import { PageHeader } from "../shell/page-header";
import { ProblemBanner } from "../shell/problem-banner";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { cx } from "../ui/cx";
import { Segmented } from "../ui/segmented";
import { AccusePanel } from "./accuse-panel";
import { CasePanel } from "./case-panel";
import { CustomerPanel } from "./customer-panel";
import type { DrillScreenProps } from "./drill-screen";
import { HintsPanel } from "./hints-panel";
import { newsOf } from "./news";
import { useOpenDrill } from "./open-drill";
import { QuestionsPanel } from "./questions-panel";
import { RemedyPanel } from "./remedy-panel";
import { TargetTabs } from "./target-tabs";
import { type Look, Terminal } from "./terminal";

type Side = "terminal" | "case";

/** Says what has changed. */
function useNews(): void {
  const { view } = useOpenDrill();
  const announce = useAnnounce();
  const before = useRef(view);
  useEffect(() => {
    const news = newsOf(before.current, view);
    before.current = view;
    if (news !== "") announce(news);
  }, [view, announce]);
}

/** Why the last act was not done; it is read out with the other news. */
function IgnoredNotice(): ReactNode {
  const { view, acts } = useOpenDrill();
  const last = view.ignored.at(-1);
  if (last?.act !== acts.length - 1) return null;
  return <p className="border-line border-b bg-likely-soft px-4 py-1.5 text-sm">{last.reason}</p>;
}

/** Terminal and case side by side; on narrow screens one at a time. */
export function WorkScreen({ texts }: Pick<DrillScreenProps, "texts">): ReactNode {
  const { view, title, problems, dismissProblem, take } = useOpenDrill();
  const [side, setSide] = useState<Side>("terminal");
  const [marking, setMarking] = useState(false);
  const [look, setLook] = useState<Look | null>(null);
  const [leaving, setLeaving] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useNews();
  const { phase } = view;
  // The remedy is chosen beside the terminal; nothing more is typed.
  useEffect(() => {
    if (phase === "remedy") setSide("case");
  }, [phase]);
  useEffect(() => {
    if (window.matchMedia("(pointer: fine)").matches) input.current?.focus();
  }, []);

  const show = (lines: Omit<Look, "turn">): void => {
    const target = view.terminal.find(({ act }) => act === lines.act)?.target;
    if (target && target !== view.target) void take({ do: "open", target });
    setSide("terminal");
    setLook((last) => ({ ...lines, turn: (last?.turn ?? 0) + 1 }));
  };
  const chooseMarking = (next: boolean): void => {
    setMarking(next);
    if (next) setSide("terminal");
  };
  const open = view.questions.filter(({ answered }) => answered === null).length;
  return (
    <div className="flex h-dvh flex-col">
      <PageHeader
        compact
        actions={view.phase === "working" && <Button onClick={() => setLeaving(true)}>Give up</Button>}
      >
        <div className="min-w-0 flex-1 basis-24 sm:border-line sm:border-l sm:pl-3.5">
          <h1 className="truncate font-semibold text-base tracking-tight">{title}</h1>
          <p className="text-soft text-xs max-sm:hidden">
            {TOPIC_NAMES[view.topic]} · {LEVEL_NAMES[view.level]} · {view.code}
          </p>
        </div>
      </PageHeader>
      <ProblemBanner problems={problems} onDismiss={dismissProblem} />
      <IgnoredNotice />
      <div className="border-line border-b bg-card px-4 py-1.5 wide:hidden">
        <Segmented
          label="Show"
          value={side}
          onChange={setSide}
          options={[
            { value: "terminal", label: "Terminal" },
            { value: "case", label: open > 0 ? `Case (${open} to answer)` : "Case" },
          ]}
        />
      </div>
      <main
        tabIndex={-1}
        className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] outline-none wide:grid-cols-[minmax(0,1fr)_25rem] huge:grid-cols-[minmax(0,1fr)_32rem]"
      >
        <section
          aria-label="Terminal"
          className={cx("flex min-h-0 min-w-0 flex-col", side !== "terminal" && "max-wide:hidden")}
        >
          {marking && (
            <div className="flex flex-wrap items-center gap-2 border-line border-b bg-mark px-3 py-1.5 text-mark-ink text-sm">
              <span className="min-w-0 flex-1">
                Marking evidence: arrows go from line to line, space marks. A click marks too.
              </span>
              <Button onClick={() => setMarking(false)}>Done marking</Button>
            </div>
          )}
          <TargetTabs>
            <Terminal input={input} look={look} marking={marking} />
          </TargetTabs>
        </section>
        <aside
          aria-label="The case"
          className={cx(
            "min-h-0 min-w-0 overflow-y-auto wide:border-line wide:border-l",
            side !== "case" && "max-wide:hidden",
          )}
        >
          {view.phase === "remedy" ? (
            <RemedyPanel />
          ) : (
            <>
              <QuestionsPanel onShow={show} />
              <CasePanel texts={texts} />
              <CustomerPanel />
              <HintsPanel />
              <AccusePanel marking={marking} onMarking={chooseMarking} />
            </>
          )}
        </aside>
      </main>
      <ConfirmDialog
        open={leaving}
        onOpenChange={setLeaving}
        title="Give up this drill?"
        description="The debrief shows the cause and the best way. Points for the cause and the remedy are then gone."
        action="Give up"
        cancel="Play on"
        onConfirm={() => void take({ do: "give-up" })}
      />
    </div>
  );
}
