// Who is tied to whom: identifiers on the left, companies in the middle,
// recipients on the right. What ties most stands first.
import type { LinkEdge, LinkNode, LinksView, Voice } from '../ipc/types';

export const MOST = 14;

export interface Spot {
  node: LinkNode;
  column: 0 | 1 | 2;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Companies it is tied to. */
  ties: number;
}

export interface Line {
  id: string;
  edge: LinkEdge;
  path: string;
  width: number;
  voice: Voice;
}

export interface Graph {
  spots: Spot[];
  lines: Line[];
  height: number;
  /** How many nodes had no room. */
  left: number;
}

const columnOf = (node: LinkNode): 0 | 1 | 2 => (node.group === 'identifier' ? 0 : node.group === 'company' ? 1 : 2);

/** The companies that a node is tied to. */
export function tied(view: LinksView, id: string): string[] {
  const companies = new Set(view.nodes.filter((node) => node.group === 'company').map((node) => node.id));
  return [...new Set(view.edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : [])))].filter((other) => companies.has(other));
}

/** Nodes tied to more than one company. */
export function shared(view: LinksView, group: string): LinkNode[] {
  return view.nodes.filter((node) => node.group === group && tied(view, node.id).length > 1);
}

export function graphOf(view: LinksView, width: number, high: (node: LinkNode, width: number) => number): Graph {
  const GAP = 12;
  const box = Math.min(250, Math.floor(width / 3.9));
  const sums = new Map<string, number>();
  for (const edge of view.edges) for (const id of [edge.from, edge.to]) sums.set(id, (sums.get(id) ?? 0) + edge.records);
  const ties = new Map(view.nodes.map((node) => [node.id, tied(view, node.id).length]));
  const weight = (node: LinkNode) => (ties.get(node.id) ?? 0) * 1e12 + (sums.get(node.id) ?? 0);
  const columns = ([0, 1, 2] as const).map((column) =>
    view.nodes.filter((node) => columnOf(node) === column).sort((a, b) => weight(b) - weight(a) || a.id.localeCompare(b.id)),
  );
  const left = columns.reduce((sum, nodes) => sum + Math.max(0, nodes.length - MOST), 0);
  const kept = columns.map((nodes) => nodes.slice(0, MOST));
  // Neighbors of the same company lie together: fewer lines cross.
  const rank = new Map((kept[1] ?? []).map((node, at) => [node.id, at]));
  const middle = (node: LinkNode) => {
    const of = tied(view, node.id).flatMap((id) => rank.get(id) ?? []);
    return of.length > 0 ? of.reduce((sum, at) => sum + at, 0) / of.length : 99;
  };
  for (const column of [0, 2] as const) kept[column]?.sort((a, b) => middle(a) - middle(b) || weight(b) - weight(a));
  const heights = kept.map((nodes) => nodes.map((node) => high(node, box)));
  const need = heights.map((of) => of.reduce((sum, one) => sum + one, 0) + GAP * Math.max(0, of.length - 1));
  const height = Math.max(0, ...need);
  const spots = kept.flatMap((nodes, column) => {
    const spare = (height - (need[column] ?? 0)) / (nodes.length + 1);
    let y = spare;
    return nodes.map((node, at): Spot => {
      const tall = heights[column]?.[at] ?? 0;
      const spot: Spot = { node, column: column as 0 | 1 | 2, x: (column * (width - box)) / 2, y, width: box, height: tall, ties: ties.get(node.id) ?? 0 };
      y += tall + GAP + spare;
      return spot;
    });
  });
  // Room to spare may push the last one too far down.
  const bottom = Math.max(height, ...spots.map((spot) => spot.y + spot.height));
  const by = new Map(spots.map((spot) => [spot.node.id, spot]));
  const most = Math.max(1, ...view.edges.map((edge) => edge.records));
  const lines = view.edges.flatMap((edge): Line[] => {
    const [one, two] = [by.get(edge.from), by.get(edge.to)];
    if (!one || !two || one.column === two.column) return [];
    const [a, b] = one.column < two.column ? [one, two] : [two, one];
    const [x0, y0, x1, y1] = [a.x + a.width, a.y + a.height / 2, b.x, b.y + b.height / 2];
    const half = (x0 + x1) / 2;
    return [{ id: `${edge.from} ${edge.to}`, edge, voice: edge.voice, width: 1.4 + 4 * Math.sqrt(edge.records / most), path: `M${x0.toFixed(1)} ${y0.toFixed(1)}C${half.toFixed(1)} ${y0.toFixed(1)} ${half.toFixed(1)} ${y1.toFixed(1)} ${x1.toFixed(1)} ${y1.toFixed(1)}` }];
  });
  return { spots, lines, height: bottom, left };
}
