import { describe, expect, test } from 'vitest';
import { clamp, fitting, lookOf, orderOf, orders, queryOfLook, sortHad, sortOf, template, turned } from '../../src/entries/look';
import { rangeHeight, scrollTo, step, TALLEST, windowAt } from '../../src/entries/virtual';

const ROW = 56;
const VIEW = 560;

describe('a short table', () => {
  test('draws what is seen and a little more', () => {
    expect(windowAt(0, 100, ROW, VIEW)).toEqual({ from: 0, to: 13, top: 0 });
    expect(windowAt(ROW * 20, 100, ROW, VIEW)).toEqual({ from: 17, to: 33, top: ROW * 17 });
  });
  test('ends at its last row', () => {
    expect(windowAt(1e9, 100, ROW, VIEW).to).toBe(100);
    expect(windowAt(0, 3, ROW, VIEW)).toEqual({ from: 0, to: 3, top: 0 });
    expect(windowAt(0, 0, ROW, VIEW)).toEqual({ from: 0, to: 0, top: 0 });
  });
});

describe.each([1_000_000, 5_000_000])('%i rows', (rows) => {
  test('stay under what a web view can draw', () => {
    expect(rangeHeight(rows, ROW)).toBe(TALLEST);
  });
  test('are all reachable: the first at the top, the last at the bottom', () => {
    expect(windowAt(0, rows, ROW, VIEW).from).toBe(0);
    const end = windowAt(TALLEST - VIEW, rows, ROW, VIEW);
    expect(end.to).toBe(rows);
    expect(end.top + (end.to - end.from) * ROW).toBeCloseTo(TALLEST, 3);
  });
  test('never draw more than the view and its margins', () => {
    for (let scroll = 0; scroll < TALLEST; scroll += 39_119) {
      const { from, to } = windowAt(scroll, rows, ROW, VIEW);
      expect(to - from).toBeLessThanOrEqual(VIEW / ROW + 14);
    }
  });
  test.each([0, 1, 12_345, 499_999, rows - 2, rows - 1])('row %i can be shown wholly', (row) => {
    for (const start of [0, TALLEST / 2, TALLEST - VIEW]) {
      const scroll = scrollTo(row, start, rows, ROW, VIEW);
      const { from, top } = windowAt(scroll, rows, ROW, VIEW);
      const y = top + (row - from) * ROW - scroll;
      expect(y).toBeGreaterThanOrEqual(-0.01);
      expect(y + ROW).toBeLessThanOrEqual(VIEW + 0.01);
    }
  });
});

describe('keys', () => {
  const at = { row: 5, column: 2 };
  test.each([
    ['ArrowDown', false, { row: 6, column: 2 }],
    ['ArrowUp', false, { row: 4, column: 2 }],
    ['ArrowRight', false, { row: 5, column: 3 }],
    ['PageDown', false, { row: 9, column: 2 }],
    ['PageUp', false, { row: 0, column: 2 }],
    ['Home', false, { row: 5, column: 0 }],
    ['End', false, { row: 5, column: 5 }],
    ['Home', true, { row: 0, column: 0 }],
    ['End', true, { row: 9, column: 5 }],
  ])('%s (ctrl %s)', (key, ctrl, expected) => expect(step(key, ctrl, at, 10, 6, 8)).toEqual(expected));
  test('other keys are not the grid’s', () => expect(step('a', false, at, 10, 6, 8)).toBeNull());
});

describe('the look of the table', () => {
  test('keeps the width of the entry within bounds', () => {
    const width = (pane: string) => lookOf({ pane }).pane;
    expect([width('30'), width('3'), width('900'), width('wide'), width('')]).toEqual([30, 18, 48, null, null]);
    expect(queryOfLook({ ...lookOf({}), pane: 30.5 }).pane).toBe('30.5');
    expect(queryOfLook(lookOf({})).pane).toBeUndefined();
  });

  test('every order of the menu stands in the address and comes back', () => {
    for (const order of orders) {
      const look = { ...lookOf({}), sort: sortOf(order) };
      expect(orderOf(lookOf({ sort: queryOfLook(look).sort ?? '' }).sort)).toBe(order);
    }
  });
  test('best hits are had of words alone', () => {
    const look = lookOf({ sort: 'rank' });
    expect(sortHad(look, 'lamp')?.by).toBe('rank');
    expect(sortHad(look, ' ')).toBeNull();
    expect(sortHad({ ...look, group: 'equal' }, 'lamp')).toBeNull();
    expect(sortHad({ ...look, sort: sortOf('when'), group: 'equal' }, '')?.by).toBe('when');
  });
  test('stands in the address and comes back from it', () => {
    const query = { sort: 'when-down', columns: 'select,when-8,what,place', group: 'table' };
    const look = lookOf(query);
    expect(look.sort).toEqual({ by: 'when', descending: true });
    expect(look.columns.map((column) => column.id)).toEqual(['select', 'when', 'what', 'place']);
    expect(queryOfLook(look)).toEqual(query);
    expect(queryOfLook(lookOf({}))).toEqual({ sort: undefined, columns: undefined, group: undefined });
  });
  test('takes no nonsense', () => {
    const look = lookOf({ sort: 'size-down', columns: 'evil-9,when-1e9', group: 'x' });
    expect(look).toEqual({ sort: null, group: '', pane: null, columns: [{ id: 'select', width: null }, { id: 'when', width: 40 }, { id: 'what', width: null }] });
  });
  test('a head turns up, down and back to the order of the files', () => {
    const up = turned(null, 'when');
    const down = turned(up, 'when');
    expect([up, down, turned(down, 'when')]).toEqual([{ by: 'when', descending: false }, { by: 'when', descending: true }, null]);
  });
  test('a narrow table leaves out what is needed least and never what it is about', () => {
    const { columns } = lookOf({});
    expect(fitting(columns, 90)).toHaveLength(7);
    expect(fitting(columns, 60).map((column) => column.id)).not.toContain('why');
    expect(fitting(columns, 38).map((column) => column.id)).toEqual(['select', 'when', 'kind', 'what']);
    expect(fitting(columns, 5).map((column) => column.id)).toEqual(['select', 'what']);
    expect(template(fitting(columns, 5))).toBe('2.75rem minmax(0rem, 3fr)');
  });
  test('a width keeps within bounds', () => {
    expect(clamp('when', 0)).toBeCloseTo(4.6);
    expect(clamp('when', 400)).toBe(40);
  });
});
