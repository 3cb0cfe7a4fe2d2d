// What the filters of the screen leave of the answer.
import type { Kind, Voice, WhyView } from '../ipc/types';

export interface Wanted {
  kinds: Kind[];
  /** A purpose's id, or `none` for what is not stated. */
  purpose: string | undefined;
  to: string | undefined;
  hidden: Voice[];
}

const is = (id: string, wanted: string | undefined) => wanted === undefined || wanted === '' || id === (wanted === 'none' ? '' : wanted);

export function narrowed(view: WhyView, wanted: Wanted): WhyView {
  const kind = (one: Kind) => wanted.kinds.length === 0 || wanted.kinds.includes(one);
  const bands = view.bands.filter(
    (band) => kind(band.kind) && is(band.purpose, wanted.purpose) && is(band.recipient, wanted.to) && !wanted.hidden.includes(band.purpose_voice),
  );
  const left = new Set(bands.map((band) => `${band.kind} ${band.purpose}`));
  return { ...view, bands, cells: view.cells.filter((cell) => kind(cell.kind) && left.has(`${cell.kind} ${cell.purpose}`)) };
}
