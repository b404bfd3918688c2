import type { Cite, Finding } from "@/evidence";

/** Nobody follows more places than that. */
const MOST = 200;

/** Something a picture shows, in the form in which lines are brought up. */
export function pointing(says: string, cites: readonly Cite[]): Finding {
  return { id: "shown-in-picture", says, values: {}, cites: cites.slice(0, MOST), tone: "presence" };
}
