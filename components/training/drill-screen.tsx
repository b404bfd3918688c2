"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { trainingClient, useAttempt } from "@/browser/use-attempt";
import { formatCode, parseCode } from "@/training/code";
import { TOPIC_NAMES } from "@/training/topics";
import { DeadEnd } from "../shell/dead-end";
import { PageHeader } from "../shell/page-header";
import { ProblemBanner } from "../shell/problem-banner";
import { useHash } from "../wizard/use-hash";
import { BriefScreen } from "./brief-screen";
import { DebriefScreen } from "./debrief-screen";
import { drillAddress, drillHash, placeOf } from "./drill-address";
import type { DrillPart } from "./drill-text";
import { wantedCode } from "./new-code";
import { OpenDrillProvider } from "./open-drill";
import { WorkScreen } from "./work-screen";

export interface DrillScreenProps {
  /** Id of a written drill; null for generated ones. */
  written: string | null;
  title: string;
  /** Minutes that it takes, about. */
  minutes: number | null;
  /** Of a written drill. */
  texts: Readonly<Record<DrillPart, ReactNode>> | null;
}

function Attempt({ id, title, texts }: DrillScreenProps & { id: string }): ReactNode {
  const attempt = useAttempt(id);
  const { state, record, view, problems, dismissProblem } = attempt;
  const phase = view?.phase;
  const last = useRef(phase);
  // What had the focus is gone with the terminal.
  useEffect(() => {
    if (last.current !== undefined && last.current !== phase && phase === "debrief") {
      window.scrollTo(0, 0);
      document.querySelector<HTMLElement>("h1")?.focus();
    }
    last.current = phase;
  }, [phase]);
  if (record && view) {
    return (
      <OpenDrillProvider open={{ ...attempt, record, view, title }}>
        {view.phase === "debrief" ? <DebriefScreen closing={texts?.debrief} /> : <WorkScreen texts={texts} />}
      </OpenDrillProvider>
    );
  }
  return (
    <>
      <PageHeader />
      <ProblemBanner problems={problems} onDismiss={dismissProblem} />
      {state === "missing" ? (
        <DeadEnd title="This attempt is not in this browser">
          It was deleted, or it was begun elsewhere. <Link href="/training">Its drill can be begun again</Link>.
        </DeadEnd>
      ) : (
        <main tabIndex={-1} className="px-4 py-16 text-center text-soft outline-none" aria-busy="true">
          {problems.length > 0 ? "" : "The server is being made …"}
        </main>
      )}
    </>
  );
}

/** What stands there while the address leads further. */
function Waiting(): ReactNode {
  return (
    <>
      <PageHeader />
      <main tabIndex={-1} className="px-4 py-16 text-center text-soft outline-none" aria-busy="true">
        A drill is being chosen …
      </main>
    </>
  );
}

/** Leads on from an address that names no drill, or one of another page. */
function useWayOn(hash: string | null, written: string | null): void {
  const router = useRouter();
  useEffect(() => {
    if (hash === null) return undefined;
    const place = placeOf(hash);
    if (place.kind !== "drill") {
      let over = false;
      const wanted = place.kind === "wanted" ? place : {};
      void wantedCode(wanted, written, (...asked) => trainingClient().codeFor(...asked)).then((code) => {
        if (!over) window.location.replace(drillHash(code));
      });
      return () => {
        over = true;
      };
    }
    const code = parseCode(place.code);
    const isHere = !("kind" in code) || (code.kind === "written" ? code.id : null) === written;
    if (!isHere) router.replace(drillAddress(place.code, place.attempt));
    return undefined;
  }, [hash, written, router]);
}

/** The drill that the address names: its brief, or an attempt at it. */
export function DrillScreen(props: DrillScreenProps): ReactNode {
  const hash = useHash();
  useWayOn(hash, props.written);

  const place = hash === null ? null : placeOf(hash);
  if (place?.kind !== "drill") return <Waiting />;
  const parsed = parseCode(place.code);
  if (!("kind" in parsed)) {
    return (
      <>
        <PageHeader />
        <DeadEnd title="This is no code of a drill">
          {parsed.what} {parsed.fix}
        </DeadEnd>
      </>
    );
  }
  const code = formatCode(parsed);
  const title = parsed.kind === "written" ? props.title : `${TOPIC_NAMES[parsed.topic]}, made up`;
  return place.attempt ? (
    <Attempt key={place.attempt} {...props} title={title} id={place.attempt} />
  ) : (
    <BriefScreen key={code} code={code} title={title} minutes={props.minutes} texts={props.texts} />
  );
}
