// Labels as tables for spreadsheets: every voiced text keeps its voice.
import { number, t } from '../i18n/index.svelte';
import type { Cell, Table } from '../charts/table';
import type { ChecklistRow, CompanyView, LabelRow, VoicedView } from '../ipc/types';
import { entriesAt, kinds } from '../state/route';
import { answered } from './answered';

/** Several texts of one cell, each with the word of who says it. */
export function voicedText(texts: VoicedView[]): string {
  const said = texts.filter((one) => one.voice !== 'not_stated' && one.text !== '');
  if (said.length === 0) return t('voice.not_stated');
  return said.map((one) => `${one.text} (${t(`voice.${one.voice}`)})`).join('; ');
}

const parts = ['purposes', 'legal_bases', 'retention', 'recipients', 'sources'] as const;
const heads = ['label.why', 'label.basis', 'label.kept', 'label.whom', 'label.source'] as const;

function cells(row: LabelRow, controller: number): Cell[] {
  const count: Cell = { text: number(row.entries), value: row.entries, href: entriesAt({ controllers: [controller], kinds: [row.kind] }) };
  const days = [row.first, row.last].map((day): Cell => ({ text: day ?? '' }));
  return [count, ...days, ...parts.map((part): Cell => ({ text: row.entries > 0 ? voicedText(row[part]) : '' }))];
}

const head = () => [t('entries'), t('twin.oldest'), t('twin.newest'), ...heads.map((key) => t(key))];

export function labelTable(view: CompanyView): Table {
  const rows = view.label.map((row) => [{ text: t(`kind.${row.kind}`) }, ...cells(row, view.controller.id)]);
  const beside = view.beside.map((item): Cell[] => [
    { text: `${t('label.beside')}: ${item.field}, ${item.table}` },
    { text: number(item.records), value: item.records, href: entriesAt({ controllers: [view.controller.id], tables: [item.table_id] }) },
    ...[item.first, item.last].map((day): Cell => ({ text: day ?? '' })),
    ...parts.map((part): Cell => ({ text: item[part].length > 0 ? voicedText(item[part]) : '' })),
  ]);
  return { head: [t('label.kind'), ...head()], rows: [...rows, ...beside] };
}

const answer = (rows: ChecklistRow[], id: string) => t(`check.${answered(rows.find((row) => row.id === id))}`);

/** Side by side on the screen, one under the other here: a line a company and kind, then a line a question. */
export function compareTable(views: CompanyView[]): Table {
  const blank = ['', '', ...parts.map(() => '')].map((text): Cell => ({ text }));
  return {
    head: [t('label.kind'), t('company'), ...head()],
    rows: [
      ...kinds.flatMap((kind) =>
        views.map((view): Cell[] => {
          const row = view.label.find((one) => one.kind === kind);
          return [{ text: t(`kind.${kind}`) }, { text: view.controller.name }, ...(row ? cells(row, view.controller.id) : [{ text: '0', value: 0 }, ...blank])];
        }),
      ),
      ...(views[0]?.checklist ?? []).flatMap((question) =>
        views.map((view): Cell[] => [{ text: question.label }, { text: view.controller.name }, { text: answer(view.checklist, question.id) }, ...blank]),
      ),
    ],
  };
}
