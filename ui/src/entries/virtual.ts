// The mathematics of a table with any number of rows of one height. Browsers
// stop at some tens of millions of pixels, so a long table scrolls a shorter
// range and its rows are placed by share.

/** Taller than this no web view draws reliably. */
export const TALLEST = 8_000_000;

export interface Window {
  /** The first row drawn and the one after the last. */
  from: number;
  to: number;
  /** Where the first row drawn stands in the scrolled range, in pixels. */
  top: number;
}

export function rangeHeight(rows: number, height: number): number {
  return Math.min(rows * height, TALLEST);
}

/** How far rows move when the scroll bar moves one pixel. */
function scale(rows: number, height: number, view: number): number {
  const range = rangeHeight(rows, height) - view;
  const real = rows * height - view;
  return range > 0 && real > range ? real / range : 1;
}

/** The rows to draw for a scroll position, with some more above and below: each of them is painted, too. */
export function windowAt(scroll: number, rows: number, height: number, view: number, more = 3): Window {
  const range = rangeHeight(rows, height);
  const at = Math.max(0, Math.min(scroll, Math.max(0, range - view)));
  const real = at * scale(rows, height, view);
  const first = Math.floor(real / height);
  const from = Math.max(0, first - more);
  const to = Math.min(rows, Math.ceil((real + view) / height) + more);
  return { from, to, top: at - (real - from * height) };
}

/** The scroll position that shows a row wholly, as near to the present one as can be. */
export function scrollTo(row: number, scroll: number, rows: number, height: number, view: number): number {
  const factor = scale(rows, height, view);
  const real = scroll * factor;
  const [top, bottom] = [row * height, (row + 1) * height];
  if (top < real) return top / factor;
  if (bottom > real + view) return (bottom - view) / factor;
  return scroll;
}

/** Where the keys of a grid lead from a cell; null for other keys. */
export function step(
  key: string,
  ctrl: boolean,
  at: { row: number; column: number },
  rows: number,
  columns: number,
  page: number,
): { row: number; column: number } | null {
  const inside = (row: number, column: number) => ({
    row: Math.max(0, Math.min(rows - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  });
  switch (key) {
    case 'ArrowDown':
      return inside(at.row + 1, at.column);
    case 'ArrowUp':
      return inside(at.row - 1, at.column);
    case 'ArrowRight':
      return inside(at.row, at.column + 1);
    case 'ArrowLeft':
      return inside(at.row, at.column - 1);
    case 'PageDown':
      return inside(at.row + page, at.column);
    case 'PageUp':
      return inside(at.row - page, at.column);
    case 'Home':
      return ctrl ? inside(0, 0) : inside(at.row, 0);
    case 'End':
      return ctrl ? inside(rows - 1, columns - 1) : inside(at.row, columns - 1);
    default:
      return null;
  }
}
