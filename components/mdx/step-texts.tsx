import type { ReactNode } from "react";
import { playbookById } from "@/machines/list";
import { type CompiledContent, compileContent } from "./compile-content";

/** The explanation of one step, its headings below the step's own; a step that two playbooks share is written once. */
export function compileStep(playbookId: string, step: string): Promise<CompiledContent> {
  const home = playbookById(playbookId)?.textOf?.[step] ?? playbookId;
  return compileContent(`playbooks/${home}/${step}`, { shift: 1, prefix: `${step}-` });
}

/** The explanations of all steps of a playbook, for the wizard. The pages call it at build. */
export async function stepTexts(playbookId: string): Promise<Record<string, ReactNode>> {
  const steps = Object.keys(playbookById(playbookId)?.steps ?? {});
  const texts = await Promise.all(
    steps.map(async (step) => [step, (await compileStep(playbookId, step)).content] as const),
  );
  return Object.fromEntries(texts);
}
