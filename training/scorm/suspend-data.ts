import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";
import * as z from "zod";
import type { Problem } from "@/evidence";
import type { Attempt } from "../attempt";
import "@/cases/plain-zod";
import { timedActs } from "../results/result-shape";

/** Characters that SCORM 1.2 promises to keep. */
export const SUSPEND_LIMIT = 4_096;
/** More than any state is once it is unpacked: a hostile text must not fill the memory. */
const LARGEST = 200_000;

/** The best try at one drill of the set. */
export interface DrillMark {
  points: number;
  seconds: number;
}

/** How far a learner is in a set of drills. */
export interface CourseState {
  /** One for each drill of the set; null where none was finished. */
  marks: readonly (DrillMark | null)[];
  /** The drill that is being played. */
  open: { drill: number; acts: Attempt["acts"] } | null;
}

export interface Packed {
  text: string;
  /** The acts of the open drill did not fit: it begins anew the next time. */
  actsLeftOut: boolean;
}

const mark = z.tuple([z.number().min(0).max(100), z.int().min(0)]).nullable();
const shape = z.tuple([z.array(mark).max(60), z.tuple([z.int().min(0), timedActs]).nullable()]);

function encode({ marks, open }: CourseState): string {
  const plain: z.input<typeof shape> = [
    marks.map((each) => each && [each.points, Math.round(each.seconds)]),
    open && [open.drill, [...open.acts]],
  ];
  const bytes = deflateSync(strToU8(JSON.stringify(plain)), { level: 9 });
  return `1.${btoa(strFromU8(bytes, true)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** A state as text that an LMS keeps. Where a long log does not fit, the marks of finished drills go first. */
export function packState(state: CourseState, limit: number = SUSPEND_LIMIT): Packed {
  const text = encode(state);
  if (text.length <= limit || !state.open) return { text, actsLeftOut: false };
  return { text: encode({ ...state, open: { ...state.open, acts: [] } }), actsLeftOut: true };
}

export function emptyState(drills: number): CourseState {
  return { marks: Array.from({ length: drills }, () => null), open: null };
}

function decode(text: string): z.infer<typeof shape> | null {
  try {
    const binary = atob(text.slice(2).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = inflateSync(strToU8(binary, true), { out: new Uint8Array(LARGEST) });
    const parsed = shape.safeParse(JSON.parse(strFromU8(bytes)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** The state that an LMS kept; an empty one, with the reason, where it cannot be read. */
export function unpackState(text: string, drills: number): { state: CourseState; problem: Problem | null } {
  if (text === "") return { state: emptyState(drills), problem: null };
  const [marks, open] = (text.startsWith("1.") ? decode(text) : null) ?? [];
  if (marks?.length !== drills || (open && open[0] >= drills)) {
    return {
      state: emptyState(drills),
      problem: {
        code: "SCORM_STATE_DAMAGED",
        what: "What your learning system kept of this set cannot be read.",
        fix: "The set begins anew. Tell your trainer if points were lost.",
      },
    };
  }
  return {
    state: {
      marks: marks.map((each) => each && { points: each[0], seconds: each[1] }),
      open: open ? { drill: open[0], acts: open[1] } : null,
    },
    problem: null,
  };
}
