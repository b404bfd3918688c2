/** Width of a character of Inter, in parts of the font size. Close enough to wrap by. */
function widthOf(character: string): number {
  if (/[iljtfrI.,:;|!'()[\]\s]/.test(character)) return 0.32;
  if (/[mwMW@%]/.test(character)) return 0.88;
  if (/[A-Z0-9_]/.test(character)) return 0.67;
  return 0.57;
}

function measure(text: string, fontSize: number): number {
  let width = 0;
  for (const character of text) width += widthOf(character) * fontSize;
  return width;
}

/** Breaks behind blanks, dots, `!`, `::` and backslashes, and where a capital follows a small letter. */
function breakable(text: string): string[] {
  return text.split(/(?<=[\s.!\\/→:_-])|(?<=[a-z0-9])(?=[A-Z])/);
}

/** Lines that fit the width. A part that fits nowhere stands alone and is cut. */
export function wrapText(text: string, width: number, fontSize: number, maxLines = 3): string[] {
  const lines: string[] = [];
  let line = "";
  for (const part of breakable(text)) {
    if (line !== "" && measure((line + part).trimEnd(), fontSize) > width) {
      lines.push(line.trim());
      line = "";
    }
    line += part;
  }
  if (line.trim() !== "") lines.push(line.trim());
  if (lines.length <= maxLines) return lines.map((full) => cut(full, width, fontSize));
  const kept = lines.slice(0, maxLines);
  return kept.map((full, index) => cut(index === maxLines - 1 ? `${full}…` : full, width, fontSize));
}

function cut(text: string, width: number, fontSize: number): string {
  if (measure(text, fontSize) <= width) return text;
  let end = text.length;
  while (end > 1 && measure(`${text.slice(0, end)}…`, fontSize) > width) end--;
  return `${text.slice(0, end)}…`;
}
