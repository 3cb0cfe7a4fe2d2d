// From degrees to lengths. The world keeps areas comparable (Equal Earth, after
// Šavrič, Patterson and Jenny 2018); a stretch of it is drawn as it lies.
export interface World {
  transform: { scale: number[]; translate: number[] };
  /** Lines as x, y and then differences, on the grid. */
  arcs: number[][];
  /** ISO code, and polygons of rings of lines; `~n` is line n backwards. */
  countries: [string, number[][][]][];
}

export type Degrees = [longitude: number, latitude: number];
export type Point = [x: number, y: number];
export type Project = (at: Degrees) => Point;

export interface Country {
  code: string;
  rings: Degrees[][];
  /** West, south, east, north. */
  box: [number, number, number, number];
}

export function countriesOf(world: World): Country[] {
  const { scale, translate } = world.transform;
  const lines = world.arcs.map((arc) => {
    const line: Degrees[] = [];
    let [x, y] = [0, 0];
    for (let at = 0; at < arc.length; at += 2) {
      x += arc[at] ?? 0;
      y += arc[at + 1] ?? 0;
      line.push([x * (scale[0] ?? 1) + (translate[0] ?? 0), y * (scale[1] ?? 1) + (translate[1] ?? 0)]);
    }
    return line;
  });
  return world.countries.map(([code, polygons]) => {
    const rings = polygons.flatMap((polygon) =>
      polygon.map((ring) => ring.flatMap((arc, at) => {
        const line = arc < 0 ? [...(lines[~arc] ?? [])].reverse() : (lines[arc] ?? []);
        return at === 0 ? line : line.slice(1);
      })),
    );
    const box: Country['box'] = [180, 90, -180, -90];
    for (const [longitude, latitude] of rings.flat()) {
      box[0] = Math.min(box[0], longitude);
      box[1] = Math.min(box[1], latitude);
      box[2] = Math.max(box[2], longitude);
      box[3] = Math.max(box[3], latitude);
    }
    return { code, rings, box };
  });
}

const [A1, A2, A3, A4, M] = [1.340264, -0.081106, 0.000893, 0.003796, Math.sqrt(3) / 2] as const;

export const equalEarth: Project = ([longitude, latitude]) => {
  const t = Math.asin(M * Math.sin((latitude * Math.PI) / 180));
  const [t2, t6] = [t * t, t ** 6];
  const x = ((longitude * Math.PI) / 180) * Math.cos(t) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)));
  return [x, -t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))];
};

/** True to length around one latitude, as small maps are. */
export const around = (middle: number): Project => {
  const squeeze = Math.cos((middle * Math.PI) / 180);
  return ([longitude, latitude]) => [((longitude * squeeze) * Math.PI) / 180, (-latitude * Math.PI) / 180];
};

export interface Extent {
  west: number;
  south: number;
  east: number;
  north: number;
}

export const everywhere: Extent = { west: -180, south: -56, east: 180, north: 84 };

/** What holds all places, with room around it; never less than a region. */
export function extentOf(places: Degrees[], wider: number): Extent | null {
  if (places.length === 0) return null;
  const [longitudes, latitudes] = [places.map(([one]) => one), places.map(([, one]) => one)];
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)];
  if (east - west > 120) return null;
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  const half = (Math.max(east - west, north - south, 4) / 2) * 1.35 * wider;
  return { west: Math.max(-180, x - half * 1.5), east: Math.min(180, x + half * 1.5), south: Math.max(-85, y - half), north: Math.min(85, y + half) };
}

export interface View {
  project: Project;
  height: number;
  extent: Extent;
}

/** A projection that fills a width, and the height that this takes. */
export function viewOf(extent: Extent | null, width: number, highest: number): View {
  const shown = extent ?? everywhere;
  const raw = extent ? around((shown.south + shown.north) / 2) : equalEarth;
  const edge: Degrees[] = [[shown.west, shown.south], [shown.east, shown.south], [shown.west, shown.north], [shown.east, shown.north], [shown.west, 0], [shown.east, 0], [0, shown.north], [0, shown.south]];
  const inside = ([longitude, latitude]: Degrees) => longitude >= shown.west && longitude <= shown.east && latitude >= shown.south && latitude <= shown.north;
  const points = edge.filter(inside).map(raw);
  const [left, right] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))];
  const [top, bottom] = [Math.min(...points.map(([, y]) => y)), Math.max(...points.map(([, y]) => y))];
  const scale = Math.min(width / (right - left), highest / (bottom - top));
  const height = Math.min(highest, (bottom - top) * scale);
  const shift = (width - (right - left) * scale) / 2;
  return { height, extent: shown, project: (at) => {
    const [x, y] = raw(at);
    return [(x - left) * scale + shift, (y - top) * scale];
  } };
}

/** A ring that crosses the line of dates goes on beyond it, instead of once around. */
export function unrolled(ring: Degrees[]): Degrees[] {
  let turns = 0;
  return ring.map(([longitude, latitude], at) => {
    const before = ring[at - 1]?.[0] ?? longitude;
    if (longitude - before > 180) turns -= 360;
    else if (before - longitude > 180) turns += 360;
    return [longitude + turns, latitude];
  });
}

/** A country as a path; what lies outside the picture is left out as a whole. */
export function pathOf(country: Country, { project, extent }: View): string {
  const [west, south, east, north] = country.box;
  // A picture is wider than its extent when it is lower: twice as much is drawn.
  const spare = (extent.east - extent.west) / 2;
  if (east < extent.west - spare || west > extent.east + spare || north < extent.south - spare || south > extent.north + spare) return '';
  return country.rings
    .map((ring) => `M${unrolled(ring).map((at) => project(at).map((value) => value.toFixed(1)).join(' ')).join('L')}Z`)
    .join('');
}

type Box = [number, number, number, number];

const meets = (a: Box, b: Box): boolean => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

export interface Label {
  x: number;
  y: number;
  text: string;
  end: boolean;
  box: Box;
}

/** Where the largest part of a country is seen; null if it is not. */
export function seenOf(country: Country, { project }: View, width: number, height: number): Box | null {
  const boxes = country.rings.map((ring): Box => {
    const points = unrolled(ring).map(project);
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    const least = (of: number[]) => of.reduce((a, b) => Math.min(a, b), Infinity);
    const most = (of: number[]) => of.reduce((a, b) => Math.max(a, b), -Infinity);
    return [Math.max(0, least(xs)), Math.max(0, least(ys)), Math.min(width, most(xs)), Math.min(height, most(ys))];
  });
  const size = ([west, north, east, south]: Box) => (east > west && south > north ? (east - west) * (south - north) : 0);
  const largest = boxes.toSorted((a, b) => size(b) - size(a))[0];
  return largest && size(largest) > 0 ? largest : null;
}

/** The names of countries, in them if there is room, and where they cover nothing. */
export function namesOf(countries: { text: string; width: number; seen: Box }[], taken: Box[]): { x: number; y: number; text: string }[] {
  const others = [...taken];
  return countries.flatMap(({ text, width, seen: [west, north, east, south] }) => {
    const x = (west + east) / 2;
    const box = (y: number): Box => [x - width / 2 - 3, y - 9, x + width / 2 + 3, y + 9];
    const y = [0.5, 0.38, 0.62, 0.26, 0.74].map((part) => north + part * (south - north)).find((at) => !others.some((other) => meets(box(at), other)));
    if (y === undefined || width + 8 > east - west || south - north < 20) return [];
    others.push(box(y));
    return [{ x, y, text }];
  });
}

/** Labels beside their points where they cover no other label or point; the others are left out. */
export function labelsOf(points: { x: number; y: number; r: number; text: string; width: number }[], width: number): (Label | null)[] {
  const taken: Box[] = points.map(({ x, y, r }) => [x - r, y - r, x + r, y + r]);
  return points.map(({ x, y, r, text, width: wide }, at) => {
    for (const end of [false, true]) {
      const from = end ? x - r - 5 - wide : x + r + 5;
      const box: Box = [from, y - 8, from + wide, y + 8];
      const free = box[0] > 2 && box[2] < width - 2 && !taken.some((other, which) => which !== at && meets(box, other));
      if (free) {
        taken.push(box);
        return { x: end ? x - r - 5 : x + r + 5, y, text, end, box };
      }
    }
    return null;
  });
}
