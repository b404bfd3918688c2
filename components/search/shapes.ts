/** What a number or a name may be by its looks alone, and the pages that tell more. */
export interface Shape {
  looks: RegExp;
  /** Paths, best first. */
  pages: readonly string[];
}

/** Looked at from the top; numbers themselves stand on no page. */
export const SHAPES: readonly Shape[] = [
  // 0x14ac: a handle, an OS thread id
  { looks: /^0x0*[0-9a-f]{1,5}$/i, pages: ["/commands/windbg-handle", "/commands/windbg-threads"] },
  // 0x80004005
  { looks: /^0x[8c][0-9a-f]{7}$/i, pages: ["/commands/sos-pe", "/commands/windbg-analyze"] },
  // 88e889a0, ffffe10a5d0c4080, 00007ffa`cf570022
  {
    looks: /^(?:0x)?(?:[0-9a-f]{8}|[0-9a-f]{8}`?[0-9a-f]{8})$/i,
    pages: ["/commands/kd-thread", "/commands/sos-dumpobj", "/commands/windbg-stack"],
  },
  // 13a8.0360
  { looks: /^[0-9a-f]{1,5}\.[0-9a-f]{1,5}$/i, pages: ["/commands/windbg-threads", "/commands/windbg-stack"] },
  // 328010, 385100.7
  { looks: /^[2-4]\d{5}(?:\.\d+)?$/, pages: ["/drivers", "/commands/fltmc"] },
];

export function pagesByShape(typed: string): readonly string[] {
  return SHAPES.find(({ looks }) => looks.test(typed.trim()))?.pages ?? [];
}
