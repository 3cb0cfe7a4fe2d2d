// Nothing is cut off: narrow windows, big text, long languages.
import { check, open, test } from './harness.mjs';
import { screens, visit } from './screens.mjs';

/** What sticks out of the page or of its own box. */
function sticking() {
  const wide = document.documentElement.clientWidth;
  const found = [];
  if (document.documentElement.scrollWidth > wide + 1) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  const main = document.querySelector('main');
  if (main && main.scrollWidth > main.clientWidth + 1 && getComputedStyle(main).overflowX !== 'visible') found.push(`main is ${main.scrollWidth} px in ${main.clientWidth} px`);
  // Where the middle scrolls, the page around it stands still.
  const page = document.documentElement;
  if (main && getComputedStyle(main).overflowY !== 'visible' && page.scrollHeight > page.clientHeight + 1) found.push(`the page is ${page.scrollHeight} px high around the screen`);
  for (const node of document.querySelectorAll('header button, nav a')) {
    if (node.getClientRects().length > 0 && node.getBoundingClientRect().right > wide + 1) found.push(`"${node.getAttribute('aria-label') ?? node.textContent.trim()}" stands beside the window`);
  }
  // Rows of the big table and hits of the search end with dots on purpose: the
  // whole text is one key away.
  const shortened = '.grid, .palette, .file, input, select, textarea, pre, .hidden, svg';
  for (const node of document.querySelectorAll('h1, h2, h3, p, a, button, label, legend, dt, dd, th, td, li, span, b')) {
    if (node.closest(shortened) || node.getClientRects().length === 0) continue;
    const style = getComputedStyle(node);
    const inner = node.scrollWidth - node.clientWidth;
    if (style.display !== 'inline' && node.clientWidth > 1 && inner > 2 && style.overflowX !== 'auto') found.push(`${node.tagName.toLowerCase()}.${node.className} "${node.textContent.trim().slice(0, 30)}" by ${inner} px`);
  }
  return found.slice(0, 4);
}

/** The spacing that WCAG 1.4.12 lets people set. */
function spaced() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** What the system's own colors leave of a chosen filter. */
async function forced(browser, origin) {
  const page = await open(browser, origin, { forcedColors: 'active' });
  await test('forced colors', async () => {
    await visit(page, origin, { hash: '#/entries?kind=orders' }, { lang: 'en' });
    const box = (checked) => page.locator(`.facets input${checked ? ':checked' : ':not(:checked)'}`).first().evaluate((node) => getComputedStyle(node).backgroundColor);
    check('a chosen filter is told apart in forced colors', (await box(true)) !== (await box(false)));
  });
  await page.context().close();
}

async function each(browser, origin, name, options, more, wanted = screens, before = null) {
  const page = await open(browser, origin, options);
  for (const screen of wanted) {
    await test(`${name} ${screen.name}`, async () => {
      await visit(page, origin, screen, more);
      if (before) {
        await page.evaluate(before);
        await page.waitForTimeout(60);
      }
      const found = await page.evaluate(sticking);
      check(`${name} ${screen.name}`, found.length === 0, found.join('; '));
    });
  }
  await page.context().close();
}

export async function layout(browser, origin) {
  const pointing = screens.filter((screen) => screen.name !== 'search');
  await each(browser, origin, 'at 320 px', { viewport: { width: 320, height: 640 } }, { lang: 'de' }, pointing);
  await each(browser, origin, 'with text at 200 %', {}, { lang: 'de', size: '200' }, pointing);
  await each(browser, origin, 'on the projector', {}, { lang: 'de', theme: 'projector' }, pointing);
  await each(browser, origin, 'in a long language', {}, { lang: 'de', long: '1' }, pointing);
  await each(browser, origin, 'at 400 % zoom', { viewport: { width: 320, height: 256 } }, { lang: 'de' }, pointing.filter((screen) => !screen.act));
  await each(browser, origin, 'with wide spacing', {}, { lang: 'de' }, pointing, spaced);
  await forced(browser, origin);
  await each(browser, origin, 'at 1920 px', { viewport: { width: 1920, height: 1080 } }, { lang: 'de' }, pointing);
}
