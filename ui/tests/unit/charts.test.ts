// The arithmetic behind the pictures.
import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/charts/roving';
import { csv } from '../../src/charts/table';
import { cut, lines, measure } from '../../src/charts/text';
import { differs } from '../../src/company/differ';
import { counts, groupOf, values } from '../../src/findings/groups';
import { grouped, proposal, sums, type Ledger } from '../../src/ledger/sums';
import { graphOf, shared } from '../../src/links/graph';
import { around, countriesOf, equalEarth, extentOf, labelsOf, pathOf, unrolled, viewOf, type World } from '../../src/map/geo';
import world from '../../src/map/world.json';
import { kinds } from '../../src/state/route';
import { calendar, daysOf, monthOf, monthText, share, spanOf, summed, ticks } from '../../src/time/scale';
import { bandsOf, flowOf, MOST, REST, thickness } from '../../src/why/flow';
import { matrixOf } from '../../src/why/matrix';
import { narrowed } from '../../src/why/narrow';
import { monthsBefore, spans } from '../../src/why/spans';
import type { BandView, FindingView, LabelRow, LedgerLine, LinksView, RetentionBar, WhyView } from '../../src/ipc/types';

const band = (part: Partial<BandView>): BandView => ({
  controller: 1, controller_name: 'One', kind: 'orders', purpose: 'p', purpose_voice: 'stated', recipient: '', recipient_voice: 'not_stated', records: 10, ...part,
});
const many = Array.from({ length: 90 }, (_, at) =>
  band({ controller: (at % 5) + 1, kind: kinds[at % 12] ?? 'orders', purpose: at % 7 === 0 ? '' : `p${at % 15}`, recipient: at % 3 === 0 ? '' : `r${at % 8}`, records: (at + 1) * 3, purpose_voice: at % 7 === 0 ? 'not_stated' : 'stated' }),
);

describe('the flow', () => {
  test('has at most 25 bands and loses no entry', () => {
    for (const companies of [true, false]) {
      const bands = bandsOf(many, companies);
      expect(bands.length).toBeLessThanOrEqual(MOST);
      expect(bands.reduce((sum, one) => sum + one.records, 0)).toBe(many.reduce((sum, one) => sum + one.records, 0));
      expect(bands.filter((one) => one.id === REST).length).toBe(1);
    }
  });
  test('drops no kind of data when it puts bands together', () => {
    const bands = bandsOf(many, false);
    for (const kind of kinds) expect(bands.some((one) => one.way[0] === kind), kind).toBe(true);
  });
  test('the same way of two tables is one band, with the weaker voice', () => {
    const bands = bandsOf([band({}), band({ purpose_voice: 'typical' })], false);
    expect(bands).toHaveLength(1);
    expect(bands[0]).toMatchObject({ records: 20, purpose: 'typical', of: 1 });
  });
  test('a hundred times as many entries are ten times as wide, and nothing is too thin', () => {
    const bands = bandsOf([band({ records: 10_000 }), band({ kind: 'support', records: 100 }), band({ kind: 'device', records: 1 })], false);
    const wide = thickness(bands, 300);
    expect((wide.get(bands[0]?.id ?? '') ?? 0) / (wide.get(bands[1]?.id ?? '') ?? 1)).toBeCloseTo(10, 0);
    expect(Math.min(...wide.values())).toBeGreaterThanOrEqual(4);
  });
  test('boxes of a column do not overlap, stay inside, and what is not stated stands last', () => {
    const bands = bandsOf(many, true);
    const flow = flowOf(bands, true, { width: 900, body: 320, need: () => 30, kinds });
    for (const column of [0, 1, 2, 3]) {
      const boxes = flow.nodes.filter((node) => node.column === column).sort((a, b) => a.y - b.y);
      boxes.slice(1).forEach((box, at) => expect(box.y).toBeGreaterThanOrEqual((boxes[at]?.y ?? 0) + (boxes[at]?.height ?? 0) - 0.01));
      expect((boxes.at(-1)?.y ?? 0) + (boxes.at(-1)?.height ?? 0)).toBeLessThanOrEqual(flow.height + 0.01);
      if (boxes.some((box) => box.key === '')) expect(boxes.at(-1)?.key).toBe('');
    }
    expect(flow.ribbons.every((ribbon) => ribbon.pieces.length === 3)).toBe(true);
    expect(JSON.stringify(flow)).not.toMatch(/NaN|null,"y"/);
  });
  test('nothing to draw is no failure', () => {
    expect(flowOf([], false, { width: 800, body: 200, need: () => 30, kinds })).toMatchObject({ nodes: [], ribbons: [], height: 0 });
  });
});

const why: WhyView = {
  purposes: ['a', 'b', 'c', 'd', ''].map((id) => ({ id, label: id, sentence: '', voice: 'stated', direct_marketing: false, records: 1 })),
  recipients: [],
  cells: ['a', 'b', 'c', 'd', ''].map((purpose, at) => ({ kind: 'orders', purpose, voice: at === 2 ? 'typical' : 'stated', records: 10, fields: 1, reasons: [], legal_bases: [], recipients: [], retention: [] })),
  bands: [band({ purpose: 'a' }), band({ purpose: '', purpose_voice: 'not_stated' })],
  items: [],
  without_purpose: 0,
};

describe('the why matrix', () => {
  test('puts what has no room into one column before "not stated"', () => {
    const matrix = matrixOf(why, kinds, 4);
    expect(matrix.columns).toEqual(['a', 'b', REST, '']);
    expect(matrix.cells.find((cell) => cell.purpose === REST)).toMatchObject({ records: 20, voice: 'typical' });
  });
  test('filters by purpose, also by none, and by voice', () => {
    const all = { kinds: [], purpose: undefined, to: undefined, hidden: [] };
    expect(narrowed(why, { ...all, purpose: 'none' }).bands.map((one) => one.purpose)).toEqual(['']);
    expect(narrowed(why, { ...all, hidden: ['not_stated'] }).bands.map((one) => one.purpose)).toEqual(['a']);
    expect(narrowed(why, { ...all, kinds: ['device'] }).cells).toEqual([]);
  });
});

describe('retention', () => {
  const bar = (part: Partial<RetentionBar>): RetentionBar => ({ controller: 1, controller_name: '', kind: 'orders', table: 't', period: null, months: null, oldest: '2018-01-01', newest: '2026-01-01', over: false, records: 1, ...part });
  test('counts months back, to the last day of a shorter month', () => {
    expect(monthsBefore('2026-10-01', 13)).toBe('2025-09-01');
    expect(monthsBefore('2025-03-31', 1)).toBe('2025-02-28');
  });
  test('marks only what is older than stated', () => {
    const { rows } = spans([bar({ months: 36, over: true }), bar({ months: 120 }), bar({}), bar({ oldest: null, newest: null })], '2026-10-01', 600);
    expect(rows[0]?.over?.x).toBeCloseTo(rows[0]?.data?.x ?? -1);
    expect((rows[0]?.over?.x ?? 0) + (rows[0]?.over?.width ?? 0)).toBeCloseTo(rows[0]?.allowed?.x ?? -1);
    expect(rows[1]?.over).toBeNull();
    expect(rows[2]?.allowed).toBeNull();
    expect(rows[3]).toMatchObject({ data: null, over: null });
    expect(rows.every((row) => (row.data?.x ?? 0) >= 0 && (row.data?.x ?? 0) + (row.data?.width ?? 0) <= 601)).toBe(true);
  });
});

describe('words in pictures', () => {
  const wide = measure(12);
  test('fit their width or end with dots', () => {
    const text = 'Abwicklung Ihrer Bestellungen und Donaudampfschifffahrtsgesellschaften';
    for (const room of [40, 80, 160]) {
      const made = lines(text, room, 3, wide);
      expect(made.length).toBeLessThanOrEqual(3);
      for (const line of made) expect(wide(line), line).toBeLessThanOrEqual(room + 0.01);
    }
    expect(cut('Frischmarkt', 30, wide).endsWith('…')).toBe(true);
  });
  test('a long word is never left with a letter alone', () => {
    for (let room = 30; room < 130; room += 3) {
      for (const line of lines('Auftragsverarbeiter', room, 9, wide)) expect([...line.replace('-', '')].length, `${room}: ${line}`).toBeGreaterThan(1);
    }
  });
  test('no room at all still ends', () => {
    expect(lines('eins zwei Auftragsverarbeiter', -20, 2, wide).length).toBeLessThanOrEqual(2);
  });
});

describe('tables', () => {
  test('are quoted, and nothing in them is a formula', () => {
    const text = csv({ head: ['a', 'b'], rows: [[{ text: 'x "y", z' }, { text: '1.234', value: 1234 }], [{ text: '=1+1' }, { text: '-3', value: -3 }]] });
    expect(text).toBe('\uFEFFa,b\r\n"x ""y"", z",1234\r\n\'=1+1,-3\r\n');
  });
});

test('arrow keys go to the nearest mark in their direction', () => {
  const spots = [{ x: 0, y: 0 }, { x: 10, y: 1 }, { x: 11, y: 40 }, { x: -5, y: 0 }];
  expect(nearest(spots, 0, [1, 0])).toBe(1);
  expect(nearest(spots, 0, [-1, 0])).toBe(3);
  expect(nearest(spots, 1, [0, 1])).toBe(2);
  expect(nearest(spots, 0, [0, -1])).toBe(-1);
});

describe('time', () => {
  test('months there and back', () => {
    expect(monthText(monthOf('2024-03-09'))).toBe('2024-03');
    expect(daysOf(monthOf('2024-02'))).toEqual({ from: '2024-02-01', to: '2024-02-29' });
  });
  test('the stretch stays inside what there is, and is never empty', () => {
    const span = (from?: string, to?: string) => {
      const { first, last } = spanOf('2020-05-01', '2024-02-01', from, to);
      return [monthText(first), monthText(last)];
    };
    expect(span()).toEqual(['2020-05', '2024-02']);
    expect(span('2021-01-01', '2021-12-31')).toEqual(['2021-01', '2021-12']);
    expect(span('2030-01-01')).toEqual(['2020-05', '2024-02']);
    expect(span('2022-03-01', '2022-03-31')).toEqual(['2022-02', '2022-04']);
    expect(share('2024-02-28', spanOf('2020-05-01', '2024-02-01'))).toBeGreaterThan(0.97);
  });
  test('marks of the axis keep their distance', () => {
    const span = spanOf('2001-01', '2026-10');
    const found = ticks(span, 700, 50, () => '');
    const step = 700 / (span.last - span.first + 1);
    found.slice(1).forEach((tick, at) => expect((tick.month - (found[at]?.month ?? 0)) * step).toBeGreaterThanOrEqual(50));
    expect(found.every((tick) => tick.year)).toBe(true);
  });
  test('lanes are summed month by month', () => {
    const lane = (months: [string, number][]) => ({ id: '', label: '', kind: null, controller: 1, months: months.map(([month, records]) => ({ month, records })), undated: 0 });
    expect(summed([lane([['2024-02', 2], ['2024-01', 1]]), lane([['2024-02', 3]])])).toEqual([{ month: '2024-01', records: 1 }, { month: '2024-02', records: 5 }]);
  });
  test('a year has all its days in weeks from Monday', () => {
    const boxes = calendar(2024, [{ day: '2024-02-29', records: 3 }, { day: '2024-12-31', records: 900 }]);
    expect(boxes).toHaveLength(366);
    expect(boxes[0]).toMatchObject({ week: 0, weekday: 0 });
    expect(boxes.find((box) => box.day === '2024-02-29')?.level).toBe(1);
    expect(boxes.at(-1)?.level).toBeGreaterThan(1);
    expect(Math.max(...boxes.map((box) => box.week))).toBeLessThanOrEqual(53);
  });
});

describe('the map', () => {
  const countries = countriesOf(world as unknown as World);
  test('knows its countries and where they lie', () => {
    expect(countries.length).toBeGreaterThan(170);
    const box = countries.find((one) => one.code === 'DE')?.box ?? [0, 0, 0, 0];
    expect(box[0]).toBeCloseTo(5.9, 0);
    expect(box[3]).toBeCloseTo(55, 0);
  });
  test('the world keeps its middle and its symmetry', () => {
    expect(equalEarth([0, 0])).toEqual([0, -0]);
    expect(equalEarth([180, 0])[0]).toBeCloseTo(2.7066, 3);
    expect(equalEarth([0, 90])[1]).toBeCloseTo(-1.3173, 3);
    expect(around(60)([10, 60])[0]).toBeCloseTo(((10 * Math.PI) / 180) * 0.5);
  });
  test('holds all places with room, and never a point alone', () => {
    const extent = extentOf([[10, 50], [12, 52]], 1);
    expect(extent && extent.west < 10 && extent.east > 12 && extent.south < 50 && extent.north > 52).toBe(true);
    const one = extentOf([[10, 50]], 1);
    expect((one?.east ?? 0) - (one?.west ?? 0)).toBeGreaterThan(4);
    expect(extentOf([], 1)).toBeNull();
    expect(extentOf([[-120, 40], [140, 35]], 1)).toBeNull();
  });
  test('draws inside its height and leaves out what is far away', () => {
    const view = viewOf(extentOf([[10, 50], [12, 52]], 1), 800, 480);
    const [x, y] = view.project([11, 51]);
    expect(x).toBeCloseTo(400, 0);
    expect(y > 0 && y < view.height).toBe(true);
    const path = (code: string) => pathOf(countries.find((one) => one.code === code) ?? { code, rings: [], box: [0, 0, 0, 0] }, view);
    expect(path('DE').length).toBeGreaterThan(100);
    expect(path('AU')).toBe('');
    expect(viewOf(null, 800, 480).height).toBeLessThanOrEqual(480);
  });
  test('a country beyond the line of dates is not drawn around the world', () => {
    for (const { rings } of countries) for (const ring of rings) {
      const lengths = unrolled(ring).map(([longitude], at, all) => Math.abs(longitude - (all[at - 1]?.[0] ?? longitude)));
      expect(Math.max(0, ...lengths)).toBeLessThan(90);
    }
  });
  test('labels cover neither points nor each other', () => {
    const points = Array.from({ length: 12 }, (_, at) => ({ x: 100 + at * 6, y: 100 + (at % 3) * 5, r: 5, text: 'Musterstadt', width: 70 }));
    const made = labelsOf(points, 400);
    const boxes = made.flatMap((label) => (label ? [[label.end ? label.x - 70 : label.x, label.y]] : [])) as [number, number][];
    expect(boxes.length).toBeGreaterThan(0);
    boxes.forEach(([x, y], at) => boxes.slice(at + 1).forEach(([u, v]) => expect(Math.abs(x - u) >= 70 || Math.abs(y - v) >= 16).toBe(true)));
  });
});

describe('ties', () => {
  const view: LinksView = {
    nodes: [
      ...[1, 2].map((id) => ({ id: `c${id}`, group: 'company', label: `C${id}`, category: '', voice: 'stated' as const })),
      ...['a', 'b'].map((id) => ({ id, group: 'identifier', label: id, category: 'Mail', voice: 'seen' as const })),
      { id: 'r', group: 'recipient', label: 'R', category: '', voice: 'stated' },
    ],
    edges: [['a', 'c1'], ['a', 'c2'], ['b', 'c1'], ['c1', 'r']].map(([from, to]) => ({ from: from ?? '', to: to ?? '', records: 4, voice: 'seen' as const, place: null })),
  };
  test('what stands at several companies is found', () => {
    expect(shared(view, 'identifier').map((node) => node.id)).toEqual(['a']);
    expect(shared(view, 'recipient')).toEqual([]);
  });
  test('every box has room and every line both ends', () => {
    const graph = graphOf(view, 900, () => 40);
    expect(graph.lines).toHaveLength(4);
    expect(graph.spots.every((spot) => spot.y >= 0 && spot.y + spot.height <= graph.height + 0.01 && spot.x + spot.width <= 900.01)).toBe(true);
  });
});

describe('benefit', () => {
  const line = (part: Partial<LedgerLine>): LedgerLine => ({ controller: 1, controller_name: 'One', kind: 'orders', category: 'c', label: 'l', table: 1, field: 1, records: 5, serves: 'customer', loss: '', ...part });
  const ledger: Ledger = {
    lines: [line({}), line({ field: 2, serves: 'company', records: 7 }), line({ controller: 2, table: 9, serves: 'company' }), line({ field: 3, serves: 'nonsense' })],
    gains: [], kept: 0, erased: 0,
    erase: [{ table: 1, field: 2, entries: [], found: '', right_value: '', since: '' }, { table: 9, field: 1, entries: [], found: '', right_value: '', since: '' }],
  };
  test('sums add up to all', () => {
    const [one] = sums(ledger.lines);
    expect(one).toMatchObject({ controller: 1, total: 17, parts: { customer: 5, both: 5, company: 7 } });
    expect(grouped(ledger.lines, 'company')).toHaveLength(2);
  });
  test('a proposal belongs to its company alone', () => {
    expect(proposal(ledger, 1).map(({ item }) => item.field)).toEqual([2]);
    expect(proposal(ledger, 2).map(({ item }) => item.table)).toEqual([9]);
  });
});

test('labels side by side: only one holds it, or reasons differ', () => {
  const row = (entries: number, why: string): LabelRow => ({ kind: 'orders', entries, example: '', first: null, last: null, purposes: why ? [{ text: why, voice: 'stated', quote: '', place: null }] : [], legal_bases: [], retention: [], recipients: [], sources: [], items: [] });
  expect(differs([row(3, 'a'), row(0, ''), undefined])).toBe('0');
  expect(differs([row(3, 'a'), row(2, 'A')])).toBe('');
  expect(differs([row(3, 'a'), row(2, '')])).toBe('why');
});

test('findings are counted in their groups while they are open', () => {
  const finding = (group: string, state = 'open'): FindingView => ({ id: group, rule: '', group, controllers: [], sentence: '', why: '', evidence: [], reference: '', actions: [], state, note: '' });
  const sums = counts([finding('old'), finding('old', 'not_a_problem'), finding('contradictory')]);
  expect([sums.get('old'), sums.get('contradictory'), sums.get('missing')]).toEqual([1, 1, 0]);
  expect(groupOf(finding('something new'))).toBe('missing');
  expect(values({ ...finding('contradictory'), evidence: [] })).toEqual([]);
});
