// The same numbers as the circles, as a table.
import { date, number, percent, t } from '../i18n/index.svelte';
import type { Table } from '../charts/table';
import type { CompanyRow, KindCell } from '../ipc/types';
import { entriesAt } from '../state/route';
import { unstated } from './ring';

const share = (cell: KindCell) => unstated(cell) / Math.max(1, cell.entries);
const counts = ['stated', 'seen', 'typical', 'not_stated'] as const;

export function twinOf(companies: CompanyRow[]): Table {
  return {
    head: [t('company'), t('kind'), t('entries'), ...counts.map((count) => t(`voice.${count}`)), t('twin.share'), t('twin.oldest')],
    rows: companies.flatMap((row) =>
      row.cells
        .filter((cell) => cell.entries > 0)
        .map((cell) => [
          { text: row.name },
          { text: t(`kind.${cell.kind}`) },
          { text: number(cell.entries), value: cell.entries, href: entriesAt({ controllers: [row.id], kinds: [cell.kind] }) },
          ...counts.map((count) => ({ text: number(cell[count]), value: cell[count] })),
          { text: percent(share(cell)), plain: share(cell).toFixed(3) },
          { text: date(cell.first, 'short'), plain: cell.first ?? '' },
        ]),
    ),
  };
}
