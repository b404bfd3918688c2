"use client";

import type { ReactNode } from "react";
import { DEBUGGERS, SYSTEMS } from "@/machines/ask";
import { Segmented } from "../ui/segmented";
import { useOpenCase } from "./open-case";

/** Which tool is at hand and what the server runs: the form of every command follows from it. */
export function SituationChoice(): ReactNode {
  const { diagnosis, chooseTool, answer } = useOpenCase();
  const { tool, system, findings } = diagnosis;
  const seen = findings.some(({ id }) => id === "server-runs-linux" || id === "server-runs-windows");
  return (
    <div className="mt-4 flex flex-wrap gap-x-6 gap-y-2">
      <Segmented label="Your debugger" value={tool} onChange={(value) => void chooseTool(value)} options={DEBUGGERS} />
      {!seen && (
        <Segmented
          label="The server runs"
          value={system}
          onChange={(value) => void answer("server-system", value)}
          options={SYSTEMS}
        />
      )}
    </div>
  );
}
