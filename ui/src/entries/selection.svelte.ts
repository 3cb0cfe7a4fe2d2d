import type { EntryId, EntryRow, RequestItem } from '../ipc/types';

export const keyOf = (id: EntryId): string => `${id.table}.${id.row}`;

/** The entries chosen, of any company, with what a request needs to know of them. */
export class Selection {
  chosen = $state.raw(new Map<string, { id: EntryId; controller: number }>());

  has(id: EntryId): boolean {
    return this.chosen.has(keyOf(id));
  }

  toggle(row: EntryRow): void {
    const next = new Map(this.chosen);
    if (!next.delete(keyOf(row.id))) next.set(keyOf(row.id), { id: row.id, controller: row.controller });
    this.chosen = next;
  }

  add(rows: EntryRow[]): void {
    const next = new Map(this.chosen);
    for (const row of rows) next.set(keyOf(row.id), { id: row.id, controller: row.controller });
    this.chosen = next;
  }

  clear(): void {
    this.chosen = new Map();
  }

  get controllers(): number[] {
    return [...new Set([...this.chosen.values()].map((one) => one.controller))];
  }

  /** One item a table, as requests want them. */
  items(controller: number): RequestItem[] {
    const tables = new Map<number, EntryId[]>();
    for (const { id, controller: of } of this.chosen.values()) {
      if (of !== controller) continue;
      tables.set(id.table, [...(tables.get(id.table) ?? []), id]);
    }
    return [...tables].map(([table, entries]) => ({ table, entries, found: '', right_value: '', since: '' }));
  }
}
