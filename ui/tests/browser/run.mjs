// The window in headless Chromium, with the policy of the program: npm run test:browser
// One part alone: npm run test:browser -- journeys | pictures | layout | axe
import { axe } from './axe.mjs';
import { failures, launch, passed } from './harness.mjs';
import { journeys } from './journeys.mjs';
import { layout } from './layout.mjs';
import { pictures } from './pictures.mjs';
import { serve } from './server.mjs';

const only = process.argv[2];
const server = await serve();
const browser = await launch();
for (const [name, part] of Object.entries({ journeys, pictures, layout, axe })) {
  if (only && only !== name) continue;
  const start = Date.now();
  await part(browser, server.origin);
  console.log(`${name}: ${((Date.now() - start) / 1000).toFixed(0)} s`);
}
await browser.close();
server.close();
console.log(`${passed} checks passed, ${failures.length} failed`);
process.exit(failures.length > 0 ? 1 : 0);
