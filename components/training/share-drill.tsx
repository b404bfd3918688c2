"use client";

import type { ReactNode } from "react";
import { CopyButton } from "../ui/copy-button";
import { useHash } from "../wizard/use-hash";
import { drillHash } from "./drill-address";

/** The drill's code and a link to it, for a colleague. */
export function ShareDrill({ code }: { code: string }): ReactNode {
  // Known in a browser only. The drill is of this page, wherever the site lies.
  const page = useHash() === null ? "" : window.location.href.replace(/#.*/, "");
  return (
    <div className="flex flex-wrap items-center gap-1">
      <CopyButton kind="plain" text={`${page}${drillHash(code)}`} what="the link to this drill" label="Copy link" />
      <CopyButton text={code} what="the code of this drill" label={code} className="font-mono" />
    </div>
  );
}
