import { CAUSES } from "@/findings/causes/list";

/** Id, title and sentence of every cause that can be named. */
export function causeEntries(): { id: string; title: string; says: string }[] {
  return CAUSES.map(({ id, title, says }) => ({ id, title, says }));
}
