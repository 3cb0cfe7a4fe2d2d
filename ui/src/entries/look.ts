// How the table of entries is shown: its columns, order and groups. All of it
// stands in the address, so that "back" and saved views bring it back.
import type { EntrySort } from '../ipc/types';

export const columnIds = ['select', 'when', 'company', 'kind', 'what', 'why', 'place'] as const;
export type ColumnId = (typeof columnIds)[number];

export interface Column {
  id: ColumnId;
  /** In rem; null takes its share of what is left. */
  width: number | null;
}

export const groupings = ['', 'company', 'table', 'kind', 'equal'] as const;
export type Grouping = (typeof groupings)[number];

/** The orders that the menu offers; none is that of the files, or the most frequent first where equal entries stand once. */
export const orders = ['', 'rank', 'when-down', 'when', 'company', 'table'] as const;
export type OrderId = (typeof orders)[number];

export interface Look {
  columns: Column[];
  sort: EntrySort | null;
  group: Grouping;
  /** The width of the entry beside the table in rem; null is the usual one. */
  pane: number | null;
}

/** How narrow and how wide an entry beside the table may be, in rem, and how wide it is. */
export const PANE = { least: 18, usual: 24, most: 48 };

interface Shape {
  least: number;
  share: number;
  /** The order that its head offers. */
  sort: string | null;
  /** Left out first when the table is narrow: the highest goes first; 0 never goes. */
  spare: number;
}

export const shapes: Record<ColumnId, Shape> = {
  select: { least: 2.75, share: 0, sort: null, spare: 0 },
  when: { least: 6.5, share: 0, sort: 'when', spare: 2 },
  company: { least: 9.5, share: 1, sort: 'company', spare: 4 },
  kind: { least: 8.5, share: 0.9, sort: null, spare: 3 },
  what: { least: 20, share: 3, sort: 'table', spare: 0 },
  why: { least: 10, share: 1.2, sort: null, spare: 6 },
  place: { least: 9, share: 1.4, sort: null, spare: 5 },
};

export const WIDEST = 40;
export const STEP = 1.5;
const usual: Column[] = columnIds.map((id) => ({ id, width: null }));

export function clamp(id: ColumnId, width: number): number {
  return Math.round(Math.max(shapes[id].least * 0.7, Math.min(WIDEST, width)) * 10) / 10;
}

function columnsOf(text: string | undefined): Column[] {
  if (!text) return usual;
  const wanted = new Map(text.split(',').map((part) => [part.split('-')[0], Number(part.split('-')[1])]));
  return columnIds
    .filter((id) => id === 'select' || id === 'what' || wanted.has(id))
    .map((id) => {
      const width = wanted.get(id);
      return { id, width: width && Number.isFinite(width) ? clamp(id, width) : null };
    });
}

export function lookOf(query: Record<string, string>): Look {
  const sort = sortOf(query.sort ?? '');
  const group = groupings.find((one) => one === query.group) ?? '';
  return {
    columns: columnsOf(query.columns),
    sort: sort && ['when', 'company', 'table', 'rank'].includes(sort.by) ? sort : null,
    group,
    pane: paneOf(Number(query.pane)),
  };
}

function paneOf(width: number): number | null {
  return width ? Math.max(PANE.least, Math.min(PANE.most, width)) : null;
}

export function queryOfLook(look: Look): Record<string, string | undefined> {
  const columns = look.columns.map(({ id, width }) => (width === null ? id : `${id}-${width}`)).join(',');
  return {
    sort: orderOf(look.sort) || undefined,
    columns: columns === columnIds.join(',') ? undefined : columns,
    group: look.group || undefined,
    pane: look.pane?.toString(),
  };
}

/** The order by its name in the address. */
export function orderOf(sort: EntrySort | null): string {
  return sort ? `${sort.by}${sort.descending ? '-down' : ''}` : '';
}

export function sortOf(order: string): EntrySort | null {
  const [by = '', way] = order.split('-');
  return by ? { by, descending: way === 'down' } : null;
}

/** The order that can be had: best hits only of words, and not where equal entries stand once. */
export function sortHad({ sort, group }: Look, words: string): EntrySort | null {
  return sort?.by === 'rank' && (!words.trim() || group === 'equal') ? null : sort;
}

/** The next order when a head is pressed: up, down, as in the files. */
export function turned(sort: EntrySort | null, by: string): EntrySort | null {
  if (sort?.by !== by) return { by, descending: false };
  return sort.descending ? null : { by, descending: true };
}

/** The columns that there is room for; what no column shows stands in the entry. */
export function fitting(columns: Column[], room: number): Column[] {
  const kept = [...columns];
  const needs = () => kept.reduce((sum, { id, width }) => sum + (width ?? shapes[id].least), 0);
  while (needs() > room) {
    const least = kept.reduce((worst, one) => (shapes[one.id].spare > shapes[worst.id].spare ? one : worst), kept[0] as Column);
    if (shapes[least.id].spare === 0) break;
    kept.splice(kept.indexOf(least), 1);
  }
  return kept;
}

/** The width below which the table scrolls sideways, in rem; a column without a width shrinks first. */
export function narrowest(columns: Column[]): number {
  return columns.reduce((sum, { id, width }) => sum + (width ?? (id === 'what' ? 0 : shapes[id].least)), 0);
}

/** `grid-template-columns` of these columns. */
export function template(columns: Column[]): string {
  return columns
    .map(({ id, width }) => {
      const { least, share } = shapes[id];
      if (width !== null) return id === 'what' ? `minmax(${width}rem, 1fr)` : `${width}rem`;
      return share === 0 ? `${least}rem` : `minmax(${id === 'what' ? 0 : least}rem, ${share}fr)`;
    })
    .join(' ');
}
