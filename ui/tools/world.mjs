// Makes src/map/world.json from Natural Earth (public domain) as packed by world-atlas:
// borders of countries, coarser, without Antarctica, as deltas on a grid. node tools/world.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { quantize } from 'topojson-client';
import { filter, filterWeight, presimplify, simplify } from 'topojson-simplify';
import iso from 'i18n-iso-countries';

/** Square degrees below which a corner, or an island, is left out. */
const CORNER = 0.006;
const ISLAND = 0.03;
const STEPS = 10_800;
/** Europe is looked at closely; elsewhere corners count so many times less. */
const FAR = 9;
const near = ([longitude, latitude]) => longitude > -12 && longitude < 32 && latitude > 35 && latitude < 66;

const source = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json');
let world = presimplify(JSON.parse(readFileSync(source, 'utf8')));
for (const point of world.arcs.flat()) if (!near(point)) point[2] /= FAR;
world = filter(simplify(world, CORNER), filterWeight(world, ISLAND));
world.objects.countries.geometries = world.objects.countries.geometries.filter((one) => one.id !== '010' && one.arcs);
world = quantize(filter(world), STEPS);

const countries = world.objects.countries.geometries.map((one) => [
  iso.numericToAlpha2(one.id) ?? '',
  one.type === 'Polygon' ? [one.arcs] : one.arcs,
]);
const out = { transform: world.transform, arcs: world.arcs.map((arc) => arc.flat()), countries };
const path = fileURLToPath(new URL('../src/map/world.json', import.meta.url));
writeFileSync(path, `${JSON.stringify(out)}\n`);
console.log(`${countries.length} countries, ${world.arcs.length} lines, ${JSON.stringify(out).length} bytes`);
