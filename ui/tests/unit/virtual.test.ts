import { describe, expect, test } from 'vitest';
import { rangeHeight, scrollTo, shownColumn, step, TALLEST, windowAt } from '../../src/entries/virtual';

const ROW = 56;
const VIEW = 560;

describe('a short table', () => {
  test('draws what is seen and a little more', () => {
    expect(windowAt(0, 100, ROW, VIEW)).toEqual({ from: 0, to: 16, top: 0 });
    expect(windowAt(ROW * 20, 100, ROW, VIEW)).toEqual({ from: 14, to: 36, top: ROW * 14 });
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

test('columns that are not shown are stepped over', () => {
  const shown = [true, true, false, true, true, false];
  expect(shownColumn(2, 1, shown)).toBe(3);
  expect(shownColumn(2, 3, shown)).toBe(1);
  expect(shownColumn(5, 4, shown)).toBe(4);
  expect(shownColumn(0, 4, shown)).toBe(0);
});
