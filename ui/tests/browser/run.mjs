// The window in headless Chromium, with the policy of the program: npm run test:browser
// One part alone: npm run test:browser -- journeys | deeds | trouble | pictures | layout | axe; a second
// word leaves out the screens that do not begin with it.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { axe } from './axe.mjs';
import { deeds } from './deeds.mjs';
import { failures, launch, passed } from './harness.mjs';
import { journeys } from './journeys.mjs';
import { layout } from './layout.mjs';
import { pictures } from './pictures.mjs';
import { serve } from './server.mjs';
import { trouble } from './trouble.mjs';

const parts = { journeys, deeds, trouble, pictures, layout, axe };
/** What takes about as long as all the rest has a browser and a process of its own. */
const lanes = [['journeys', 'deeds', 'trouble', 'pictures', 'layout'], ['axe']];

/** These parts one after the other, in this process. */
async function run(names) {
  const server = await serve();
  const browser = await launch();
  for (const name of names) {
    const start = Date.now();
    await parts[name](browser, server.origin);
    console.log(`${name}: ${((Date.now() - start) / 1000).toFixed(0)} s`);
  }
  await browser.close();
  server.close();
  return [passed, failures.length];
}

const SUM = /^(\d+) checks passed, (\d+) failed$/;

/** These parts in a process of their own; the lines of a part come in one piece, when it ends. */
function lane(names) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), names.join(), process.argv[3] ?? ''], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve) => {
    let kept = [];
    let sums = null;
    createInterface({ input: child.stdout })
      .on('line', (line) => {
        const sum = SUM.exec(line);
        if (sum) sums = [Number(sum[1]), Number(sum[2])];
        else kept.push(line);
        if (!/^\w+: \d+ s$/.test(line)) return;
        console.log(kept.join('\n'));
        kept = [];
      })
      .on('close', () => {
        if (kept.length > 0) console.log(kept.join('\n'));
        if (!sums) console.log(`FAILED ${names.join(', ')}: ended before the end`);
        resolve(sums ?? [0, 1]);
      });
  });
}

const asked = process.argv[2]?.split(',').filter(Boolean) ?? [];
const unknown = asked.find((name) => !(name in parts));
if (unknown) {
  console.log(`no part is called ${unknown}: ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
const sums = asked.length > 0 ? [await run(asked)] : await Promise.all(lanes.map(lane));
const [good, bad] = sums.reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
console.log(`${good} checks passed, ${bad} failed`);
process.exit(bad > 0 ? 1 : 0);
