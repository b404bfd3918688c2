import { type Case, inputsOf, liveEntries } from "@/cases/case-log";
import type { Diagnosis } from "@/cases/diagnose";
import type { Finding } from "@/evidence";
import type { Playbook } from "@/machines/playbook";
import { walk } from "@/machines/walk";

export interface WayStep {
  id: string;
  label: string;
  state: "passed" | "skipped" | "current" | "ahead";
  /** What it brought, as the finding that says so; none for steps that were passed by. */
  brought: Finding | null;
  /** Why it was skipped. */
  reason: string | null;
}

/** Steps that are met only when things go another way; they are not promised ahead. */
const ENDS = new Set(["undecided", "outside"]);

function brought(playbook: Playbook, step: string, findings: readonly Finding[]): Finding | null {
  for (const id of playbook.steps[step]?.brings ?? []) {
    const found = findings.find((finding) => finding.id === id);
    if (found) return found;
  }
  return null;
}

/** The steps that follow if nothing settles the case before: each is reached by giving the one before up. */
function ahead(playbook: Playbook, diagnosis: Diagnosis, skipped: readonly string[]): string[] {
  const facts = [
    ...diagnosis.findings.map((finding) => finding.id),
    ...diagnosis.causes.map((cause) => `${cause.id}:${cause.standing}`),
  ];
  const steps: string[] = [];
  let at = diagnosis.step.id;
  const given = [...skipped];
  while (steps.length < 12) {
    given.push(at);
    const next = walk(playbook, facts, given).step;
    if (given.includes(next) || ENDS.has(next) || next === "verdict") break;
    steps.push(next);
    at = next;
  }
  return steps;
}

/** The way of a case: what was passed, where it stands, what lies ahead. */
export function waySteps(playbook: Playbook, subject: Case<unknown>, diagnosis: Diagnosis): WayStep[] {
  const { skipped } = inputsOf(subject.log);
  const reasons = new Map(
    liveEntries(subject.log).flatMap((entry) => (entry.type === "skip" ? [[entry.step, entry.reason]] : [])),
  );
  const label = (step: string): string => playbook.steps[step]?.label ?? step;
  const passed = diagnosis.path.map((step): WayStep => {
    const found = brought(playbook, step, diagnosis.findings);
    const past = diagnosis.passedOver.find((each) => each.step === step);
    const given = !found && (skipped.includes(step) || past !== undefined);
    return {
      id: step,
      label: label(step),
      state: given ? "skipped" : "passed",
      brought: found,
      reason: reasons.get(step) ?? past?.reason ?? null,
    };
  });
  const current: WayStep = {
    id: diagnosis.step.id,
    label: diagnosis.step.label,
    state: "current",
    brought: null,
    reason: null,
  };
  const atVerdict = diagnosis.step.id === "verdict";
  const next = atVerdict ? [] : [...ahead(playbook, diagnosis, skipped), "verdict"];
  const rest = next.map(
    (step): WayStep => ({ id: step, label: label(step), state: "ahead", brought: null, reason: null }),
  );
  return [...passed, current, ...rest];
}
