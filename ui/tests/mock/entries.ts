// The records, as the mock core answers. Rows are made when asked for, so a
// million of them cost nothing.
import type * as T from '../../src/ipc/types';
import { kinds } from '../../src/state/route';
import { dayOf, voiced, type MockTable } from './data';
import { keyOf } from './tags';
import { words, type World } from './world';

interface Found {
  table: MockTable;
  /** Which rows; all if there is no list. */
  rows: number[] | null;
  count: number;
}

/** Rows of a table that are looked at one by one. */
const MOST = 5000;

export class Entries {
  constructor(readonly world: World) {}

  #tagged(tags: string[]): Set<string> {
    return new Set(tags.flatMap((tag) => [...(this.world.state().tags.get(tag) ?? [])]));
  }

  #matching(filter: T.EntryFilter): Found[] {
    const text = filter.text.trim().toLowerCase();
    const like = filter.same_as && this.world.tables().find((table) => table.id === filter.same_as?.table);
    const same = like && filter.same_as ? this.#words(like, filter.same_as.row) : null;
    return this.world.tablesOf(this.world.state().shops)
      .filter((table) => filter.controllers.length === 0 || filter.controllers.includes(table.controller))
      .filter((table) => filter.imports.length === 0 || filter.imports.includes(table.controller))
      .filter((table) => filter.tables.length === 0 || filter.tables.includes(table.id))
      .filter((table) => filter.paths.length === 0 || filter.paths.includes(table.path))
      .filter((table) => filter.kinds.length === 0 || table.fields.some((field) => field.kind && filter.kinds.includes(field.kind)))
      .filter((table) => !filter.without_purpose || this.world.unstated(table))
      .map((table) => {
        const tagged = filter.tags?.length ? this.#tagged(filter.tags) : null;
        if (!text && !filter.from && !filter.to && !tagged && !same) return { table, rows: null, count: table.rows };
        const rows = Array.from({ length: Math.min(table.rows, MOST) }, (_, row) => row).filter((row) => {
          const day = dayOf(table, row);
          if (tagged && !tagged.has(keyOf({ table: table.id, row }))) return false;
          if (same && this.#words(table, row) !== same) return false;
          if (filter.from && (!day || day < filter.from)) return false;
          if (filter.to && (!day || day > filter.to)) return false;
          return !text || table.fields.some((field) => field.value(row).toLowerCase().includes(text));
        });
        return { table, rows, count: rows.length };
      })
      .filter(({ count }) => count > 0);
  }

  /** All rows that were found, table by table; of a very long one the first. */
  #places(found: Found[]): { table: MockTable; row: number }[] {
    return found.flatMap(({ table, rows, count }) => Array.from({ length: Math.min(count, MOST) }, (_, i) => ({ table, row: rows?.[i] ?? i })));
  }

  #words = (table: MockTable, row: number): string => `${table.controller} ${table.fields.map((field) => `${field.name} ${field.value(row)}`).join(' ')}`;

  /** Equal rows once, those that occur most often first. */
  #once(found: Found[]): { table: MockTable; row: number; equal?: T.EqualView }[] {
    const groups = new Map<string, { table: MockTable; row: number }[]>();
    for (const place of this.#places(found)) {
      const key = this.#words(place.table, place.row);
      groups.set(key, [...(groups.get(key) ?? []), place]);
    }
    const files = (of: { table: MockTable }[]) => new Set(of.map(({ table }) => table.path)).size;
    return [...groups.values()]
      .sort((a, b) => b.length - a.length)
      .flatMap((of) => of.slice(0, 1).map((one) => ({ ...one, ...(of.length > 1 ? { equal: { count: of.length, files: files(of) } } : {}) })));
  }

  /** The hits whose values hold little else first. */
  #ranked(found: Found[], text: string): { table: MockTable; row: number }[] {
    const share = ({ table, row }: { table: MockTable; row: number }) =>
      Math.max(...table.fields.map((field) => field.value(row)).filter((value) => value.toLowerCase().includes(text.toLowerCase())).map((value) => text.length / value.length));
    return this.#places(found).map((place) => ({ place, share: share(place) })).sort((a, b) => b.share - a.share).map(({ place }) => place);
  }

  entries({ filter, offset, limit, language, sort, once }: T.EntriesRequest): T.EntriesView {
    let found = this.#matching(filter);
    const sum = found.reduce((all, { count }) => all + count, 0);
    if (once || (sort?.by === 'rank' && filter.text)) {
      const places: { table: MockTable; row: number; equal?: T.EqualView }[] = once ? this.#once(found) : this.#ranked(found, filter.text);
      const compared = this.#places(found).length;
      const rows = places.slice(offset, offset + limit).map(({ table, row, equal }) => ({ ...this.#entryRow(table, row, language, filter.text), ...(equal ? { equal } : {}) }));
      return { total: places.length, exact: true, rows, ...(once ? { entries: sum, ...(compared < sum ? { compared } : {}) } : {}) };
    }
    if (sort) {
      const key = ({ table }: { table: MockTable }) => (sort.by === 'company' ? this.world.name(this.world.shop(table.controller)) : sort.by === 'table' ? words(table.label, language) : (table.first ?? '9'));
      found = [...found].sort((a, b) => (sort.descending ? -1 : 1) * key(a).localeCompare(key(b)));
    }
    const rows: T.EntryRow[] = [];
    let at = 0;
    for (const { table, rows: some, count } of found) {
      for (let i = Math.max(0, offset - at); i < count && rows.length < limit; i += 1) {
        rows.push(this.#entryRow(table, some ? (some[i] as number) : i, language, filter.text));
      }
      at += count;
    }
    return { total: sum, exact: true, rows };
  }

  #entryRow(table: MockTable, row: number, language: string, text: string): T.EntryRow {
    const kindsOf = [...new Set(table.fields.flatMap((field) => (field.kind ? [field.kind] : [])))];
    return {
      id: { table: table.id, row },
      when: dayOf(table, row),
      controller: table.controller,
      controller_name: this.world.name(this.world.shop(table.controller)),
      kinds: kindsOf,
      table: words(table.label, language),
      what: table.fields.slice(0, 3).map((field) => [words(field.label, language), field.value(row), field.sensitive ?? false]),
      place: { path: table.path, at: /json/.test(table.path) ? { kind: 'pointer', pointer: `/items/${row}` } : { kind: 'line', line: row + 2 } },
      why: voiced(kindsOf[0] ? this.world.shop(table.controller).why[kindsOf[0]]?.purposes : undefined, language, '')[0],
      hits: text ? [text] : [],
      tags: [...this.world.state().tags].filter(([, keys]) => keys.has(keyOf({ table: table.id, row }))).map(([tag]) => tag),
    };
  }

  entry({ id, language }: T.EntryRequest): T.EntryView {
    const table = this.world.tables().find((one) => one.id === id.table) ?? this.world.fail('no_such');
    const shop = this.world.shop(table.controller);
    const row = this.#entryRow(table, id.row, language, '');
    return {
      row,
      import: shop.id,
      sha256: '7c1e'.repeat(16),
      raw: JSON.stringify(Object.fromEntries(table.fields.map((field) => [field.name, field.value(id.row)])), null, 2),
      fields: table.fields.map((field, at) => ({
        field_id: at + 1, name: field.name, value: field.value(id.row), category: field.category, label: words(field.label, language), kind: field.kind,
        sensitive: field.sensitive ?? false, purposes: voiced(field.kind ? shop.why[field.kind]?.purposes : undefined, language, shop.letter), place: { ...row.place, field: field.name },
      })),
    };
  }

  facets({ filter, language }: T.FacetsRequest): T.FacetsView {
    const count = (part: Partial<T.EntryFilter>) => this.#matching({ ...filter, ...part }).reduce((sum, one) => sum + one.count, 0);
    return {
      controllers: this.world.state().shops.map((id) => ({ id: String(id), label: this.world.name(this.world.shop(id)), count: count({ controllers: [id] }) })),
      kinds: kinds.map((kind) => ({ id: kind, label: '', count: count({ kinds: [kind] }) })).filter((facet) => facet.count > 0),
      tags: [...this.world.state().tags.keys()].map((tag) => ({ id: tag, label: tag === 'evidence' ? '' : tag, count: count({ tags: [tag] }) })).filter((facet) => facet.count > 0),
      tables: this.world.tablesOf(this.world.state().shops).map((table) => ({ id: String(table.id), label: words(table.label, language), count: count({ tables: [table.id] }) })).filter((facet) => facet.count > 0),
    };
  }
}
