"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { caseStore } from "@/browser/case-store";
import type { CaseSummary } from "@/browser/case-summary";
import type { NewTranscript } from "@/browser/handed-over";
import { newId } from "@/browser/new-id";
import { isCaseFile, readFiles } from "@/browser/read-files";
import { useCases } from "@/browser/use-cases";
import { type Problem, problemIn } from "@/evidence";
import { FIRST_PLAYBOOK } from "@/machines/list";
import type { Playbook } from "@/machines/playbook";
import type { PageInput } from "../shell/page-input";
import { caseAddress } from "../wizard/case-address";

export interface Start extends PageInput {
  cases: readonly CaseSummary[];
  loading: boolean;
  busy: boolean;
  problems: readonly Problem[];
  dismissProblem: () => void;
  /** Begins a case with an answer, or with nothing. */
  begin: (playbook: Playbook, answer: { question: string; value: string } | null) => void;
  openFile: (file: File) => void;
  rename: (id: string, title: string) => void;
  saveFile: (id: string) => void;
  remove: (id: string) => void;
}

/** `Hang, 22 Nov 14:05`: a name until somebody gives a better one. */
export function plainTitle(now: Date = new Date()): string {
  const day = now.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
  return `Hang, ${day} ${now.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`;
}

function titleOf(transcripts: readonly { name: string }[]): string {
  const [first] = transcripts;
  return transcripts.length === 1 && first?.name ? first.name.slice(0, 120) : plainTitle();
}

/** Everything the start page can do. What goes wrong becomes a problem. */
export function useStart(): Start {
  const list = useCases();
  const router = useRouter();
  const [own, setOwn] = useState<readonly Problem[]>([]);
  const [opening, setOpening] = useState(false);

  const open = (id: string | null): void => {
    if (!id) return;
    setOpening(true);
    router.push(caseAddress(id));
  };
  /** Runs something against the store itself. */
  const attempt = async (action: () => Promise<void>): Promise<void> => {
    setOwn([]);
    try {
      await action();
    } catch (error) {
      setOwn([problemIn(error)]);
    }
  };
  const createWith = async (transcripts: readonly NewTranscript[]): Promise<void> => {
    open(await list.create({ title: titleOf(transcripts), playbook: FIRST_PLAYBOOK.id, transcripts }));
  };
  const onText = async (text: string): Promise<void> => {
    setOwn([]);
    if (isCaseFile(text)) open(await list.importText(text));
    else await createWith([{ name: "", text }]);
  };
  const onFiles = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0) return;
    const read = await readFiles(files);
    setOwn(read.problems);
    const [caseFile] = read.caseFiles;
    if (caseFile) open(await list.importText(caseFile.text));
    else if (read.transcripts.length > 0) await createWith(read.transcripts);
  };
  const begin = (playbook: Playbook, answer: { question: string; value: string } | null): Promise<void> =>
    attempt(async () => {
      const id = await list.create({ title: plainTitle(), playbook: playbook.id });
      if (id && answer) {
        const store = await caseStore();
        await store.appendEntry(id, { type: "answer", id: newId(), at: new Date().toISOString(), ...answer });
      }
      open(id);
    });

  return {
    cases: list.cases,
    loading: list.state === "loading",
    busy: list.busy || opening,
    problems: [...list.problems, ...own],
    dismissProblem: () => (list.problems.length > 0 ? list.dismissProblem() : setOwn(own.slice(1))),
    onText: (text) => void onText(text),
    onFiles: (files) => void onFiles(files),
    begin: (playbook, answer) => void begin(playbook, answer),
    openFile: (file) => void list.importFile(file).then(open),
    rename: (id, title) => void attempt(async () => (await caseStore()).renameCase(id, title)),
    saveFile: (id) => void list.exportCase(id),
    remove: (id) => void list.remove(id),
  };
}
