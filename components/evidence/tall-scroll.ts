/** Higher boxes browsers do not draw to their end. */
export const TALLEST = 8_000_000;

/** A list of rows of one height, seen through a window. All in pixels. */
export interface Tall {
  rows: number;
  rowHeight: number;
  view: number;
}

/** Where the window stands: `position` over the rows as if all were drawn, `scroll` as the browser counts. */
export interface TallPlace {
  position: number;
  scroll: number;
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}

/** Height that the browser is given for all rows. */
export function drawnHeight({ rows, rowHeight }: Tall): number {
  return Math.min(rows * rowHeight, TALLEST);
}

function farthest(tall: Tall): TallPlace {
  const position = Math.max(0, tall.rows * tall.rowHeight - tall.view);
  return { position, scroll: Math.max(0, drawnHeight(tall) - tall.view) };
}

/** The browser's scroll offset that belongs to a position. */
export function scrollAt(tall: Tall, position: number): number {
  const most = farthest(tall);
  return most.position === 0 ? 0 : (clamp(position, most.position) / most.position) * most.scroll;
}

/**
 * Where the window stands after the browser has scrolled. Steps of wheel and keys move by as much as they say; longer
 * ways, as of a dragged scroll bar, move in proportion.
 */
export function afterScroll(tall: Tall, before: TallPlace, scroll: number): TallPlace {
  const most = farthest(tall);
  if (most.position <= most.scroll) return { position: clamp(scroll, most.position), scroll };
  const step = scroll - before.scroll;
  if (Math.abs(step) <= tall.view * 2) return { position: clamp(before.position + step, most.position), scroll };
  return { position: (clamp(scroll, most.scroll) / most.scroll) * most.position, scroll };
}

/** Position that brings a row to the middle of the window; the present one when it is in sight. */
export function positionOf(tall: Tall, row: number, position: number): number {
  const top = row * tall.rowHeight;
  if (top >= position + tall.rowHeight && top + 2 * tall.rowHeight <= position + tall.view) return position;
  return clamp(top - (tall.view - tall.rowHeight) / 2, farthest(tall).position);
}

/** First and last row in sight. */
export function rowsInSight(tall: Tall, position: number): { first: number; last: number } {
  const first = Math.floor(position / tall.rowHeight);
  return { first, last: Math.min(tall.rows - 1, Math.ceil((position + tall.view) / tall.rowHeight)) };
}
