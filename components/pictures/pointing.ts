import type { Cite, Finding } from "@/evidence";

/** Something a picture shows, in the form in which lines are brought up. */
export function pointing(says: string, cites: readonly Cite[]): Finding {
  return { id: "shown-in-picture", says, values: {}, cites, tone: "presence" };
}
