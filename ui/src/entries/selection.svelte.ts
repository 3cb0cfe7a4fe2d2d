import type { EntryId, EntryRow, RequestItem } from '../ipc/types';
import { keyOf } from '../state/route';

interface Chosen {
  id: EntryId;
  controller: number;
  tags: string[];
}

const chosenOf = (row: EntryRow): Chosen => ({ id: row.id, controller: row.controller, tags: row.tags ?? [] });

/** The entries chosen, of any company, with what a request needs to know of them. */
export class Selection {
  chosen = $state.raw(new Map<string, Chosen>());

  has(id: EntryId): boolean {
    return this.chosen.has(keyOf(id));
  }

  toggle(row: EntryRow): void {
    const next = new Map(this.chosen);
    if (!next.delete(keyOf(row.id))) next.set(keyOf(row.id), chosenOf(row));
    this.chosen = next;
  }

  add(rows: EntryRow[]): void {
    const next = new Map(this.chosen);
    for (const row of rows) next.set(keyOf(row.id), chosenOf(row));
    this.chosen = next;
  }

  get ids(): EntryId[] {
    return [...this.chosen.values()].map(({ id }) => id);
  }

  /** On how many of them a tag stands. */
  tagged(tag: string): number {
    return [...this.chosen.values()].filter(({ tags }) => tags.includes(tag)).length;
  }

  /** Follows what was done to their tags. */
  mark(tag: string, on: boolean): void {
    this.chosen = new Map([...this.chosen].map(([key, one]) => [key, { ...one, tags: [...one.tags.filter((other) => other !== tag), ...(on ? [tag] : [])] }]));
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
