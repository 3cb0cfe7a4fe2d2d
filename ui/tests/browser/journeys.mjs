// What a person does, by pointer and by keyboard alone.
import { check, open, test } from './harness.mjs';
import { screens, visit } from './screens.mjs';

const at = (page, id) => page.getByTestId(id);
const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.id ?? document.activeElement?.tagName);
const empty = { name: '', hash: '#/start', query: { shops: '' } };
const overview = { name: '', hash: '#/overview' };

async function firstRun(page, origin) {
  await visit(page, origin, { query: { vault: 'none', shops: '' } }, { lang: 'en' });
  await at(page, 'vault-passphrase').fill('short');
  await at(page, 'vault-create').click();
  await page.getByText('This passphrase is too easy to guess.').waitFor();
  check('a short passphrase is not taken, and the field says why', (await focused(page)) === 'vault-passphrase', await focused(page));
  await at(page, 'vault-passphrase').fill('seven brass kettles sing');
  await page.locator('select:has([data-testid=language-de])').first().selectOption('de');
  await page.getByText('Wählen Sie eine Passphrase').waitFor();
  check('changing the language loses no work', (await at(page, 'vault-passphrase').inputValue()) === 'seven brass kettles sing');
  await at(page, 'vault-passphrase-repeat').fill('seven brass kettles song');
  check('two different passphrases are told', await page.getByText('Die beiden stimmen nicht überein.').isVisible());
  await at(page, 'vault-passphrase-repeat').fill('seven brass kettles sing');
  await at(page, 'vault-create').click();
  await at(page, 'sample-load').waitFor();
  check('the language chosen before the vault goes into it', (await page.evaluate(() => document.documentElement.lang)) === 'de');
}

async function withoutPassphrase(page, origin) {
  await visit(page, origin, { query: { vault: 'none', shops: '' } }, { lang: 'en' });
  await at(page, 'vault-without').click();
  await page.keyboard.press('Escape');
  check('Esc gives the focus back to what opened the dialog', (await focused(page)) === 'vault-without');
  await at(page, 'vault-without').click();
  await at(page, 'vault-without-confirm').click();
  await at(page, 'sample-load').waitFor();
  check('one can go on without a passphrase', true);
}

async function doors(page, origin) {
  await visit(page, origin, { query: { vault: 'locked' } }, { lang: 'en' });
  await at(page, 'vault-passphrase').fill('wrong');
  await at(page, 'vault-unlock').click();
  await page.getByText('This is not the passphrase.').waitFor();
  await at(page, 'vault-passphrase').fill('correct horse battery');
  await at(page, 'vault-unlock').click();
  await at(page, 'nav-overview').waitFor();
  for (const [code, words] of [['vault_damaged', 'The data file is damaged.'], ['vault_newer', 'newer version']]) {
    await visit(page, origin, { query: { vault: 'locked', broken: code } }, { lang: 'en' });
    await at(page, 'vault-passphrase').fill('correct horse battery');
    await at(page, 'vault-unlock').click();
    check(`${code} has its own words`, await page.getByText(words).first().waitFor().then(() => true));
  }
}

async function mainJob(page, origin) {
  await visit(page, origin, empty, { lang: 'de' });
  await at(page, 'sample-load').click();
  await at(page, 'overview-sentence').waitFor();
  check('the first sentence has the numbers', /2 Unternehmen.*2\.598 Einträge/.test(await at(page, 'overview-sentence').innerText()), await at(page, 'overview-sentence').innerText());
  await at(page, 'overview-company-1').click();
  await at(page, 'company-heading').waitFor();
  await at(page, 'label-row-orders').getByRole('button').click();
  check('a row opens to its fields', await page.getByText('Rechnungsdaten bewahren wir acht Jahre auf.').first().isVisible());
  await at(page, 'label-row-orders-entries').click();
  await at(page, 'entry-row-0').waitFor();
  check('a number leads to its entries', page.url().includes('kind=orders'));
  await at(page, 'entry-select-0').click();
  await at(page, 'entry-select-1').click();
  await at(page, 'entries-request').click();
  await at(page, 'new-right-erasure').check();
  await at(page, 'new-create').click();
  await at(page, 'request-editor').waitFor();
  check('a letter that lacks facts cannot be saved', await at(page, 'save-pdf').isDisabled());
  check('what is missing is told at its field', (await at(page, 'sender-name').getAttribute('aria-invalid')) === 'true');
  await at(page, 'sender-name').fill('Mira Özdemir-Lauterbach');
  await at(page, 'sender-address').fill('Lindenhof 12\n18555 Musterstadt');
  await at(page, 'letter-page-1').waitFor();
  check('the page of the letter is a picture that loads', await page.evaluate(async () => {
    const image = document.querySelector('[data-testid=letter-page-1]');
    await image.decode();
    return image.naturalWidth > 0 && image.src.startsWith('blob:');
  }));
  await at(page, 'save-pdf').click();
  await page.getByText('Der Brief ist gespeichert.').waitFor();
  await at(page, 'mark-sent').click();
  await page.getByText('Die Antwort ist fällig am').waitFor();
  await page.goBack();
  await page.locator('[data-testid=entries-table]').waitFor();
  check('back leads back to the filtered entries', page.url().includes('kind=orders'));
}

async function importing(page, origin) {
  await visit(page, origin, { hash: '#/import', query: { shops: '1', pace: '60' } }, { lang: 'en' });
  await at(page, 'choose-files').click();
  await at(page, 'import-start').click();
  await at(page, 'running').waitFor();
  await at(page, 'import-report').waitFor();
  check('the report follows the import', page.url().includes('#/import/3'));
  await at(page, 'import-remove').click();
  await page.getByText('The import is taken out.').waitFor();
  await at(page, 'toast-undo').last().click();
  await at(page, 'nav-companies').click();
  check('undo brings an import back', await page.getByText('Kräuterhaus Immergrün').first().waitFor().then(() => true));
  await page.keyboard.press('Control+z');
  await page.locator('main').getByText('Kräuterhaus Immergrün').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Shift+z');
  await page.locator('main').getByText('Kräuterhaus Immergrün').waitFor();
  check('undo and redo have keys', true);
}

async function canceling(page, origin) {
  await visit(page, origin, { hash: '#/import', query: { shops: '', pace: '400' } }, { lang: 'en' });
  await at(page, 'choose-files').click();
  await at(page, 'import-start').click();
  await at(page, 'nav-overview').click();
  await at(page, 'job-cancel').click();
  check('cancel asks once, and the focus is on the answer', await page.evaluate(() => document.activeElement?.getAttribute('data-testid') === 'job-cancel-do'));
  await at(page, 'job-cancel-not').click();
  check('and can be thought better of, and the focus is where it began', (await at(page, 'job-bar').isVisible()) && (await focused(page)) === 'job-cancel');
  await at(page, 'job-cancel').click();
  await at(page, 'job-cancel-do').click();
  await page.getByText('Import cancelled. Nothing of it was kept.').waitFor();
  await at(page, 'job-bar').waitFor({ state: 'detached' });
  check('a canceled import leaves nothing', await page.getByText('Nothing to see yet').isVisible());
}

async function dropping(page, origin) {
  await visit(page, origin, overview, { lang: 'en' });
  await page.evaluate(() => window.mockHost({ event: 'hover' }));
  await page.getByText('Drop to import').waitFor();
  await page.evaluate(() => window.mockHost({ event: 'drop', files: [{ handle: 7, name: 'answer.zip', bytes: 12, folder: false }] }));
  await page.getByText('answer.zip').waitFor();
  check('files dropped anywhere lead to the import', page.url().includes('#/import'));
}

async function locking(page, origin) {
  await visit(page, origin, { hash: '#/entries?company=1&entry=1.1' }, { lang: 'en' });
  await at(page, 'entry-detail').getByText('kunden.csv').first().waitFor();
  await page.evaluate(() => window.mockHost({ event: 'locked', reason: 'idle' }));
  await at(page, 'vault-unlock').waitFor();
  const left = await page.evaluate(() => document.documentElement.outerHTML + document.title);
  check('after locking the page holds nothing', !/Ahrensberg|Mira|Özdemir|kunden\.csv|Bestell/.test(left));
}

async function hostileName(page, origin) {
  await visit(page, origin, { hash: '#/import/1' }, { lang: 'en' });
  await page.getByRole('button', { name: 'Another company' }).click();
  await at(page, 'import-controller').fill('<img src=x onerror=alert(1)><b>{n}</b>');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('h2', { hasText: '<img src=x onerror=alert(1)><b>{n}</b>' }).waitFor();
  await at(page, 'nav-overview').click();
  await page.locator('tbody th a', { hasText: '<img' }).waitFor();
  check('strings of the data are text, never markup', (await page.locator('main img').count()) === 0);
}

async function bigTable(page, origin) {
  const million = { hash: '#/entries', query: { entries: '1000000' } };
  await visit(page, origin, million, { lang: 'en' });
  const grid = at(page, 'entries-table');
  const total = 1_002_786;
  check('the table tells its true number of rows', (await grid.getAttribute('aria-rowcount')) === String(total + 1), await grid.getAttribute('aria-rowcount'));
  await grid.focus();
  const active = () => page.evaluate(() => {
    const cell = document.getElementById(document.querySelector('[role=grid]').getAttribute('aria-activedescendant') ?? '');
    return { row: Number(cell?.closest('[role=row]')?.getAttribute('aria-rowindex')), column: Number(cell?.getAttribute('aria-colindex')) };
  });
  await page.keyboard.press('Control+End');
  await page.waitForTimeout(200);
  check('Ctrl+End goes to the last entry', (await active()).row === total + 1, JSON.stringify(await active()));
  const seen = await page.evaluate(() => {
    const cell = document.getElementById(document.querySelector('[role=grid]').getAttribute('aria-activedescendant'));
    const [a, b] = [cell.getBoundingClientRect(), document.querySelector('[role=grid]').getBoundingClientRect()];
    return a.bottom <= b.bottom + 1 && a.top >= b.top;
  });
  check('the active cell is in sight', seen);
  await page.keyboard.press('PageUp');
  await page.waitForTimeout(150);
  check('PgUp moves one page', (await active()).row < total - 3);
  await page.keyboard.press('Control+Home');
  await page.waitForTimeout(150);
  await page.keyboard.press('ArrowDown');
  check('arrows move by one', (await active()).row === 3, JSON.stringify(await active()));
  await page.keyboard.press('Space');
  check('Space selects', (await page.locator('[role=row][aria-selected=true]').count()) === 1);
  await page.keyboard.press('Enter');
  await at(page, 'entry-detail').waitFor();
  check('Enter opens', true);
  await page.keyboard.press('F6');
  check('F6 goes to the entry', (await focused(page)) === 'entry-name', await focused(page));
  await page.keyboard.press('Escape');
  await at(page, 'entry-detail').waitFor({ state: 'detached' });
  check('Esc closes it and the focus is in the table', (await focused(page)) === 'entries-table', await focused(page));
  const nodes = await page.locator('[role=grid] [role=row]').count();
  check('few rows are in the page', nodes < 40, String(nodes));
  const round = () => page.evaluate(async () => {
    const grid = document.querySelector('[role=grid]');
    const times = [];
    let last = performance.now();
    for (let i = 0; i < 60; i += 1) {
      grid.scrollTop = ((i * 7919) % 100) * (grid.scrollHeight / 100);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
  });
  const median = await round();
  // Told, not judged: another program may have the machine.
  console.log(`  median frame while jumping through ${total} rows: ${median.toFixed(0)} ms`);
}

async function filters(page, origin) {
  await visit(page, origin, { hash: '#/entries' }, { lang: 'en' });
  await page.keyboard.press('/');
  check('/ goes to the search of the screen', (await focused(page)) === 'entries-search');
  await page.keyboard.type('lund');
  await page.locator('.grid mark').first().waitFor();
  check('hits are marked', (await page.locator('.grid mark').first().innerText()).toLowerCase() === 'lund');
  await page.getByRole('button', { name: 'Remove “Words: lund”' }).first().click();
  await page.locator('.grid mark').first().waitFor({ state: 'detached' });
  await page.goto(`${origin}/?lang=en#/entries?q=zebra`);
  await page.reload();
  await page.getByText('No entry matches').waitFor();
  check('an empty result offers the way back', await page.getByRole('button', { name: 'Clear all' }).isVisible());
}

async function table(page, origin) {
  await visit(page, origin, { hash: '#/entries' }, { lang: 'en' });
  await at(page, 'sort-when').click();
  // The order comes with the address, a moment after the click.
  const sorted = page.locator('[role=columnheader].when[aria-sort=ascending]').waitFor({ timeout: 5_000 });
  check('a head sorts and says so', await sorted.then(() => true, () => false));
  await at(page, 'entries-columns').click();
  await at(page, 'column-company').uncheck();
  check('a column can be left out', (await page.locator('[role=columnheader].company').count()) === 0);
  const wide = () => page.locator('[role=columnheader].when').evaluate((node) => node.getBoundingClientRect().width);
  const before = await wide();
  await at(page, 'wider-when').click();
  check('a column gets wider from the menu', (await wide()) > before);
  await page.keyboard.press('Escape');
  check('Esc closes the menu and the focus returns', (await focused(page)) === 'entries-columns');
  await at(page, 'entries-views').click();
  await at(page, 'view-name').fill('By day');
  await at(page, 'view-save').click();
  await page.goto(`${page.url().split('#')[0]}#/entries`);
  await at(page, 'entries-views').click();
  await page.getByRole('button', { name: 'By day', exact: true }).click();
  check('a saved view brings order and columns back', /sort=when/.test(page.url()) && /columns=/.test(page.url()), page.url());
  await at(page, 'entries-arrange').click();
  await at(page, 'group-table').click();
  await at(page, 'entry-group-0').waitFor();
  await at(page, 'entries-table').focus();
  await page.keyboard.press('Enter');
  await at(page, 'entry-row-1').waitFor();
  check('a group opens by keyboard', (await at(page, 'entry-group-0').getAttribute('aria-expanded')) === 'true');
  await page.keyboard.press('F6');
  await page.keyboard.press('F6');
  check('F6 goes round the panes', await page.evaluate(() => document.activeElement?.getAttribute('data-testid') === 'entries-table'));
}

async function files(page, origin) {
  await visit(page, origin, { hash: '#/entries?company=1' }, { lang: 'en' });
  await page.keyboard.press('Control+p');
  await page.waitForFunction(() => window.mockSaved.some((one) => one.command === 'page_render'));
  const paper = await page.evaluate(() => window.mockSaved.find((one) => one.command === 'page_render').request);
  check('a screen on paper has its question and its rows', paper.title.length > 5 && paper.blocks.some((block) => block.table?.rows.length > 400));
  check('ways on and tools stay off paper', !/What you can do|Save as|Search entries/.test(JSON.stringify(paper.blocks)), JSON.stringify(paper.blocks.filter((block) => block.text)).slice(0, 400));
  check('what is masked stays masked on paper', !JSON.stringify(paper.blocks).includes('@example.org'));
  await visit(page, origin, { hash: '#/why?company=1' }, { lang: 'en' });
  await page.keyboard.press('Control+p');
  await page.waitForFunction(() => window.mockSaved.some((one) => one.command === 'page_render'));
  const texts = await page.evaluate(() => window.mockSaved.find((one) => one.command === 'page_render').request.blocks.flatMap((block) => block.text ?? []));
  check('of a choice paper tells what was chosen', texts.includes('Company: Möbelhaus Ahrensberg GmbH') && !texts.some((text) => /^Kind of data|What you can do|Save as/.test(text)), texts.join(' | ').slice(0, 500));
  await visit(page, origin, { hash: '#/overview' }, { lang: 'en' });
  await page.keyboard.press('Control+e');
  await at(page, 'take-pdf').waitFor();
  await page.getByRole('button', { name: /as CSV/ }).first().click();
  await page.waitForFunction(() => window.mockSaved.some((one) => one.command === 'file'));
  check('a table of the screen becomes a CSV file', await page.evaluate(() => window.mockSaved.find((one) => one.command === 'file').request.name.endsWith('.csv')));
}

async function wayBack(page, origin) {
  await visit(page, origin, empty, { lang: 'en' });
  check('there is nowhere to go back to at first', await at(page, 'back').isDisabled());
  await at(page, 'sample-load').click();
  await at(page, 'overview-sentence').waitFor();
  await at(page, 'back').click();
  await page.getByRole('heading', { level: 1, name: 'What do you want to look at?' }).waitFor();
  await at(page, 'forward').click();
  await at(page, 'overview-sentence').waitFor();
  await at(page, 'history-open').click();
  await at(page, 'history').getByRole('button', { name: 'Take back this and all newer' }).click();
  await at(page, 'history').getByRole('button', { name: 'Do again this and all older' }).waitFor();
  check('the history takes back what was done', await at(page, 'history').getByText('(taken back)').isVisible());
}

async function noExport(page, origin) {
  await visit(page, origin, empty, { lang: 'en' });
  await page.getByRole('link', { name: /I have no answer yet/ }).click();
  await at(page, 'directory-search').fill('nordlicht');
  await at(page, 'directory-take-nordlicht').click();
  await at(page, 'request-editor').waitFor();
  check('a company of the directory is asked what it holds', /What does Nordlicht Versand SE hold/.test(await page.locator('h1').innerText()), await page.locator('h1').innerText());
}

async function answer(page, origin) {
  const proof = screens.find((screen) => screen.name === 'proof');
  await visit(page, origin, proof, { lang: 'en' });
  check('the proof tells what is still there', /4 are still there/.test(await page.locator('.lead').innerText()));
  await at(page, 'proof-pdf').click();
  await page.waitForFunction(() => window.mockSaved.some((one) => one.request.format === 'proof_pdf' && one.request.import > 0));
  await at(page, 'proof-follow').click();
  await at(page, 'request-editor').waitFor();
  check('what is open becomes a letter', await page.locator('#what ~ ol li').first().isVisible());
}

async function passphrase(page, origin) {
  await visit(page, origin, { hash: '#/settings' }, { lang: 'en' });
  await at(page, 'passphrase-open').click();
  await at(page, 'passphrase-old').fill('not it');
  await at(page, 'passphrase-new').fill('seven brass kettles sing');
  await at(page, 'passphrase-new-repeat').fill('seven brass kettles sing');
  await at(page, 'passphrase-do').click();
  await page.getByText('This is not the passphrase.').waitFor();
  await at(page, 'passphrase-old').fill('correct horse battery');
  await at(page, 'passphrase-do').click();
  await page.getByText('The passphrase is changed.').waitFor();
  check('closing the dialog gives the focus back', (await focused(page)) === 'passphrase-open');
}

async function anew(page, origin) {
  await visit(page, origin, screens.find((screen) => screen.name === 'import-recipe'), { lang: 'en' });
  await at(page, 'recipe-separator').selectOption(',');
  await page.waitForFunction(() => document.querySelectorAll('[data-testid=recipe] thead th').length === 1);
  check('another separator cuts the table anew', true);
  await at(page, 'recipe-separator').selectOption(';');
  await page.waitForFunction(() => document.querySelectorAll('[data-testid=recipe] thead th').length === 6);
  await at(page, 'recipe-save').click();
  await at(page, 'toast').getByText('The table was read anew').waitFor();
  check('reading anew can be undone', await at(page, 'toast-undo').isVisible());
}

async function keys(page, origin) {
  await visit(page, origin, overview, { lang: 'en' });
  const help = page.getByRole('button', { name: 'Help', exact: true });
  await help.focus();
  await page.keyboard.press('?');
  await at(page, 'key-list').waitFor();
  await page.keyboard.press('Escape');
  await at(page, 'key-list').waitFor({ state: 'detached' });
  check('Esc closes the list of keys and the focus returns', await help.evaluate((node) => node === document.activeElement));
  await page.keyboard.press('Control+k');
  check('Ctrl+K goes to the search', (await focused(page)) === 'search-input');
  check('the palette is open', await at(page, 'palette').isVisible());
  await page.keyboard.press('Escape');
  check('Esc closes the palette and the focus returns', await help.evaluate((node) => node === document.activeElement));
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.getByRole('heading', { level: 1, name: 'Which companies' }).waitFor();
  check('the question of a new screen has the focus', (await focused(page)) === 'question');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('optik');
  await page.locator('[role=option]', { hasText: 'Optik Helling' }).first().waitFor();
  for (let i = 0; i < 12 && !(await page.locator('[role=option][aria-selected=true]').innerText()).startsWith('Optik Helling'); i += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await at(page, 'company-heading').waitFor();
  check('the palette goes to a company', page.url().includes('#/company/4'), page.url());
  await at(page, 'nav-settings').click();
  await at(page, 'settings-keys').uncheck();
  await page.waitForTimeout(150);
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  check('single keys can be turned off', page.url().includes('settings'));
}

async function settings(page, origin) {
  await visit(page, origin, { hash: '#/settings' }, { lang: 'en' });
  for (const [name, value] of [['theme-dark', 'dark'], ['theme-projector', 'projector'], ['theme-contrast', 'contrast']]) {
    await at(page, name).click();
    await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, value);
  }
  check('the theme changes at once', true);
  await at(page, 'theme-projector').click();
  await page.waitForFunction(() => parseFloat(getComputedStyle(document.body).fontSize) >= 24);
  check('the projector has text of 24 px', true);
  await page.locator('select:has([data-testid=language-de])').first().selectOption('de');
  await page.getByText('Was tut dieses Programm selbst?').waitFor();
  check('the language changes at once', true);
  await at(page, 'erase-open').click();
  check('erasing wants the word', await at(page, 'erase-do').isDisabled());
  await at(page, 'erase-word').fill('löschen');
  await at(page, 'erase-do').click();
  await at(page, 'vault-create').waitFor();
  check('erasing leads to the first run', true);
}

async function correction(page, origin) {
  await visit(page, origin, screens.find((screen) => screen.name === 'request-correction'), { lang: 'de' });
  check('a correction names what is found', (await at(page, 'item-found-0').inputValue()) === '1988-02-04');
  await at(page, 'item-right-0').fill('');
  await page.getByText('Bitte schreiben Sie, was richtig ist.').waitFor();
  check('a correction without the right value is no letter', await at(page, 'save-pdf').isDisabled());
}

/** Tabs through a screen: each stop is in sight and marked, and it ends. */
async function walk(page, origin, screen) {
  await visit(page, origin, screen, { lang: 'de' });
  // From the top of the page, wherever the screen put the focus.
  if (!(await page.locator('dialog[open]').count())) {
    await page.evaluate(() => {
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute('tabindex');
    });
  }
  const stops = new Set();
  if (await page.locator('dialog[open]').count()) stops.add('the first stop of the dialog');
  for (let i = 0; i < 160; i += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const node = document.activeElement;
      if (!node || node === document.body) return null;
      node.dataset.stop ??= String(Math.random());
      const box = (node.matches('input.hidden, .bar input') ? node.closest('label') : node).getBoundingClientRect();
      const style = getComputedStyle(node.matches('.hidden') ? node.closest('label') : node);
      const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || node.matches('[role=combobox], [role=grid]');
      return { id: node.dataset.stop, name: node.outerHTML.slice(0, 80), inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0, ring };
    });
    if (!stop || stops.has(stop.id)) break;
    stops.add(stop.id);
    check(`focus is in sight: ${screen.name}`, stop.inside, stop.name);
    check(`focus is marked: ${screen.name}`, stop.ring, stop.name);
  }
  check(`the keyboard reaches ${screen.name}`, stops.size > 0 && stops.size < 160, String(stops.size));
}

export async function journeys(browser, origin) {
  const all = { firstRun, withoutPassphrase, doors, mainJob, importing, canceling, dropping, locking, hostileName, bigTable, filters, table, files, wayBack, noExport, answer, passphrase, anew, keys, settings, correction };
  for (const [name, journey] of Object.entries(all)) {
    const page = await open(browser, origin);
    await test(name, () => journey(page, origin));
    await page.context().close();
  }
  const page = await open(browser, origin);
  for (const screen of screens) await test(`walk ${screen.name}`, () => walk(page, origin, screen));
  await page.context().close();
}
