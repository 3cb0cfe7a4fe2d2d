// The why matrix: kinds down, purposes across; what has no room becomes one column.
import type { Kind, Voice, WhyView } from '../ipc/types';
import { REST } from './flow';

export interface MatrixCell {
  kind: Kind;
  purpose: string;
  voice: Voice;
  records: number;
}

export interface Matrix {
  rows: Kind[];
  columns: string[];
  cells: MatrixCell[];
  most: number;
}

const order: Voice[] = ['stated', 'seen', 'typical', 'not_stated'];

export function matrixOf(view: WhyView, kinds: readonly Kind[], room: number): Matrix {
  const rows = kinds.filter((kind) => view.cells.some((cell) => cell.kind === kind));
  const named = view.purposes.filter((one) => one.id !== '' && view.cells.some((cell) => cell.purpose === one.id)).map((one) => one.id);
  const foot = view.cells.some((cell) => cell.purpose === '') ? [''] : [];
  const fits = Math.max(2, room - foot.length);
  const kept = named.length <= fits ? named : named.slice(0, fits - 1);
  const columns = [...kept, ...(kept.length < named.length ? [REST] : []), ...foot];
  const cells = new Map<string, MatrixCell>();
  for (const cell of view.cells) {
    const purpose = columns.includes(cell.purpose) ? cell.purpose : REST;
    const key = `${cell.kind} ${purpose}`;
    const known = cells.get(key);
    cells.set(key, {
      kind: cell.kind,
      purpose,
      voice: known && order.indexOf(known.voice) > order.indexOf(cell.voice) ? known.voice : cell.voice,
      records: (known?.records ?? 0) + cell.records,
    });
  }
  return { rows, columns, cells: [...cells.values()], most: Math.max(1, ...[...cells.values()].map((cell) => cell.records)) };
}
