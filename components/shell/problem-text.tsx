import type { ReactNode } from "react";
import type { Problem } from "@/evidence";
import { CodeCopy } from "../ui/code-copy";

/** How to get on after a problem: the fix, its commands, the code to look it up by. */
export function ProblemText({ problem }: { problem: Problem }): ReactNode {
  const { fix, commands = [], code } = problem;
  return (
    <>
      <p className="mt-0.5">{fix}</p>
      {commands.length > 0 && (
        <div className="mt-2 grid gap-1.5">
          {commands.map((command) => (
            <CodeCopy key={command} command={command} />
          ))}
        </div>
      )}
      <p className="mt-1 font-mono text-2xs text-soft">{code}</p>
    </>
  );
}
