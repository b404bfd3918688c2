"use client";

import { FileDown } from "lucide-react";
import type { ReactNode } from "react";
import { saveFile } from "@/browser/save-file";
import { siteAddress } from "@/browser/site-address";
import { fileSlug } from "@/evidence";
import { type ClassSet, setFile, setHash, setOf, setText } from "@/training/results/class-set";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import type { DrillName } from "./drill-names";
import { ScormExport } from "./trainer-scorm";

function linkOf(set: ClassSet): string {
  return `${siteAddress()}training/set#${setHash(set)}`;
}

/** Gives a set to the class: as a link, as text, as a file. */
export function ShareSet({ set, written }: { set: ClassSet; written: readonly DrillName[] }): ReactNode {
  const whole = setOf(set.title, set.codes, set.mastery);
  const link = linkOf(whole);
  return (
    <div className="flex flex-wrap gap-2">
      <CopyButton kind="primary" text={link} what="the link" label="Copy the link" />
      <CopyButton kind="plain" text={setText(whole, link)} what="the codes" label="Copy the codes" />
      <Button
        onClick={() =>
          saveFile(
            `waitchain-set-${fileSlug(whole.title)}.json`,
            new Blob([setFile(whole)], { type: "application/json" }),
          )
        }
      >
        <FileDown aria-hidden />
        Save as a file
      </Button>
      <ScormExport set={whole} written={written} />
      <Button asChild kind="quiet">
        <a href={link}>See it as the class does</a>
      </Button>
    </div>
  );
}
