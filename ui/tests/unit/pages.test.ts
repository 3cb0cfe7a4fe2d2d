// Rows fetched by pages: only what is wanted now is asked for, and "select all" misses none.
import { beforeEach, expect, test, vi } from 'vitest';
import { Pages } from '../../src/entries/pages.svelte';
import type { EntriesRequest, EntriesView, EntryRow } from '../../src/ipc/types';

const TOTAL = 200_000;
const asked: number[] = [];

const rowOf = (row: number): EntryRow => ({
  id: { table: 1, row }, when: null, controller: 1, controller_name: 'Invented Shop', kinds: ['orders'], table: 'Orders',
  what: [], place: { path: 'orders.csv', at: { kind: 'line', line: row + 1 } }, hits: [],
});

function answer({ offset, limit }: EntriesRequest): EntriesView {
  asked.push(offset);
  return { total: TOTAL, exact: true, rows: Array.from({ length: limit }, (_, i) => rowOf(offset + i)) };
}

vi.mock('../../src/ipc', () => ({
  host: { call: (_: string, request: EntriesRequest) => new Promise((done) => setTimeout(() => done(answer(request)))) },
  asApiError: (error: unknown) => error,
}));

const filter = { controllers: [], imports: [], kinds: [], tables: [], paths: [], text: '', without_purpose: false };
const settled = () => new Promise((done) => setTimeout(done, 40));

beforeEach(() => asked.splice(0));

test('places that were only passed by are not asked for', async () => {
  const pages = new Pages(filter, 'en');
  await pages.first;
  for (let at = 1; at <= 100; at += 1) pages.want(at * 1000, at * 1000 + 20);
  await settled();
  expect(pages.row(100_000)?.id.row).toBe(100_000);
  expect(asked.length).toBeLessThanOrEqual(1 + Pages.AT_ONCE + 2);
});

test('all rows up to a limit are there, however much was seen before', async () => {
  const pages = new Pages(filter, 'en');
  await pages.first;
  for (let at = 10; at < 10 + Pages.KEEP * 2; at += 1) {
    pages.want(at * 1000, at * 1000 + 20);
    await settled();
  }
  const rows = await pages.all(1000);
  expect(rows.map((row) => row.id.row)).toEqual(Array.from({ length: 1000 }, (_, at) => at));
});
