// Equal entries once: what each line of the table is, whatever is open.
import { expect, test, vi } from 'vitest';
import { Equal } from '../../src/entries/equal.svelte';
import type { EntriesRequest, EntriesView, EntryRow } from '../../src/ipc/types';

/** How many entries are equal to the line of that number; 600 lines, every third repeated. */
const TOP = 600;
const copies = (line: number) => (line % 3 === 0 ? 2 + (line % 250) : 1);
const all = Array.from({ length: TOP }, (_, line) => copies(line)).reduce((sum, n) => sum + n, 0);

const rowOf = (table: number, row: number): EntryRow => ({
  id: { table, row }, when: null, controller: 1, controller_name: 'Invented Shop', kinds: ['orders'], table: 'Orders',
  what: [], place: { path: 'orders.csv', at: { kind: 'line', line: row + 1 } }, hits: [],
});

function answer({ filter, offset, limit, once }: EntriesRequest): EntriesView {
  const line = filter.same_as?.row;
  const total = line !== undefined ? copies(line) : once ? TOP : all;
  const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i): EntryRow => {
    const at = offset + i;
    if (line !== undefined) return rowOf(100 + line, at);
    return { ...rowOf(once ? 1 : 9, at), ...(once && copies(at) > 1 ? { equal: { count: copies(at), files: 1 } } : {}) };
  });
  return { total, exact: true, rows, ...(once ? { entries: all, compared: 500 } : {}) };
}

vi.mock('../../src/ipc', () => ({
  host: { call: (_: string, request: EntriesRequest) => Promise.resolve(answer(request)) },
  asApiError: (error: unknown) => error,
}));

const filter = { controllers: [], imports: [], kinds: [], tables: [], paths: [], text: '', without_purpose: false };

/** What stands in the lines, by plain writing down. */
function written(open: Set<number>): string[] {
  return Array.from({ length: TOP }, (_, line) => line).flatMap((line) => [
    copies(line) > 1 ? `head ${line} ${copies(line)} ${open.has(line)}` : `entry 1.${line}`,
    ...(open.has(line) ? Array.from({ length: copies(line) }, (_, i) => `inner ${100 + line}.${i}`) : []),
  ]);
}

async function read(lines: Equal): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < lines.total; at += 40) {
    const to = Math.min(lines.total, at + 40);
    lines.want(at, to);
    await Promise.resolve().then(() => new Promise((done) => setTimeout(done)));
    for (let line = at; line < to; line += 1) {
      const [group, row] = [lines.group(line), lines.row(line)];
      if (group) found.push(`head ${group.row?.id.row} ${group.count} ${group.open}`);
      else found.push(`${lines.level(line) === 2 ? 'inner' : 'entry'} ${row?.id.table}.${row?.id.row}`);
    }
  }
  return found;
}

test('every line is what plain counting says, closed, open and closed again', async () => {
  const lines = new Equal(filter, 'en', null);
  await lines.first;
  expect([lines.total, lines.different, lines.entries, lines.compared]).toEqual([TOP, TOP, all, 500]);
  expect(await read(lines)).toEqual(written(new Set()));
  const open = new Set<number>();
  for (const line of [300, 0, 597, 303, 0]) {
    lines.toggle(written(open).findIndex((one) => one.startsWith(`head ${line} `)));
    if (!open.delete(line)) open.add(line);
    expect(await read(lines), `after ${line}`).toEqual(written(open));
  }
});

test('a line that stands for itself does not open, and all means the entries', async () => {
  const lines = new Equal(filter, 'en', null);
  await lines.first;
  lines.toggle(1);
  expect(lines.total).toBe(TOP);
  const rows = await lines.all(250);
  expect(rows.map(({ id }) => `${id.table}.${id.row}`).slice(0, 2)).toEqual(['9.0', '9.1']);
  expect(rows.length).toBe(250);
  expect((await lines.shown(120)).length).toBeGreaterThanOrEqual(100);
  lines.close();
  expect(lines.closed).toBe(true);
});
