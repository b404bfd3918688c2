import { CAUSES } from "@/findings/causes/list";
import { Random } from "@/simulator/random";
import type { Drill } from "./drill";
import { TOPIC_OF } from "./topics";

/** Something that could be done about the hang. */
export interface RemedyOption {
  id: string;
  text: string;
  right: boolean;
}

/** Remedies of causes that look alike. */
const OTHERS = 3;

/** What can be chosen once the cause is named, in an order drawn from the seed. */
export function remediesFor({ hang: { seed, cause }, contributing, remedy: ends = 0 }: Drill): RemedyOption[] {
  const random = new Random(seed).fork("remedies");
  const others = CAUSES.filter(({ id }) => id !== cause && !contributing.includes(id));
  const alike = others.filter(({ id }) => TOPIC_OF[id] === TOPIC_OF[cause]);
  const rest = others.filter(({ id }) => TOPIC_OF[id] !== TOPIC_OF[cause]);
  const tempting = [...alike, ...random.sample(rest, OTHERS)].slice(0, OTHERS);
  const own = CAUSES.filter(({ id }) => id === cause);
  return [...own, ...tempting]
    .map(({ id, remedy }) => ({
      id,
      text: remedy[id === cause ? ends : 0] ?? "",
      right: id === cause,
      order: random.next(),
    }))
    .sort((a, b) => a.order - b.order)
    .map(({ id, text, right }) => ({ id, text, right }));
}
