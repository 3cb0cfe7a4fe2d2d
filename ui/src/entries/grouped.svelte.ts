// Entries under heads. Each group asks for its own pages, and only once it is
// open, so a thousand groups cost no more than one.
import { asApiError, type ApiError, type EntryFilter, type EntryRow, type EntrySort } from '../ipc';
import type { Group, Lines } from './lines';
import { Pages } from './pages.svelte';

export interface GroupSource {
  id: string;
  label: string;
  count: number;
  filter: EntryFilter;
}

interface Part extends GroupSource {
  open: boolean;
  pages: Pages | null;
}

export class Grouped implements Lines {
  readonly grouped = true;
  readonly different = null;
  readonly compared = null;
  #parts = $state.raw<Part[]>([]);
  ready = $state(false);
  error = $state.raw<ApiError | null>(null);
  first: Promise<void>;
  #over = false;
  #language: string;
  #sort: EntrySort | null;

  constructor(groups: Promise<GroupSource[]>, language: string, sort: EntrySort | null) {
    this.#language = language;
    this.#sort = sort;
    this.first = groups.then(
      (list) => {
        this.#parts = list.map((one) => ({ ...one, open: false, pages: null }));
        this.ready = true;
      },
      (error: unknown) => {
        this.error = asApiError(error);
      },
    );
  }

  #size = (part: Part): number => (part.open ? (part.pages?.ready ? part.pages.total : part.count) : 0);
  total = $derived(this.#parts.reduce((sum, part) => sum + 1 + this.#size(part), 0));
  entries = $derived(this.#parts.reduce((sum, part) => sum + part.count, 0));
  exact = true;

  get closed(): boolean {
    return this.#over;
  }

  /** The group of a line, and which of its entries it is; -1 is the head. */
  #find(at: number): { part: Part; inside: number } | null {
    let from = 0;
    for (const part of this.#parts) {
      const size = this.#size(part);
      if (at <= from + size) return { part, inside: at - from - 1 };
      from += size + 1;
    }
    return null;
  }

  row(at: number): EntryRow | undefined {
    const found = this.#find(at);
    return found && found.inside >= 0 ? found.part.pages?.row(found.inside) : undefined;
  }

  group(at: number): Group | null {
    const found = this.#find(at);
    return found?.inside === -1 ? found.part : null;
  }

  level(at: number): number {
    return this.#find(at)?.inside === -1 ? 1 : 2;
  }

  toggle(at: number): void {
    const found = this.#find(at);
    if (!found) return;
    this.#parts = this.#parts.map((part) =>
      part === found.part ? { ...part, open: !part.open, pages: part.pages ?? new Pages(part.filter, this.#language, this.#sort) } : part,
    );
  }

  want(from: number, to: number): void {
    let start = 0;
    for (const part of this.#parts) {
      const size = this.#size(part);
      if (part.open && start + size >= from && start < to) part.pages?.want(Math.max(0, from - start - 1), Math.min(size, to - start));
      start += size + 1;
    }
  }

  async all(limit: number): Promise<EntryRow[]> {
    const rows: EntryRow[] = [];
    for (const part of this.#parts) {
      if (rows.length >= limit) break;
      const pages = part.pages ?? new Pages(part.filter, this.#language, this.#sort);
      await pages.first;
      rows.push(...(await pages.all(limit - rows.length)));
    }
    return rows;
  }

  shown(limit: number): Promise<EntryRow[]> {
    return this.all(limit);
  }

  close(): void {
    this.#over = true;
    for (const part of this.#parts) part.pages?.close();
  }
}
