// Every screen in every theme and language: no violation of WCAG 2.2 A or AA.
import { createRequire } from 'node:module';
import { check, open, test } from './harness.mjs';
import { screens, visit } from './screens.mjs';

const { source } = createRequire(import.meta.url)('axe-core');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What a theme can change. */
const looks = ['color-contrast', 'target-size', 'link-in-text-block', 'scrollable-region-focusable'];

async function violations(page, options) {
  const found = await page.evaluate((wanted) => globalThis.axe.run(document, { resultTypes: ['violations'], ...wanted }), options);
  return found.violations.map((one) => `${one.id} ${one.nodes.slice(0, 2).map((node) => `${node.target.join(' ')} (${node.any[0]?.message ?? node.all[0]?.message ?? ''})`).join(', ')}`);
}

export async function axe(browser, origin) {
  for (const lang of ['de', 'en', 'fr', 'es', 'it', 'nl', 'pl', 'pt']) {
    const page = await open(browser, origin);
    // The rules look at structure and color; the other languages change words only.
    for (const screen of lang === 'de' || lang === 'en' ? screens : screens.filter((one) => !one.act)) {
      const name = `axe ${screen.name} ${lang}`;
      await test(name, async () => {
        await visit(page, origin, screen, { lang, theme: 'light' });
        await page.evaluate(source);
        const found = await violations(page, { runOnly: { type: 'tag', values: tags } });
        check(`${name} light`, found.length === 0, found.join('; '));
        for (const theme of lang === 'de' || lang === 'en' ? ['dark', 'contrast', 'projector'] : []) {
          await page.evaluate((one) => (document.documentElement.dataset.theme = one), theme);
          const changed = await violations(page, { runOnly: { type: 'rule', values: looks } });
          check(`${name} ${theme}`, changed.length === 0, changed.join('; '));
        }
      });
    }
    await page.context().close();
  }
}
