import { CAPTURES_IN_DOUBT } from "@/findings/questions";
import * as command from "../commands";
import type { Playbook } from "../playbook";
import { aspnetHang, STEPS } from "./machine";

export const aspnetHangPlaybook: Playbook = {
  id: "aspnet-hang",
  title: "ASP.NET stops answering",
  serves: "A site on IIS stalls, above all after a restart, while the processor has little to do.",
  machine: aspnetHang,
  steps: STEPS,
  gaps: [
    command.survey,
    command.waiterNativeStack,
    command.waiterManagedStack,
    command.kernelLocksGap,
    command.kernelThreadGap,
  ],
  gapQuestions: [
    { id: "recycling", when: ["compilation-mutex-waiters"] },
    { id: "captures", when: CAPTURES_IN_DOUBT },
    { id: "service-test", when: ["foreign-process-on-files"] },
  ],
};
