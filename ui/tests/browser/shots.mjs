// Screenshots of every screen, to be looked at: ../shots/ui/<language>-<theme>-<width>/.
// npm run shots -- [screen] [language] [theme] [width]; a missing word means all.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { screens, visit } from './screens.mjs';
import { serve } from './server.mjs';

const [only, language, theme, width] = process.argv.slice(2).map((word) => (word === '-' ? '' : word));
const folder = fileURLToPath(new URL('../../../shots/ui/', import.meta.url));
const server = await serve();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const sizes = [[1280, 800], [1920, 1080]].filter(([wide]) => !width || wide === Number(width));

for (const lang of language ? [language] : ['de', 'en']) {
  for (const look of theme ? [theme] : ['light', 'dark']) {
    for (const [wide, high] of sizes) {
      const place = `${folder}${lang}-${look}-${wide}`;
      await mkdir(place, { recursive: true });
      const page = await browser.newPage({ viewport: { width: wide, height: high }, reducedMotion: 'reduce' });
      page.on('console', (message) => message.type() === 'error' && console.log(message.text()));
      page.on('pageerror', (error) => console.log(String(error)));
      for (const screen of screens.filter((one) => !only || one.name.startsWith(only))) {
        try {
          await visit(page, server.origin, screen, { lang, theme: look });
          await page.screenshot({ path: `${place}/${screen.name}.png` });
        } catch (error) {
          console.log(`${screen.name}: ${String(error).split('\n')[0]}`);
        }
      }
      await page.close();
    }
  }
}
await browser.close();
server.close();
console.log(`screenshots in ${folder}`);
