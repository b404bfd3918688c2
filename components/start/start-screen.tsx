"use client";

import { BookOpen, Swords } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { FIRST_PLAYBOOK, PLAYBOOKS } from "@/machines/list";
import { SiteNav } from "../reference/site-nav";
import { DropVeil } from "../shell/drop-veil";
import { PageHeader, StaysHere } from "../shell/page-header";
import { usePageInput } from "../shell/page-input";
import { ProblemBanner } from "../shell/problem-banner";
import { Button } from "../ui/button";
import { PasteBox } from "../wizard/paste-box";
import { CaseFileButton } from "./case-file-button";
import { RecentCases } from "./recent-cases";
import { Sample } from "./sample";
import { Symptoms } from "./symptoms";
import { useStart } from "./use-start";

/** Where every case begins: with a paste, a symptom, or nothing at all. */
export function StartScreen(): ReactNode {
  const start = useStart();
  const dragging = usePageInput(start);
  const playbook = FIRST_PLAYBOOK;
  return (
    <>
      <PageHeader
        actions={
          <span className="mr-2 max-md:hidden">
            <StaysHere />
          </span>
        }
      >
        <SiteNav current="/" />
      </PageHeader>
      <ProblemBanner problems={start.problems} onDismiss={start.dismissProblem} />
      <main
        tabIndex={-1}
        className="mx-auto grid max-w-[76rem] gap-x-12 gap-y-10 px-4 pt-8 pb-16 outline-none sm:px-6 sm:pt-12 lg:grid-cols-[minmax(0,1fr)_22rem]"
      >
        <div className="grid min-w-0 content-start gap-10">
          <section aria-labelledby="start-title">
            <h1 id="start-title" className="max-w-[22ch] font-semibold text-3xl tracking-[-0.022em]">
              A hung server leaves evidence. Put it in.
            </h1>
            <p className="mt-2.5 mb-5 max-w-[62ch] text-lg text-soft">
              Waitchain reads what the debugger printed, says line by line what it proves, and names the next command
              until the cause is found. Everything stays in this browser: nothing is sent anywhere.
            </p>
            <PasteBox
              tall
              title="Paste any output here, or anywhere on this page"
              hint="one command, a whole debugger log, several files: it finds out what they are"
              onText={start.onText}
              onFiles={start.onFiles}
              busy={start.busy}
              progress={null}
              placeholder={"0:000> !syncblk\n0:000> ~*kb\n0: kd> !thread\nC:\\> fltmc"}
            />
          </section>
          <RecentCases
            cases={start.cases}
            loading={start.loading}
            onRename={start.rename}
            onSave={start.saveFile}
            onDelete={start.remove}
          >
            <CaseFileButton onFile={start.openFile} />
          </RecentCases>
          <Sample />
        </div>
        <div className="grid min-w-0 content-start gap-8">
          {playbook && (
            <section aria-labelledby="symptoms">
              <h2 id="symptoms" className="panel-title mb-3">
                Or begin with what you see
              </h2>
              <Symptoms
                playbook={playbook}
                disabled={start.busy}
                onChoose={(answer) => start.begin(playbook, answer)}
              />
              <Button className="mt-3 w-full" disabled={start.busy} onClick={() => start.begin(playbook, null)}>
                Start without anything
              </Button>
            </section>
          )}
          <section aria-labelledby="training" className="rounded-lg border border-line bg-card p-4">
            <h2 id="training" className="flex items-center gap-2 font-medium">
              <Swords aria-hidden className="size-4 text-accent" />
              <Link href="/training" prefetch={false} className="link">
                New on the desk? Debug a hung server now
              </Link>
            </h2>
            <p className="mt-1 text-soft text-sm">
              Made-up servers with real hangs, a simulated debugger, and a debrief that shows the best way.
            </p>
          </section>
          {PLAYBOOKS.map(({ id, title, serves }) => (
            <section key={id} aria-labelledby={`playbook-${id}`} className="rounded-lg border border-line bg-card p-4">
              <h2 id={`playbook-${id}`} className="flex items-center gap-2 font-medium">
                <BookOpen aria-hidden className="size-4 text-accent" />
                <Link href={`/playbooks/${id}`} className="link">
                  Playbook: {title}
                </Link>
              </h2>
              <p className="mt-1 text-soft text-sm">{serves}</p>
            </section>
          ))}
        </div>
      </main>
      <DropVeil shown={dragging} />
    </>
  );
}
