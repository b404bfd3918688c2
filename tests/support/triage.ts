import { type Diagnosis, diagnose } from "@/cases/diagnose";
import { hangPlaybook } from "@/machines/hang";

/** What the triage of any hang says of these pastes, with questions answered. */
export function runWith(texts: string | readonly string[], answers: Readonly<Record<string, string>> = {}): Diagnosis {
  const pastes = [texts].flat();
  return diagnose(
    hangPlaybook,
    pastes.map((text, at) => ({ name: `paste ${at + 1}`, text })),
    { answers: new Map(Object.entries(answers)) },
  );
}

/** What it says of them as long as no question is answered. */
export function run(...texts: readonly string[]): Diagnosis {
  return runWith(texts);
}

/** The ids of all that is found. */
export function ids({ findings }: Diagnosis): string[] {
  return findings.map(({ id }) => id);
}

/** The sentence of a finding, or nothing. */
export function said({ findings }: Diagnosis, id: string): string {
  return findings.find((finding) => finding.id === id)?.says ?? "";
}

export function standing({ causes }: Diagnosis, id: string): string | undefined {
  return causes.find((cause) => cause.id === id)?.standing;
}
