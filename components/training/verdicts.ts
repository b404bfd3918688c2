import type { Accusation } from "@/training/view";

/** What an accusation came to, in words. */
export const VERDICTS: Readonly<Record<Accusation["verdict"], string>> = {
  right: "Right",
  unproven: "Right, but nothing shows it yet",
  contributing: "It helps the hang along, but is not the cause",
  wrong: "Wrong",
};
