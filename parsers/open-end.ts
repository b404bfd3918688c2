import type { Line } from "@/evidence";

// ntdll!NtWaitForSingleObject+0x1
const OPEN_OFFSET = /(?<=[\w>)\]])\+(?:0(?:x[0-9a-f]{0,16})?)?$/i;
// fffff90e`6b2d09ec fffff801`2a0c10f3 : … : AcmeBkp
const ROW = /^\s*(?:[0-9a-f]{2,3}\s+)?[0-9a-f`]{8,17}\s+[0-9a-f`]{8,17}\s/i;
// [f:\dd\ndp\clr\src\vm\th
const OPEN_SOURCE = /\s\[(?:[a-z]:|\/)[^[\]]{0,400}$/i;
const WHOLE_OFFSET = /\dx[0-9a-f]+$/i;

// 0007fff0 00000000 kernel32!BaseProcessStart+0x23      0b 000000c9`d6f7fff0 00000000`00000000 ntdll!RtlUserThreadStart+0x21
const LAST_ROW = /^\s*(?:[0-9a-f]{2,3}\s+)?(?:[0-9a-f`]{8,17}\s+)?0{8}(?:`?0{8})?\s/i;

/**
 * The line without the offset it ends in: with the paste broken off there, it may have had more digits. A row that
 * nothing was called from ends its stack, and mostly the paste.
 */
export function withoutOpenOffset(line: Line): Line {
  const source = line.text.includes("!") ? OPEN_SOURCE.exec(line.text) : null;
  if (source) return { ...line, text: line.text.slice(0, source.index) };
  const open = OPEN_OFFSET.exec(line.text);
  const offset = open && WHOLE_OFFSET.test(open[0]) && LAST_ROW.test(line.text) ? null : open;
  if (!offset) return line;
  if (line.text.includes("!")) return { ...line, text: line.text.slice(0, offset.index) };
  // Without a name the sign is all that tells a place in code from other words.
  return ROW.test(line.text) ? { ...line, text: line.text.slice(0, offset.index + 1) } : line;
}

/** The parcels of a transcript with `lines` lines; the last one, when something stands in it, has no line end. */
export function* withOpenEnd(parcels: Iterable<readonly Line[]>, lines: number): Generator<readonly Line[]> {
  for (const parcel of parcels) {
    const last = parcel.at(-1);
    yield last && last.number >= lines ? parcel.with(-1, withoutOpenOffset(last)) : parcel;
  }
}
