import type { Plan, Read } from "./plan";

/** Options as they were typed: `--run "appcmd list apppool"` is `run`. */
export type Options = Readonly<Record<string, string | undefined>>;

/** One kind of thing that can be added. */
export interface Kind {
  /** What it takes beside the id, each with what it is for. */
  options: Readonly<Record<string, string>>;
  /** How its id is typed, where that is not plainly ID. */
  id?: string;
  /** Everything that it takes. The same options give the same plan. */
  plan(id: string, options: Options, read: Read): Plan;
}
