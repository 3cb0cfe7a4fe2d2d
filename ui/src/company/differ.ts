// What is worth a mark when labels stand side by side.
import type { LabelRow, VoicedView } from '../ipc/types';

const said = (texts: VoicedView[]) => [...new Set(texts.filter((one) => one.voice !== 'not_stated' && one.text).map((one) => one.text.toLowerCase()))].sort().join('|');

/**
 * The place of the only one that holds this kind, as a number in words; `why`
 * if several hold it and one states reasons where another does not, or others.
 */
export function differs(rows: (LabelRow | undefined)[]): string {
  const holding = rows.flatMap((row, at) => (row && row.entries > 0 ? [at] : []));
  if (holding.length === 1 && rows.length > 1) return String(holding[0]);
  const words = new Set(holding.map((at) => `${said(rows[at]?.purposes ?? [])} / ${said(rows[at]?.retention ?? [])}`));
  return words.size > 1 ? 'why' : '';
}
