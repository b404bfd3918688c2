"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import type { Problem } from "@/evidence";
import { formatCode, parseCode } from "@/training/code";
import { Button } from "../ui/button";
import { drillAddress } from "./drill-address";
import type { DrillCard } from "./drill-card";

/** The address of a typed code, or what is wrong with it. */
export function openCode(typed: string, drills: readonly DrillCard[]): string | Problem {
  const parsed = parseCode(typed);
  if (!("kind" in parsed)) return parsed;
  if (parsed.kind === "written" && !drills.some(({ id }) => id === parsed.id)) {
    return {
      code: "DRILL_UNKNOWN",
      what: `This site has no drill called “${parsed.id}”.`,
      fix: "It may be of a newer version of this site. Ask for the code of another drill.",
    };
  }
  return drillAddress(formatCode(parsed));
}

/** Where a code that somebody sent is typed. */
export function CodeBox({ drills }: { drills: readonly DrillCard[] }): ReactNode {
  const id = useId();
  const router = useRouter();
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const opened = openCode(String(new FormData(event.currentTarget).get("code")), drills);
    if (typeof opened === "string") router.push(opened);
    else setProblem(opened);
  };
  return (
    <section aria-labelledby={`${id}-title`} className="rounded-lg border border-line bg-card p-4">
      <h2 id={`${id}-title`} className="mb-2 font-medium">
        Somebody sent you a code
      </h2>
      <form onSubmit={submit}>
        <label htmlFor={`${id}-code`} className="mb-1 block text-soft text-xs">
          Code of a drill, such as locks-2-0M4TR
        </label>
        <div className="flex gap-2">
          <input
            id={`${id}-code`}
            name="code"
            required
            maxLength={100}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            aria-invalid={problem !== null}
            aria-describedby={`${id}-problem`}
            className="min-h-10 w-full min-w-0 flex-1 rounded-md border border-line-strong bg-card px-2.5 font-mono text-sm aria-invalid:border-confirmed"
          />
          <Button type="submit">Open</Button>
        </div>
        <p id={`${id}-problem`} role="alert" className="mt-1.5 text-confirmed text-xs">
          {problem && `${problem.what} ${problem.fix}`}
        </p>
      </form>
    </section>
  );
}
