"use client";

import { type ReactNode, useState } from "react";
import { count } from "@/findings/say";
import type { StackSurvey } from "@/findings/stack-groups";
import { Segmented } from "../ui/segmented";
import { type Drawn, drawnSurveys, isChain, isGraph, type PictureId } from "./fitting";
import { Flame } from "./flame";
import { FolderSize } from "./folder-size";
import { IoPath } from "./io-path";
import { LockGraphPicture } from "./lock-graph";
import { LockTable } from "./lock-table";
import { RequestTime } from "./request-time";
import { StackGroups } from "./stack-groups";
import { WaitChain } from "./wait-chain";

/** One of several surveys: the process, its managed side alone, the kernel. */
function Surveyed({
  surveys,
  children,
}: {
  surveys: readonly StackSurvey[];
  children: (survey: StackSurvey) => ReactNode;
}): ReactNode {
  const [chosen, setChosen] = useState<string | null>(null);
  const survey = surveys.find(({ id }) => id === chosen) ?? surveys[0];
  if (!survey) return null;
  return (
    <>
      {surveys.length > 1 && (
        <div className="mb-4">
          <Segmented
            label="Stacks from"
            value={survey.id}
            onChange={setChosen}
            options={surveys.map(({ id, title, threads }) => ({
              value: id,
              label: `${title.replace(/^Stacks (?:of|in) /, "")}, ${count(threads, "thread")}`,
            }))}
          />
        </div>
      )}
      {children(survey)}
    </>
  );
}

/** One of the pictures. */
export function Picture({ id, drawn }: { id: PictureId; drawn: Drawn }): ReactNode {
  const { findings, locks, surveys } = drawn;
  switch (id) {
    case "chain":
      return (
        <>
          {isGraph(drawn) ? <LockGraphPicture locks={locks} findings={findings} /> : <WaitChain findings={findings} />}
          <RequestTime findings={findings} />
        </>
      );
    case "stacks":
      return (
        <Surveyed surveys={drawnSurveys(surveys)}>
          {(survey) => <StackGroups key={survey.id} survey={survey} />}
        </Surveyed>
      );
    case "flame":
      return (
        <Surveyed surveys={drawnSurveys(surveys).filter(({ groups }) => groups.length > 1)}>
          {(survey) => <Flame key={survey.id} survey={survey} />}
        </Surveyed>
      );
    case "locks":
      return <LockTable held={locks} />;
    case "path":
      return <IoPath findings={findings} />;
    case "measures":
      return (
        <>
          {!isChain(drawn) && <RequestTime findings={findings} />}
          <FolderSize findings={findings} />
        </>
      );
  }
}
