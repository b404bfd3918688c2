"use client";

import { type ReactNode, useDeferredValue, useEffect, useMemo } from "react";
import type { PageCase } from "@/browser/long-text";
import { useCase } from "@/browser/use-case";
import { PLAYBOOKS, playbookById } from "@/machines/list";
import { useAnnounce } from "../shell/announcer";
import { PageHeader } from "../shell/page-header";
import { ProblemBanner } from "../shell/problem-banner";
import { caseIdOf } from "./case-address";
import { CaseLoading } from "./case-loading";
import { CaseMissing } from "./case-missing";
import { CaseUnread } from "./case-unread";
import { numberedTranscripts } from "./latest-input";
import { OpenCaseProvider } from "./open-case";
import { useHash } from "./use-hash";
import { Wizard, type WizardProps } from "./wizard";

export interface CaseScreenProps {
  /** The explanations of the steps, by playbook and step. */
  texts: Readonly<Record<string, WizardProps["texts"]>>;
  /** The maps of the playbooks, laid out at build. */
  maps: Readonly<Record<string, WizardProps["map"]>>;
}

function OneCase({ id, texts, maps }: CaseScreenProps & { id: string | null | undefined }): ReactNode {
  // What is large is drawn in turns, so that it holds nobody up.
  const session = useDeferredValue(useCase(id));
  const announce = useAnnounce();
  const { state, case: subject, diagnosis, diagnosed, announcement, problems, busy } = session;
  const title = subject?.title;
  const read = useMemo(() => (subject && diagnosed ? citedCase(subject, diagnosed) : null), [subject, diagnosed]);

  useEffect(() => {
    if (title) document.title = `${title} · Waitchain`;
  }, [title]);
  useEffect(() => {
    if (announcement) announce(announcement.says);
  }, [announcement, announce]);

  if (state === "missing") return <CaseMissing problems={problems} onDismiss={session.dismissProblem} />;
  const playbook = (subject && playbookById(subject.playbook)) ?? PLAYBOOKS[0];
  const map = playbook && maps[playbook.id];
  if (subject && diagnosis && read && playbook && map) {
    return (
      <OpenCaseProvider open={{ ...session, case: subject, diagnosis, diagnosed: read }}>
        <Wizard playbook={playbook} texts={texts[playbook.id] ?? {}} map={map} />
      </OpenCaseProvider>
    );
  }
  return (
    <>
      <PageHeader />
      <ProblemBanner problems={problems} onDismiss={session.dismissProblem} />
      {subject && !busy && problems.length > 0 ? (
        <CaseUnread session={session} subject={subject} />
      ) : (
        <CaseLoading progress={session.progress} />
      )}
    </>
  );
}

/**
 * The case whose transcripts the diagnosis cites: the newest one as soon as its
 * transcripts are those that were read, and until then the one before it.
 */
function citedCase(newest: PageCase, diagnosed: PageCase): PageCase {
  const ids = (subject: PageCase): string =>
    numberedTranscripts(subject)
      .map(({ entry }) => entry.id)
      .join(" ");
  return ids(newest) === ids(diagnosed) ? newest : { ...diagnosed, title: newest.title };
}

/** The case that the address names. */
export function CaseScreen(props: CaseScreenProps): ReactNode {
  const hash = useHash();
  // Undefined while the address is not known, null when it names no case.
  const id = hash === null ? undefined : caseIdOf(hash);
  return <OneCase key={id ?? ""} {...props} id={id} />;
}
