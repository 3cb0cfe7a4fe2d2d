import { asApiError, host, type ApiError, type EntriesView, type EntryFilter, type EntryRow, type EntrySort } from '../ipc';
import type { Group, Lines } from './lines';

/** Rows by number, fetched a page at a time and forgotten when far away. */
export class Pages implements Lines {
  static readonly SIZE = 60;
  static readonly KEEP = 50;
  /** Asked for at once; whoever drags the bar passes more places than anybody reads. */
  static readonly AT_ONCE = 2;

  readonly grouped = false;
  readonly different = null;
  total = $state(0);
  /** Entries behind the rows, where equal ones stand once, and how many were compared if not all. */
  behind = $state(0);
  compared = $state<number | null>(null);
  exact = $state(true);
  ready = $state(false);
  error = $state.raw<ApiError | null>(null);
  /** Grows with every page that came, so that drawn rows look again. */
  turn = $state(0);
  #filter: EntryFilter;
  #language: string;
  #sort: EntrySort | null;
  #once: boolean;
  #pages = new Map<number, EntryRow[]>();
  #asked = new Set<number>();
  #wanted: [number, number] = [0, 0];
  #over = false;
  /** Settles when the first page or its failure is there. */
  first: Promise<void>;

  constructor(filter: EntryFilter, language: string, sort: EntrySort | null = null, once = false) {
    this.#once = once;
    this.#sort = sort;
    this.#filter = filter;
    this.#language = language;
    this.first = this.#fetch(0);
  }

  get entries(): number {
    return this.total;
  }

  group(): Group | null {
    return null;
  }

  level(): undefined {
    return undefined;
  }

  toggle(): void {
    // Without groups there is nothing to fold.
  }

  row(at: number): EntryRow | undefined {
    void this.turn;
    return this.#pages.get(Math.floor(at / Pages.SIZE))?.[at % Pages.SIZE];
  }

  /** Makes sure that these rows are there or on their way. */
  want(from: number, to: number): void {
    this.#wanted = [from, to];
    if (this.ready) this.#next();
  }

  /** Asks for what is wanted now, and no more for what was passed by. */
  #next(): void {
    const [from, to] = this.#wanted;
    for (let page = Math.floor(from / Pages.SIZE); page * Pages.SIZE < to; page += 1) {
      const known = this.#pages.has(page) || this.#asked.has(page);
      if (known || this.#asked.size >= Pages.AT_ONCE) continue;
      void this.#fetch(page).then(() => {
        if (!this.#over && !this.error) this.#next();
      });
    }
  }

  /** All rows of the filter up to a limit, for "select all". */
  async all(limit: number): Promise<EntryRow[]> {
    for (let page = 0; page * Pages.SIZE < Math.min(limit, this.total); page += 1) await this.#fetch(page);
    return [...this.#pages].sort(([a], [b]) => a - b).flatMap(([, rows]) => rows).slice(0, limit);
  }

  shown(limit: number): Promise<EntryRow[]> {
    return this.all(limit);
  }

  get closed(): boolean {
    return this.#over;
  }

  close(): void {
    this.#over = true;
  }

  async #fetch(page: number): Promise<void> {
    if (this.#pages.has(page) || this.#asked.has(page)) return;
    this.#asked.add(page);
    try {
      const view = await this.#ask(page * Pages.SIZE, Pages.SIZE, false);
      if (this.#over) return;
      this.#pages.set(page, view.rows);
      this.#forget(page);
      this.#count(view);
      // The rows came at once; how many there are is counted behind them.
      if (!this.ready && !view.exact && !this.#once && this.#sort?.by !== 'rank') this.#ask(0, 0, true).then((more) => this.#count(more), () => {});
      this.ready = true;
      this.turn += 1;
    } catch (error) {
      if (!this.#over) this.error = asApiError(error);
    } finally {
      this.#asked.delete(page);
    }
  }

  #ask(offset: number, limit: number, count: boolean): Promise<EntriesView> {
    return host.call('entries', {
      filter: this.#filter,
      offset,
      limit,
      exact: false,
      count,
      language: this.#language,
      ...(this.#sort ? { sort: this.#sort } : {}),
      ...(this.#once ? { once: true } : {}),
    });
  }

  /** What is known for sure stays; "more than" only grows. */
  #count(view: EntriesView): void {
    if (this.#over || (this.ready && this.exact && !view.exact)) return;
    this.total = view.exact ? view.total : Math.max(this.total, view.total);
    this.exact = view.exact;
    this.behind = view.entries ?? this.total;
    this.compared = view.compared ?? null;
  }

  #forget(near: number): void {
    if (this.#pages.size <= Pages.KEEP) return;
    const far = [...this.#pages.keys()].sort((a, b) => Math.abs(b - near) - Math.abs(a - near))[0];
    if (far !== undefined) this.#pages.delete(far);
  }
}
