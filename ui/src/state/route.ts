// Addresses: `#/screen`, `#/screen/id`, `#/screen?filters`. Everything that a
// person would miss after "back" stands in them.
import type { EntryFilter, EntryId, Kind } from '../ipc/types';

export const screens = [
  'start',
  'import',
  'overview',
  'companies',
  'company',
  'why',
  'time',
  'map',
  'links',
  'findings',
  'ledger',
  'entries',
  'requests',
  'settings',
] as const;
export type Screen = (typeof screens)[number];

export interface Route {
  screen: Screen;
  id: number | null;
  query: Record<string, string>;
}

export const kinds: Kind[] = [
  'identity',
  'contact',
  'account',
  'orders',
  'payment',
  'support',
  'behaviour',
  'location',
  'device',
  'inferences',
  'marketing',
  'third_parties',
];

export function parse(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [name = '', id = ''] = path.split('/');
  const screen = screens.find((known) => known === name) ?? 'start';
  return {
    screen,
    id: /^\d{1,9}$/.test(id) ? Number(id) : null,
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

export function address(screen: Screen, id?: number | null, query: Record<string, string | undefined> = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value) search.set(key, value);
  const tail = search.size > 0 ? `?${search}` : '';
  return `#/${screen}${id == null ? '' : `/${id}`}${tail}`;
}

const numbers = (list: string | undefined): number[] =>
  (list ?? '').split(',').filter((part) => /^\d{1,9}$/.test(part)).map(Number);

/** Names that a person gave may hold anything, so each is written for itself. */
const names = (list: string | undefined): string[] =>
  (list ?? '').split(',').filter(Boolean).flatMap((part) => {
    try {
      return [decodeURIComponent(part)];
    } catch {
      return [];
    }
  });

/** An entry as it stands in an address: `table.row`. */
export function entryIdOf(text: string | undefined): EntryId | undefined {
  const match = /^(\d{1,9})\.(\d{1,9})$/.exec(text ?? '');
  return match ? { table: Number(match[1]), row: Number(match[2]) } : undefined;
}

export const keyOf = (id: EntryId): string => `${id.table}.${id.row}`;

const day = (text: string | undefined): string | undefined =>
  text && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;

export function filterOf(query: Record<string, string>): EntryFilter {
  const filter: EntryFilter = {
    controllers: numbers(query.company),
    imports: numbers(query.import),
    kinds: (query.kind ?? '').split(',').filter((kind): kind is Kind => (kinds as string[]).includes(kind)),
    tables: numbers(query.table),
    paths: query.path ? [query.path] : [],
    text: query.q ?? '',
    without_purpose: query.unstated === '1',
  };
  const tags = names(query.tag);
  if (tags.length > 0) filter.tags = tags;
  const [from, to] = [day(query.from), day(query.to)];
  if (from) filter.from = from;
  if (to) filter.to = to;
  const same = entryIdOf(query.same);
  if (same) filter.same_as = same;
  return filter;
}

export function queryOf(filter: Partial<EntryFilter>): Record<string, string | undefined> {
  return {
    company: filter.controllers?.join(','),
    import: filter.imports?.join(','),
    kind: filter.kinds?.join(','),
    table: filter.tables?.join(','),
    path: filter.paths?.[0],
    q: filter.text,
    from: filter.from,
    to: filter.to,
    tag: filter.tags?.map(encodeURIComponent).join(','),
    same: filter.same_as && keyOf(filter.same_as),
    unstated: filter.without_purpose ? '1' : undefined,
  };
}

/** The address of the entries that a number stands for. */
export function entriesAt(filter: Partial<EntryFilter>): string {
  return address('entries', null, queryOf(filter));
}
