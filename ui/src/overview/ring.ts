// The geometry of a circle in the matrix: its area stands for entries, its ring
// for who says why.
import type { KindCell, Voice } from '../ipc/types';

export const OUTER = 31;
export const SMALLEST = 17;

/** Radius for a value so that areas compare; a circle always has room for its number. */
export function radius(value: number, most: number): number {
  if (value <= 0 || most <= 0) return 0;
  return Math.max(SMALLEST, OUTER * Math.sqrt(Math.min(1, value / most)));
}

export interface Segment {
  voice: Voice;
  from: number;
  to: number;
}

/** Shares of the ring, as turns from 0 to 1 clockwise from the top. */
export function segments(cell: KindCell): Segment[] {
  const parts: [Voice, number][] = [
    ['stated', cell.stated],
    ['seen', cell.seen],
    ['typical', cell.typical],
    ['not_stated', cell.not_stated],
  ];
  const sum = parts.reduce((total, [, count]) => total + count, 0);
  if (sum <= 0) return [{ voice: 'not_stated', from: 0, to: 1 }];
  let at = 0;
  return parts
    .filter(([, count]) => count > 0)
    .map(([voice, count]) => {
      const from = at;
      at += count / sum;
      return { voice, from, to: at };
    });
}

/** An arc as an SVG path; a whole turn is drawn as two halves. */
export function arc(r: number, from: number, to: number): string {
  const point = (turn: number) => {
    const angle = (turn - 0.25) * 2 * Math.PI;
    return `${(r * Math.cos(angle)).toFixed(2)} ${(r * Math.sin(angle)).toFixed(2)}`;
  };
  if (to - from >= 0.9995) {
    return `M${point(0)}A${r} ${r} 0 1 1 ${point(0.5)}A${r} ${r} 0 1 1 ${point(1)}`;
  }
  return `M${point(from)}A${r} ${r} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}`;
}

/** Entries for which no purpose is stated or seen. */
export function unstated(cell: KindCell): number {
  return cell.typical + cell.not_stated;
}

export function mainlyUnstated(cell: KindCell): boolean {
  return cell.entries > 0 && unstated(cell) * 2 > cell.stated + cell.seen + unstated(cell);
}
