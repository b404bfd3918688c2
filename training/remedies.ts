import type { CauseId } from "@/evidence";
import { Random } from "@/simulator/random";
import type { Drill } from "./drill";
import type { MistakeId } from "./mistakes/kinds";
import { REMEDY_CHOICES, RESTART } from "./remedy-choices";

/** Something that could be done about the hang. */
export interface RemedyOption {
  /** `a`, `b`, … in the order shown. */
  id: string;
  text: string;
  right: boolean;
  /** Why one falls for it, and the mistake in it; null for the right one. */
  tempts: string | null;
  mistake: MistakeId | null;
}

/** What ends hangs of this cause for good, in short; on one server it is one of these. */
export function remediesOf(cause: CauseId): readonly string[] {
  const { right, further = {} } = REMEDY_CHOICES[cause];
  return [right, ...Object.values(further)];
}

/** What can be chosen once the cause is named, in an order drawn from the seed. */
export function remediesFor({ hang: { seed, cause }, remedy = 0 }: Drill): RemedyOption[] {
  const random = new Random(seed).fork("remedies");
  const { right, further = {}, wrong } = REMEDY_CHOICES[cause];
  const all = [
    { text: further[remedy] ?? right, right: true, tempts: null, mistake: null },
    ...[...wrong, RESTART].map(([text, tempts, mistake = null]) => ({ text, right: false, tempts, mistake })),
  ];
  return all
    .map((option) => ({ option, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ option }, at) => ({ id: String.fromCharCode(97 + at), ...option }));
}
