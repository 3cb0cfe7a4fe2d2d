// Makes src/map/world.json from Natural Earth (public domain) as packed by world-atlas:
// borders of countries, coarser, without Antarctica, as deltas on a grid. node tools/world.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { quantize } from 'topojson-client';
import { filter, filterWeight, presimplify, simplify } from 'topojson-simplify';
import iso from 'i18n-iso-countries';

/** Square degrees below which a corner, or an island, is left out. */
const CORNER = 0.03;
const ISLAND = 0.06;
const STEPS = 7200;

const source = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json');
let world = presimplify(JSON.parse(readFileSync(source, 'utf8')));
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
