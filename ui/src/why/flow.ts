// The flow: who holds it → kind of data → purpose → recipient. A band is one
// such way; its width grows with the square root of its entries, so that four
// conclusions about a person are still seen beside two thousand receipts.
import type { BandView, Kind, Voice } from '../ipc/types';

export const MOST = 25;
export const REST = '…';

export interface Band {
  id: string;
  /** One key a column. `''` is not stated, `REST` is all the small ones. */
  way: string[];
  /** The voices of purpose and recipient. */
  purpose: Voice;
  recipient: Voice;
  records: number;
  /** How many bands were put together. */
  of: number;
  source: BandView | null;
}

const order: Voice[] = ['stated', 'seen', 'typical', 'not_stated'];
const weaker = (a: Voice, b: Voice): Voice => (order.indexOf(a) >= order.indexOf(b) ? a : b);

/** More boxes than this in a column are not read any more: the small ones become one. */
const BOXES = 12;

function largest(views: BandView[], key: (band: BandView) => string): Set<string> {
  const sums = new Map<string, number>();
  for (const view of views) sums.set(key(view), (sums.get(key(view)) ?? 0) + view.records);
  const sorted = [...sums].filter(([id]) => id !== '').sort(([, a], [, b]) => b - a).map(([id]) => id);
  return new Set(['', ...(sorted.length > BOXES ? sorted.slice(0, BOXES - 1) : sorted)]);
}

/**
 * At most `most` bands. First the largest of every kind, purpose and recipient,
 * so that none disappears, then by size; the others become one.
 */
export function bandsOf(views: BandView[], companies: boolean, most = MOST): Band[] {
  const together = new Map<string, Band>();
  const purposes = largest(views, (view) => view.purpose);
  const recipients = largest(views, (view) => view.recipient);
  for (const view of views) {
    const three = [view.kind, purposes.has(view.purpose) ? view.purpose : REST, recipients.has(view.recipient) ? view.recipient : REST];
    const way = companies ? [String(view.controller), ...three] : three;
    const id = way.join('|');
    const known = together.get(id);
    if (known) {
      known.records += view.records;
      known.purpose = weaker(known.purpose, view.purpose_voice);
      known.recipient = weaker(known.recipient, view.recipient_voice);
    } else {
      together.set(id, { id, way, purpose: view.purpose_voice, recipient: view.recipient_voice, records: view.records, of: 1, source: view });
    }
  }
  const all = [...together.values()].sort((a, b) => b.records - a.records || a.id.localeCompare(b.id));
  if (all.length <= most) return all;
  const kept = new Set<Band>();
  const columns = companies ? [3, 1, 2, 0] : [2, 0, 1];
  for (const column of columns) {
    for (const key of new Set(all.map((band) => band.way[column]))) {
      if (kept.size >= most - 1) break;
      if (![...kept].some((band) => band.way[column] === key)) kept.add(all.find((band) => band.way[column] === key) as Band);
    }
  }
  for (const band of all) if (kept.size < most - 1) kept.add(band);
  const rest = all.filter((band) => !kept.has(band));
  const one = rest.reduce<Band>(
    (sum, band) => ({ ...sum, records: sum.records + band.records, of: sum.of + 1, purpose: weaker(sum.purpose, band.purpose), recipient: weaker(sum.recipient, band.recipient) }),
    { id: REST, way: Array.from({ length: companies ? 4 : 3 }, () => REST), purpose: 'stated', recipient: 'stated', records: 0, of: 0, source: null },
  );
  return [...all.filter((band) => kept.has(band)), one];
}

export interface Node {
  column: number;
  key: string;
  voice: Voice | null;
  records: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Ribbon {
  band: Band;
  /** One piece between two columns each, with the voice that speaks there. */
  pieces: { path: string; voice: Voice | null }[];
}

export interface Flow {
  nodes: Node[];
  ribbons: Ribbon[];
  height: number;
}

export interface Room {
  width: number;
  /** What the bands of a column may take together. */
  body: number;
  /** The height that a node's words need. */
  need: (column: number, key: string, width: number) => number;
  kinds: readonly Kind[];
}

const GAP = 10;
const THIN = 4;

/** How thick each band is, so that together they fill `body`. */
export function thickness(bands: Band[], body: number): Map<string, number> {
  const roots = bands.map((band) => Math.sqrt(Math.max(1, band.records)));
  let scale = body / Math.max(1, roots.reduce((sum, root) => sum + root, 0));
  // Bands that are as thin as may be take room from the others.
  for (let turn = 0; turn < 4; turn += 1) {
    const thin = roots.filter((root) => root * scale <= THIN);
    const thick = roots.filter((root) => root * scale > THIN).reduce((sum, root) => sum + root, 0);
    if (thick > 0) scale = Math.max(0, body - thin.length * THIN) / thick;
  }
  return new Map(bands.map((band, at) => [band.id, Math.max(THIN, (roots[at] ?? 1) * scale)]));
}

/** Where the other end of a key's bands lies on average, in the order of another column. */
function middle(bands: Band[], column: number, key: string, other: number, keys: string[]): number {
  let [sum, weight] = [0, 0];
  for (const band of bands) {
    const at = band.way[column] === key ? keys.indexOf(band.way[other] ?? '') : -1;
    if (at < 0) continue;
    const heavy = Math.sqrt(Math.max(1, band.records));
    sum += at * heavy;
    weight += heavy;
  }
  return weight > 0 ? sum / weight : keys.length;
}

/**
 * The boxes of each column from top to bottom: kinds in their fixed order, the
 * others beside what they belong to, so that few bands cross.
 */
function orders(bands: Band[], companies: boolean, kinds: readonly Kind[]): string[][] {
  const foot = (key: string) => (key === '' ? 2 : key === REST ? 1 : 0);
  const sorted = (column: number, by: (key: string) => number) =>
    [...new Set(bands.map((band) => band.way[column] ?? ''))].map((key) => ({ key, at: by(key) })).sort((a, b) => foot(a.key) - foot(b.key) || a.at - b.at || a.key.localeCompare(b.key)).map(({ key }) => key);
  const first = companies ? 1 : 0;
  const kind = sorted(first, (key) => kinds.indexOf(key as Kind));
  const purpose = sorted(first + 1, (key) => middle(bands, first + 1, key, first, kind));
  const to = sorted(first + 2, (key) => middle(bands, first + 2, key, first + 1, purpose));
  return companies ? [sorted(0, (key) => middle(bands, 0, key, 1, kind)), kind, purpose, to] : [kind, purpose, to];
}

/** Boxes with words in columns, and the bands between them. */
export function flowOf(bands: Band[], companies: boolean, room: Room): Flow {
  const count = companies ? 4 : 3;
  const width = Math.min(220, Math.floor(room.width / (count + (count - 1) * 0.55)));
  const step = (room.width - width) / Math.max(1, count - 1);
  const thick = thickness(bands, room.body);
  const columns = orders(bands, companies, room.kinds).map((keys, column) =>
    keys.map((key): Node => {
      const of = bands.filter((band) => band.way[column] === key);
      const sum = of.reduce((total, band) => total + (thick.get(band.id) ?? 0), 0);
      const voices = of.map((band) => (column === count - 1 ? band.recipient : band.purpose));
      return {
        column, key, width, x: column * step, y: 0,
        voice: column < count - 2 || key === REST ? null : (order.find((voice) => voices.includes(voice)) ?? null),
        records: of.reduce((total, band) => total + band.records, 0),
        height: Math.max(sum, room.need(column, key, width)),
      };
    }),
  );
  const need = (nodes: Node[]) => nodes.reduce((sum, node) => sum + node.height, 0) + GAP * (nodes.length - 1);
  const height = Math.max(...columns.map(need), 0);
  for (const nodes of columns) {
    const gap = nodes.length > 1 ? Math.min(GAP * 4, GAP + (height - need(nodes)) / (nodes.length - 1)) : 0;
    let y = 0;
    for (const node of nodes) {
      node.y = y;
      y += node.height + gap;
    }
    // What is not stated stands at the foot.
    const last = nodes.at(-1);
    if (last && last.key === '') last.y = height - last.height;
  }
  return { nodes: columns.flat(), ribbons: ribbons(bands, columns, thick), height };
}

function ribbons(bands: Band[], columns: Node[][], thick: Map<string, number>): Ribbon[] {
  const place = (band: Band, column: number) => columns[column]?.findIndex((node) => node.key === band.way[column]) ?? 0;
  const spots = columns.map((nodes, column) => {
    const found = new Map<string, number>();
    for (const node of nodes) {
      // Inside a box the bands lie in the order of where they come from and go to.
      const of = bands
        .filter((band) => band.way[column] === node.key)
        .sort((a, b) => [column - 1, column + 1, column + 2, column - 2].reduce((by, other) => by || (columns[other] ? place(a, other) - place(b, other) : 0), 0) || a.id.localeCompare(b.id));
      let y = node.y + (node.height - of.reduce((sum, band) => sum + (thick.get(band.id) ?? 0), 0)) / 2;
      for (const band of of) {
        found.set(band.id, y);
        y += thick.get(band.id) ?? 0;
      }
    }
    return found;
  });
  return bands.map((band) => ({
    band,
    pieces: columns.slice(1).map((nodes, at) => {
      const [from, to] = [columns[at]?.[0], nodes[0]];
      const [x0, x1] = [(from?.x ?? 0) + (from?.width ?? 0), to?.x ?? 0];
      const [y0, y1, high] = [spots[at]?.get(band.id) ?? 0, spots[at + 1]?.get(band.id) ?? 0, thick.get(band.id) ?? 0];
      const middle = (x0 + x1) / 2;
      const n = (value: number) => value.toFixed(1);
      const path = `M${n(x0)} ${n(y0)}C${n(middle)} ${n(y0)} ${n(middle)} ${n(y1)} ${n(x1)} ${n(y1)}V${n(y1 + high)}C${n(middle)} ${n(y1 + high)} ${n(middle)} ${n(y0 + high)} ${n(x0)} ${n(y0 + high)}Z`;
      const left = columns.length - 2 - at;
      return { path, voice: left === 1 ? band.purpose : left === 0 ? band.recipient : null };
    }),
  }));
}
