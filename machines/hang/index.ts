import { aspnetHangPlaybook } from "../aspnet-hang";
import type { Playbook } from "../playbook";
import { GROUPS } from "./groups";
import { hang, SHARED_STEPS, STEPS } from "./machine";

export const hangPlaybook: Playbook = {
  id: "hang",
  title: "A .NET server stops answering",
  serves: "Anything that runs .NET and does not answer: a site on IIS, a service, a container.",
  machine: hang,
  steps: Object.fromEntries((Object.keys(hang.states) as (keyof typeof STEPS)[]).map((id) => [id, STEPS[id]])),
  textOf: Object.fromEntries(SHARED_STEPS.map((step) => [step, aspnetHangPlaybook.id])),
  groups: GROUPS,
  gaps: aspnetHangPlaybook.gaps,
  gapQuestions: aspnetHangPlaybook.gapQuestions,
};
