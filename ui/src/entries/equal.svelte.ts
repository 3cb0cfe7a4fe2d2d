// Equal entries once. Those behind a line are asked for when it is opened, as a
// filter of their own; lines that stand for themselves are entries as always.
import type { ApiError, EntryFilter, EntryRow, EntrySort } from '../ipc';
import { keyOf } from '../state/route';
import type { Group, Lines } from './lines';
import { Pages } from './pages.svelte';

interface Opened {
  /** The line that it stands behind, counted without what is open. */
  at: number;
  pages: Pages;
  count: number;
}

export class Equal implements Lines {
  readonly grouped = true;
  #filter: EntryFilter;
  #language: string;
  #sort: EntrySort | null;
  #top: Pages;
  #open = $state.raw<Opened[]>([]);

  constructor(filter: EntryFilter, language: string, sort: EntrySort | null) {
    this.#filter = filter;
    this.#language = language;
    this.#sort = sort;
    this.#top = new Pages(filter, language, sort, true);
  }

  #size = ({ pages, count }: Opened): number => (pages.ready ? pages.total : count);
  total = $derived.by(() => this.#top.total + this.#open.reduce((sum, one) => sum + this.#size(one), 0));

  get entries(): number {
    return this.#top.behind;
  }

  get different(): number {
    return this.#top.total;
  }

  get compared(): number | null {
    return this.#top.compared;
  }

  get exact(): boolean {
    return this.#top.exact;
  }

  get ready(): boolean {
    return this.#top.ready;
  }

  get error(): ApiError | null {
    return this.#top.error;
  }

  get closed(): boolean {
    return this.#top.closed;
  }

  get first(): Promise<void> {
    return this.#top.first;
  }

  /** What a line is: one of those at the top, or one behind it. */
  #find(at: number): { top: number; opened?: Opened; inside: number } {
    let more = 0;
    for (const opened of this.#open) {
      const line = opened.at + more;
      if (at <= line) break;
      if (at <= line + this.#size(opened)) return { top: opened.at, opened, inside: at - line - 1 };
      more += this.#size(opened);
    }
    return { top: at - more, inside: -1 };
  }

  row(at: number): EntryRow | undefined {
    const { top, opened, inside } = this.#find(at);
    if (opened) return opened.pages.row(inside);
    const row = this.#top.row(top);
    return row?.equal ? undefined : row;
  }

  group(at: number): Group | null {
    const { top, inside } = this.#find(at);
    const row = inside < 0 ? this.#top.row(top) : undefined;
    if (!row?.equal) return null;
    return { id: keyOf(row.id), label: row.table, count: row.equal.count, open: this.#open.some((one) => one.at === top), row };
  }

  level(at: number): number {
    return this.#find(at).inside < 0 ? 1 : 2;
  }

  toggle(at: number): void {
    const { top } = this.#find(at);
    const group = this.group(at);
    if (!group?.row) return;
    if (group.open) {
      this.#open.find((one) => one.at === top)?.pages.close();
      this.#open = this.#open.filter((one) => one.at !== top);
    } else {
      const pages = new Pages({ ...this.#filter, same_as: group.row.id }, this.#language, this.#sort);
      this.#open = [...this.#open, { at: top, pages, count: group.count }].sort((a, b) => a.at - b.at);
    }
  }

  want(from: number, to: number): void {
    if (to > from) this.#top.want(this.#find(from).top, this.#find(to - 1).top + 1);
    let more = 0;
    for (const opened of this.#open) {
      const [line, size] = [opened.at + more + 1, this.#size(opened)];
      if (line < to && line + size > from) opened.pages.want(Math.max(0, from - line), Math.min(size, to - line));
      more += size;
    }
  }

  /** The entries themselves, equal ones too: what is chosen is chosen wholly. */
  async all(limit: number): Promise<EntryRow[]> {
    const pages = new Pages(this.#filter, this.#language, this.#sort);
    await pages.first;
    const rows = await pages.all(limit);
    pages.close();
    return rows;
  }

  shown(limit: number): Promise<EntryRow[]> {
    return this.#top.all(limit);
  }

  close(): void {
    this.#top.close();
    for (const { pages } of this.#open) pages.close();
  }
}
