// The screens that explain: pictures by pointer and by keys, their files, and
// what one can do from them.
import { check, open, test } from './harness.mjs';
import { visit } from './screens.mjs';

const at = (page, id) => page.getByTestId(id);
const hash = (page) => page.evaluate(() => location.hash);

async function reasons(page, origin) {
  await visit(page, origin, { hash: '#/overview' }, { lang: 'de' });
  await page.getByRole('columnheader', { name: 'Verhalten' }).getByRole('link').click();
  await at(page, 'why-sentence').waitFor();
  check('a column of the overview leads to its reasons', (await hash(page)).includes('kind=behaviour'));
  await at(page, 'filter-kind').selectOption('');
  const bands = page.locator('[data-chart=why] .band');
  await page.waitForFunction(() => document.querySelectorAll('[data-chart=why] .band').length > 10);
  check('at most 25 bands', (await bands.count()) <= 25, String(await bands.count()));
  check('a picture is one tab stop', (await page.locator('[data-chart=why] [data-mark][tabindex="0"]').count()) === 1);
  await page.locator('[data-chart=why] [data-mark][tabindex="0"]').focus();
  const first = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  await page.keyboard.press('ArrowDown');
  const second = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  check('arrow keys go from band to band', first !== second && /Angabe/.test(second ?? ''), `${first} / ${second}`);
  check('the sentence of a band is shown', (await page.locator('[data-chart=why] .said').innerText()).includes((second ?? '').slice(0, 20)));
  await page.keyboard.press('Enter');
  await page.locator('[data-testid=entries-table]').waitFor();
  check('a band opens its entries', (await hash(page)).includes('#/entries?'));
  await page.goBack();
  await at(page, 'why-sentence').waitFor();
  await at(page, 'voice-stated').click();
  await page.waitForFunction(() => !document.querySelector('[data-chart=why] .band path.stated:first-child'));
  check('a voice can be left out, and that stands in the address', (await hash(page)).includes('hide=stated'));
}

async function guess(page, origin) {
  await visit(page, origin, { hash: '#/why?company=1&cell=behaviour.mock:Personalrecommendations' }, { lang: 'en' });
  await at(page, 'why-correct').first().click();
  await at(page, 'why-choose').selectOption({ label: 'Preventing fraud' });
  await at(page, 'why-apply').click();
  await page.getByText('Noted as your word: Page visited.').waitFor();
  await at(page, 'toast-undo').click();
  await page.getByText('Taken back').waitFor();
  check('a corrected guess can be taken back', await at(page, 'why-accept').first().isVisible());
}

async function stretch(page, origin) {
  await visit(page, origin, { hash: '#/time' }, { lang: 'en' });
  const band = await page.locator('[data-chart=time] rect.over').boundingBox();
  await page.mouse.move(band.x + band.width * 0.4, band.y + 20);
  await page.mouse.down();
  await page.mouse.move(band.x + band.width * 0.6, band.y + 25, { steps: 4 });
  await page.mouse.up();
  const found = /from=(\d{4})-\d\d-01&to=(\d{4})-\d\d-\d\d/.exec(await hash(page));
  check('dragging chooses a stretch of time', found !== null && found[1] < found[2], await hash(page));
  await at(page, 'time-from').fill('01/02/2024');
  await at(page, 'time-from').press('Enter');
  check('typing a day does the same', (await hash(page)).includes('from=2024-02-01'), await hash(page));
  await page.getByRole('button', { name: 'Whole time' }).click();
  check('and it can be left', !(await hash(page)).includes('from='));
  await at(page, 'year-before').click();
  check('the year goes along in the address', /year=2025/.test(await hash(page)), await hash(page));
  const day = page.locator('[data-chart=year] [data-mark]').first();
  const mark = await day.getAttribute('data-mark');
  await day.click();
  await page.locator('[data-testid=entries-table]').waitFor();
  check('a day opens its entries', (await hash(page)).includes(`from=${mark}`), `${mark} ${await hash(page)}`);
}

const saved = (page) => page.evaluate(async () => {
  const file = window.saved;
  window.saved = undefined;
  return file ? { name: file.name, start: [...file.bytes.slice(0, 8)], text: new TextDecoder().decode(file.bytes) } : null;
});

/** Where a picture is shown, and under which name it is saved. */
const shown = [
  ['#/overview', 'overview'],
  ['#/company/1', 'label'],
  ['#/company/1?with=2,3', 'compare'],
  ['#/import/2', 'import-report'],
  ['#/why', 'why'],
  ['#/why', 'reasons'],
  ['#/why', 'retention'],
  ['#/ledger', 'benefit'],
  ['#/time', 'time'],
  ['#/time', 'year'],
  ['#/map', 'map'],
  ['#/links', 'links'],
];

/** What a saved picture is made of; the page itself reads it. */
function look(text) {
  // The page's own policy forbids a style sheet even in a document that is only read.
  const marks = text.replace(/<style>.*?<\/style>/s, '');
  const document = new DOMParser().parseFromString(marks, 'image/svg+xml');
  const used = [...text.matchAll(/url\(#([\w-]+)\)/g)].map((match) => match[1]);
  const root = document.documentElement;
  return {
    broken: document.querySelector('parsererror') !== null,
    title: document.querySelector('svg > title')?.textContent ?? '',
    says: (document.querySelector('svg > desc')?.textContent ?? '').length,
    ground: document.querySelector('svg > rect')?.getAttribute('fill'),
    wanting: used.filter((id) => !document.getElementById(id)),
    vars: /var\(|color-mix|class=|style=/.test(marks),
    shapes: document.querySelectorAll('path, rect, circle, line').length,
    words: document.querySelectorAll('text').length,
    font: text.includes('@font-face') && text.includes('data:font/woff2'),
    far: [...document.querySelectorAll('text')].filter((one) => one.closest('[transform*=scale]') === null && Number(one.getAttribute('x')) > Number(root.getAttribute('width'))).length,
  };
}

async function files(page, origin) {
  for (const [address, name] of shown) {
    await visit(page, origin, { hash: address }, { lang: 'de', theme: 'dark' });
    for (const format of ['svg', 'png', 'csv']) {
      await at(page, `save-${name}-${format}`).click();
      await page.waitForFunction(() => window.saved);
      const file = await saved(page);
      check(`${name} is saved as ${format}`, file.name === `dossier-${name}.${format}`, file.name);
      if (format === 'svg') {
        const whole = await page.evaluate(look, file.text);
        check(`${name}.svg stands alone`, !whole.broken && whole.title !== '' && whole.says > 10 && whole.wanting.length === 0 && !whole.vars && whole.shapes > 3 && whole.words > 3 && whole.font && whole.far === 0, JSON.stringify(whole));
        check(`${name}.svg is on white, also from a dark window`, whole.ground === '#ffffff', whole.ground);
      } else if (format === 'png') {
        check(`${name}.png is a picture`, file.start.join() === '137,80,78,71,13,10,26,10' && file.text.length > 5000, `${file.start} ${file.text.length}`);
      } else {
        const lines = file.text.trim().split('\r\n');
        check(`${name}.csv has a line for each row`, lines.length > 2 && lines.every((line) => line.length > 3), lines[0]);
        if (name === 'overview') check('the circles are saved as a table', file.text.includes('Möbelhaus Ahrensberg GmbH,Bestellungen,634,'));
        if (name === 'label') check('a guess stays a guess in the file', file.text.includes('(unsere Vermutung)') || !file.text.includes('Vermutung'), file.text.slice(0, 400));
      }
    }
    check(`${name}: the window keeps its look`, (await page.evaluate(() => document.documentElement.dataset.theme)) === 'dark');
  }
}

async function findings(page, origin) {
  await visit(page, origin, { hash: '#/findings' }, { lang: 'en' });
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  const current = () => page.evaluate(() => document.activeElement?.dataset.finding ?? '');
  const second = await current();
  await page.keyboard.press('p');
  const first = await current();
  check('n and p go from finding to finding', first !== '' && second !== '' && first !== second, `${first} ${second}`);
  const card = page.locator(`[data-finding="${first}"]`);
  await card.getByTestId('finding-note').click();
  await card.getByTestId('finding-note-text').fill('They know.');
  await card.getByTestId('finding-note-save').click();
  await card.getByText('They know.').waitFor();
  check('a note stays with its finding', true);
  await card.getByTestId('finding-aside').click();
  await page.waitForFunction((id) => !document.querySelector(`[data-finding="${id}"]`), first);
  await at(page, 'findings-aside').click();
  await card.getByTestId('finding-back').waitFor();
  check('what is set aside is still there', (await hash(page)).includes('aside=1'));
  await at(page, 'toast-undo').first().click();
  await card.getByTestId('finding-aside').waitFor();
  check('and undo brings it back', true);
  await at(page, 'group-old').click();
  check('a group stands in the address', (await hash(page)).includes('group=old'));
}

async function benefit(page, origin) {
  await visit(page, origin, { hash: '#/ledger' }, { lang: 'en' });
  const boxes = at(page, 'choice-2').getByRole('checkbox');
  const all = await boxes.count();
  await boxes.first().uncheck();
  await at(page, 'choice-draft-2').click();
  await at(page, 'request-editor').waitFor();
  const items = await page.locator('main').innerText();
  check('the letter asks for what was chosen and no more', all > 2 && !items.includes('Shop') && items.includes('Device number'), String(all));
}

async function beside(page, origin) {
  await visit(page, origin, { hash: '#/company/1' }, { lang: 'en' });
  await at(page, 'beside-2').click();
  await at(page, 'compare').waitFor();
  await at(page, 'beside-3').click();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid=compare] thead th').length === 4);
  check('labels stand side by side, and that stands in the address', (await hash(page)).includes('with=2%2C3') || (await hash(page)).includes('with=2,3'), await hash(page));
  await visit(page, origin, { hash: '#/links' }, { lang: 'en' });
  await page.locator('[data-chart=links] [data-mark][tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await at(page, 'links-node').waitFor();
  check('a box tells where its ties are written', (await at(page, 'links-node').innerText()).includes('line 2'));
}

export async function pictures(browser, origin) {
  for (const [name, journey] of Object.entries({ reasons, guess, stretch, files, findings, benefit, beside })) {
    const page = await open(browser, origin);
    await test(name, () => journey(page, origin));
    await page.context().close();
  }
}
