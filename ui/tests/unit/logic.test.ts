import { describe, expect, test } from 'vitest';
import { grow, placed, steps } from '../../src/imports/tree';
import { fill, pieces } from '../../src/i18n/plural';
import { matches } from '../../src/shared/words';
import { arc, mainlyUnstated, OUTER, radius, segments, SMALLEST } from '../../src/overview/ring';
import { columnOf, nextStates } from '../../src/requests/board';
import { placeOf } from '../../src/requests/missing';
import { readDay, today, writeDay } from '../../src/shared/days';
import { excerpt, highlight, hitFirst, mask, maskInList } from '../../src/shared/mask';
import { address, entriesAt, filterOf, parse, queryOf } from '../../src/state/route';
import type { KindCell, MemberView, RequestCard } from '../../src/ipc/types';

describe('addresses', () => {
  test('a screen, an id and filters', () => {
    expect(parse('#/entries?kind=orders&q=a%20b')).toEqual({ screen: 'entries', id: null, query: { kind: 'orders', q: 'a b' } });
    expect(parse('#/company/3')).toEqual({ screen: 'company', id: 3, query: {} });
  });
  test.each(['', '#', '#/', '#/nowhere', '#/<script>', '#/start/../x'])('%s leads to the start', (hash) => {
    expect(parse(hash).screen).toBe('start');
  });
  test('an id is a number or nothing', () => {
    expect(parse('#/company/3x').id).toBeNull();
    expect(parse('#/company/99999999999').id).toBeNull();
  });
  test('filters survive the address', () => {
    const filter = { controllers: [1, 2], imports: [], kinds: ['orders' as const], tables: [7], paths: ['a.zip!/b.csv'], text: 'ä & b', from: '2020-01-01', without_purpose: true };
    const there = filterOf(parse(entriesAt(filter)).query);
    expect(there).toEqual(filter);
    expect(queryOf(there).kind).toBe('orders');
  });
  test('nonsense in a filter is dropped', () => {
    const filter = filterOf({ company: '1,x,-2,3', kind: 'orders,evil', from: 'yesterday' });
    expect(filter.controllers).toEqual([1, 3]);
    expect(filter.kinds).toEqual(['orders']);
    expect(filter.from).toBeUndefined();
  });
  test('empty parts are left out', () => {
    expect(address('entries', null, { q: '', kind: undefined })).toBe('#/entries');
  });
});

describe('messages', () => {
  const plain = (value: number) => String(value);
  test('gaps are filled once and values are not read again', () => {
    expect(fill('{a} and {b}', { a: '{b}', b: 2 }, plain)).toBe('{b} and 2');
  });
  test('an unknown gap stays to be seen', () => {
    expect(fill('{a} {c}', { a: 1 }, plain)).toBe('1 {c}');
  });
  test('tags are split before values come in', () => {
    expect(pieces('x <b>{n}</b> y')).toEqual([{ tag: '', text: 'x ' }, { tag: 'b', text: '{n}' }, { tag: '', text: ' y' }]);
    expect(pieces('<b>open')).toEqual([{ tag: '', text: '<b>open' }]);
  });
});

describe('days', () => {
  test.each([
    ['31.12.2026', '2026-12-31'],
    ['1.2.26', '2026-02-01'],
    ['31/12/2026', '2026-12-31'],
    ['2026-12-31', '2026-12-31'],
    [' 01-02-2026 ', '2026-02-01'],
  ])('%s', (typed, iso) => expect(readDay(typed)).toBe(iso));
  test.each(['', 'tomorrow', '30.02.2026', '2026-13-01', '1.1.1500', '99'])('%s is no day', (typed) => {
    expect(readDay(typed)).toBeNull();
  });
  test('what is written is read again', () => {
    for (const language of ['de', 'en', 'nl', 'pl', 'fr']) expect(readDay(writeDay('2026-03-09', language))).toBe('2026-03-09');
  });
  test('today is where the person is', () => {
    expect(today(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
  });
});

describe('masking', () => {
  test('keeps the first letter of each word and no length beyond six', () => {
    expect(mask('Mira Özdemir-Lauterbach')).toBe('M••• Ö••••••');
    expect(mask('DE02 1203')).toBe('D••• 1•••');
  });
  test('leaves nothing of an address but its first letters', () => {
    expect(mask('mira@example.org')).not.toMatch(/ira|xample|org/);
  });
  test('a list hides who somebody is and leaves what was bought', () => {
    expect(maskInList('Mira', true)).toBe('M•••');
    expect(maskInList('Esstisch Lund, 2 x 90 cm', false)).toBe('Esstisch Lund, 2 x 90 cm');
  });
  test.each(['2018-02-02', '02/02/2018', '2018-02-02 14:05:33', '2018-02-02T14:05:33'])('a list leaves the day and time %s', (value) => {
    expect(maskInList(value, false)).toBe(value);
  });
  test('a number behind a day is hidden', () => {
    expect(maskInList('2018-02-02 9710448200351178', false)).not.toContain('9710448200351178');
  });
  test.each(['mira@example.org', 'DE02 1203 0000 0000 2020 51', '+49 555 010 4471', '203.0.113.42', '2001:db8::c0de:17', '9710 4482 0035 1178', '00:1b:44:11:3a:b7'])('a list hides %s wherever it stands', (value) => {
    const hidden = maskInList(`an ${value} gesendet`, false);
    expect(hidden).not.toContain(value);
    expect(hidden).toMatch(/^an .*• gesendet$/);
  });
  test('hits are found whatever the case, special signs included', () => {
    expect(highlight('Ab.c (x)', ['b.C', '(x)']).filter((part) => part.hit).map((part) => part.text)).toEqual(['b.c', '(x)']);
    expect(highlight('abc', [''])).toEqual([{ text: 'abc', hit: false }]);
  });
  test('a list shows a long value where what was searched for stands', () => {
    const words = Array.from({ length: 300 }, (_, at) => `word${at}`).join(' ');
    expect(excerpt('short', ['x'])).toBe('short');
    expect(excerpt(words, [])).toBe(`${words.slice(0, 240)}…`);
    expect(excerpt(words, ['word3'])).toBe(`${words.slice(0, 240)}…`);
    const found = excerpt(words, ['word250']);
    expect(found).toMatch(/^… word24\d .{0,40}word250 /);
    expect(found.length).toBeLessThan(250);
    expect(excerpt('x'.repeat(300) + 'needle' + 'y'.repeat(300), ['needle'])).toMatch(/^… x{32}needley+…$/);
    expect(excerpt('😀'.repeat(200), [])).toBe(`${'😀'.repeat(120)}…`);
    expect(excerpt(`x${'😀'.repeat(200)}`, [])).toBe(`x${'😀'.repeat(119)}…`);
  });
  test('a value with a hit comes first, the rest keeps its order', () => {
    expect(hitFirst([['a', '1'], ['b', 'Lund'], ['c', '2']], ['lund']).map(([name]) => name)).toEqual(['b', 'a', 'c']);
  });
});

describe('circles', () => {
  const cell = (more: Partial<KindCell>): KindCell => ({ kind: 'orders', entries: 10, stated: 0, seen: 0, typical: 0, not_stated: 0, first: null, ...more });
  test('four times as many entries are twice as wide', () => {
    expect(radius(100, 100)).toBe(OUTER);
    expect(radius(50, 100) / radius(100, 100)).toBeCloseTo(Math.SQRT1_2);
    expect(radius(1, 1e6)).toBe(SMALLEST);
    expect(radius(0, 10)).toBe(0);
  });
  test('shares of the ring add up to one turn', () => {
    const parts = segments(cell({ stated: 5, typical: 3, not_stated: 2 }));
    expect(parts.map((part) => part.voice)).toEqual(['stated', 'typical', 'not_stated']);
    expect(parts.at(-1)?.to).toBeCloseTo(1);
  });
  test('a cell without voices is not stated', () => {
    expect(segments(cell({}))).toEqual([{ voice: 'not_stated', from: 0, to: 1 }]);
  });
  test('hatched means more than half without a reason', () => {
    expect(mainlyUnstated(cell({ stated: 5, not_stated: 5 }))).toBe(false);
    expect(mainlyUnstated(cell({ stated: 4, typical: 3, not_stated: 3 }))).toBe(true);
  });
  test('a whole turn is drawn, not an empty arc', () => {
    expect(arc(10, 0, 1).match(/A/g)).toHaveLength(2);
    expect(arc(10, 0, 0.25)).toBe('M0.00 -10.00A10 10 0 0 1 10.00 0.00');
  });
});

describe('the tree of files', () => {
  const member = (path: string, more: Partial<MemberView> = {}): MemberView => ({ id: 1, tables: [], problems: [], path, kind: 'csv', state: 'read', bytes: 1, sha256: '', records: 0, ...more });
  test('containers and folders are steps', () => {
    expect(steps('a.zip!/x/b.zip!/c.csv').map((step) => step.name)).toEqual(['a.zip', 'x', 'b.zip', 'c.csv']);
    expect(steps('a.zip!/x/b.zip!/c.csv')[2]?.path).toBe('a.zip!/x/b.zip');
    expect(steps('/a//b').map((step) => step.name)).toEqual(['a', 'b']);
  });
  test('every file is counted once, on every level', () => {
    const tree = grow([member('a.zip', { kind: 'container' }), member('a.zip!/x.csv'), member('a.zip!/y.png', { state: 'kept' }), member('a.zip!/d/z.csv', { state: 'failed' })]);
    expect(tree.states).toEqual({ read: 1, kept: 1, duplicate: 0, failed: 1 });
    expect(tree.children[0]?.children).toHaveLength(3);
    expect(tree.troubled).toBe(1);
  });
  test('two files under one name are two', () => {
    const both = [member('a.zip!/x.csv'), member('a.zip!/x.csv', { id: 2, state: 'kept' })];
    const tree = grow(both);
    expect(tree.states).toEqual({ read: 1, kept: 1, duplicate: 0, failed: 0 });
    expect(tree.children[0]?.children.map((one) => one.path)).toEqual([...placed(both).keys()]);
  });
});

describe('requests', () => {
  const card = (more: Partial<RequestCard>): RequestCard => ({ id: 1, controller: 1, controller_name: 'A', right: 'erasure', law: 'eu_gdpr', state: 'sent', created: '', sent: null, due: null, items: 0, ...more });
  test('what is overdue asks for a follow-up', () => {
    expect(columnOf(card({ due: '2026-01-02' }), '2026-01-02')).toBe('sent');
    expect(columnOf(card({ due: '2026-01-01' }), '2026-01-02')).toBe('follow');
    expect(columnOf(card({ state: 'answered', due: '2026-01-01' }), '2026-01-02')).toBe('answered');
  });
  test('a closed request goes nowhere', () => {
    expect(nextStates('closed')).toEqual([]);
    expect(nextStates('draft')).toEqual(['sent']);
  });
  test.each([
    ['missing.sender.name', 'sender-name'],
    ['missing.sender.address', 'sender-address'],
    ['missing.controller.address', 'contact-address'],
    ['missing.controller.email', 'contact-email'],
    ['missing.identifiers', 'identifiers'],
    ['missing.corrections.right', 'items'],
    ['missing.items.ground', 'items'],
    ['missing.letter_broken', 'other'],
  ])('%s belongs to %s', (key, place) => expect(placeOf({ key })).toBe(place));
});

test('the palette finds words by their beginnings, accents aside', () => {
  expect(matches('Überblick öffnen', 'uber')).toBe(true);
  expect(matches('Gehe zu Einträge', 'geh ein')).toBe(true);
  expect(matches('Einträge', 'trage')).toBe(false);
});
