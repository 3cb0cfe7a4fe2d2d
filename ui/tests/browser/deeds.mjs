// What a person does to entries, imports and companies: tag, hold, rename, undo.
import { check, open, test } from './harness.mjs';
import { visit } from './screens.mjs';

const at = (page, id) => page.getByTestId(id);
const hash = (page) => page.evaluate(() => location.hash);

async function tags(page, origin) {
  await visit(page, origin, { hash: '#/entries?company=1' }, { lang: 'en' });
  await at(page, 'entry-select-0').click();
  await at(page, 'entry-select-2').click();
  await at(page, 'entries-tag').click();
  await page.getByText('For 2 chosen entries').waitFor();
  await at(page, 'tag-name').fill('  to   show  Ada ');
  await at(page, 'tag-name').press('Enter');
  await page.getByText('Tagged: to show Ada.').waitFor();
  check('the tag stands in the rows', (await at(page, 'entry-row-0').getByText('to show Ada').count()) === 1 && (await at(page, 'entry-row-1').getByText('to show Ada').count()) === 0);
  await page.locator('.facets').getByText('to show Ada').click();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid^=entry-row-]').length === 2);
  check('entries can be filtered by a tag, and that stands in the address', (await hash(page)).includes('tag='), await hash(page));
  check('the filter has its word', (await page.locator('.chips').innerText()).includes('Tag: to show Ada'));
  await page.goBack();

  // By keys alone: the entry under the cursor is evidence.
  await at(page, 'entries-table').focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await at(page, 'entry-detail').waitFor();
  await at(page, 'entry-tag').click();
  await page.keyboard.press('Escape');
  check('Esc closes the menu and not the entry', (await at(page, 'entry-detail').isVisible()) && (await page.evaluate(() => document.activeElement?.getAttribute('data-testid') === 'entry-tag')));
  await at(page, 'entry-tag').click();
  await at(page, 'entry-detail').getByTestId('tag-evidence').click();
  await at(page, 'entry-detail').getByText('Evidence', { exact: true }).first().waitFor();
  await page.getByLabel('Take off “Evidence”').click();
  await page.getByText('Tag taken off: Evidence.').waitFor();
  await page.keyboard.press('Control+z');
  await at(page, 'entry-detail').getByLabel('Take off “Evidence”').waitFor();
  check('a tag taken off comes back with undo', true);

  await visit(page, origin, { hash: '#/entries?company=1' }, { lang: 'en' });
  await at(page, 'entries-table').focus();
  await page.keyboard.press('#');
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'tag-evidence');
  await page.keyboard.press('Enter');
  await at(page, 'entry-row-0').getByText('Evidence').waitFor();
  check('one key and Enter make an entry evidence', (await page.evaluate(() => document.activeElement?.getAttribute('role'))) === 'grid');

  await visit(page, origin, { hash: '#/entries?company=2&kind=device' }, { lang: 'en' });
  await at(page, 'entries-tag').click();
  await page.getByText('For all 377 entries found').waitFor();
  await at(page, 'tag-evidence').click();
  await page.locator('.facets label', { hasText: 'Evidence' }).getByText('377').waitFor();
  check('all that the filters give can be tagged at once', true);
}

async function around(page, origin) {
  await visit(page, origin, { hash: '#/entries?company=1&entry=2.7' }, { lang: 'en' });
  await at(page, 'entry-after').click();
  await page.waitForFunction(() => location.hash.includes('entry=2.8'));
  await at(page, 'entry-before').click();
  await page.waitForFunction(() => location.hash.includes('entry=2.7'));
  check('one goes from an entry to its neighbors', true);
}

async function once(page, origin) {
  await visit(page, origin, { hash: '#/entries' }, { lang: 'en' });
  await at(page, 'entries-arrange').click();
  await at(page, 'group-equal').click();
  await page.waitForFunction(() => location.hash.includes('group=equal'));
  await page.getByText('of them different').waitFor();
  const head = at(page, 'entry-row-0');
  const count = Number((await head.locator('.tag').first().innerText()).replace(/\D/g, ''));
  check('what occurs most often stands first, with its count', count > 50 && (await head.getAttribute('aria-expanded')) === 'false', String(count));
  const rows = Number(await at(page, 'entries-table').getAttribute('aria-rowcount'));
  await at(page, 'entries-table').focus();
  await page.keyboard.press('Enter');
  await at(page, 'entry-select-1').waitFor();
  check('it opens by keys to its entries', Number(await at(page, 'entries-table').getAttribute('aria-rowcount')) === rows + count && (await at(page, 'entry-row-1').getAttribute('aria-level')) === '2');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await at(page, 'entry-detail').waitFor();
  await at(page, 'entry-same').click();
  await page.waitForFunction((wanted) => document.querySelector('[data-testid=entries-table]')?.getAttribute('aria-rowcount') === String(wanted + 1), count);
  check('equal entries are a filter with its own word', (await page.locator('.chips').innerText()).includes('Equal entries'));
  await page.getByLabel('Remove “Equal entries”').click();
  await page.waitForFunction(() => !location.hash.includes('same='));

  await visit(page, origin, { hash: '#/entries?group=equal', query: { entries: '100000' } }, { lang: 'en' });
  await page.locator('.lead').getByText('Only the first').waitFor();
  check('what was not compared is told', /Only the first [\d,]+ of them were compared/.test(await page.locator('.lead').innerText()), await page.locator('.lead').innerText());
}

async function why(page, origin) {
  await page.setViewportSize({ width: 1920, height: 1000 });
  await visit(page, origin, { hash: '#/entries?kind=orders&company=1' }, { lang: 'en' });
  const cell = at(page, 'entry-row-0').locator('.why');
  check('a wide table tells why, and who says so', (await cell.innerText()).length > 3 && (await cell.locator('svg').getAttribute('aria-label')) !== null, await cell.innerText());
  await page.setViewportSize({ width: 1280, height: 800 });
  await cell.waitFor({ state: 'detached' });
  check('a narrow one leaves that out first', (await at(page, 'entry-row-0').locator('.what').count()) === 1);
  await visit(page, origin, { hash: '#/entries?import=2' }, { lang: 'en' });
  await page.locator('.chips').getByText('frischmarkt-export.zip').waitFor();
  check('an import is called by its name', true);
}

async function best(page, origin) {
  await visit(page, origin, { hash: '#/entries' }, { lang: 'en' });
  await at(page, 'entries-arrange').click();
  check('without words there are no best matches', await at(page, 'sort-by-rank').isDisabled());
  await page.keyboard.press('Escape');
  await at(page, 'entries-search').fill('lund');
  await page.waitForFunction(() => location.hash.includes('q=lund'));
  await at(page, 'entries-arrange').click();
  await at(page, 'sort-by-rank').click();
  await page.waitForFunction(() => location.hash.includes('sort=rank'));
  check('the order is told beside its menu', (await at(page, 'entries-arrange').innerText()).includes('best matches'));
  check('and no head claims to sort', (await page.locator('[aria-sort=ascending], [aria-sort=descending]').count()) === 0);
}

/** Words that may answer a question of the law are settled by who reads them, and that can be taken back. */
async function hints(page, origin) {
  await visit(page, origin, { hash: '#/company/1' }, { lang: 'en' });
  const row = page.locator('li', { has: at(page, 'hint') }).first();
  const told = async (words) => {
    await row.getByText(words, { exact: true }).waitFor();
    return row.locator('button[aria-pressed=true]').allInnerTexts();
  };
  check('what nobody read is settled neither way', (await told('perhaps answered – please read')).length === 0);
  check('words of a letter are told in their language', (await row.locator('blockquote').getAttribute('lang')) === 'de');
  await row.getByRole('button', { name: 'Yes' }).click();
  check('a person says that it answers', (await told('answered, as you read it')).join() === 'Yes');
  check('the focus stays on what was pressed', await row.getByRole('button', { name: 'Yes' }).evaluate((one) => one === document.activeElement));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  check('and that it does not', (await told('not answered, as you read it')).join() === 'No');
  await page.keyboard.press('Enter');
  check('pressed again it is open', (await told('perhaps answered – please read')).length === 0);
  await page.keyboard.press('Control+z');
  await told('not answered, as you read it');
}

/** The entry beside the table is as wide as one wants, and the address keeps it. */
async function pane(page, origin) {
  await visit(page, origin, { hash: '#/entries?company=1&entry=2.7' }, { lang: 'en' });
  await at(page, 'entry-detail').waitFor();
  const width = () => at(page, 'entry-detail').evaluate((one) => Math.round(one.getBoundingClientRect().width));
  const edge = at(page, 'entries-pane');
  const usual = await width();
  await edge.focus();
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction(() => location.hash.includes('pane=26'));
  check('a key makes the entry wider', (await width()) === usual + 32);
  check('a screen reader hears the width', (await edge.getAttribute('aria-valuenow')) === '26');
  const box = await edge.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 64, box.y + 60, { steps: 4 });
  await page.mouse.up();
  check('so does the pointer make it narrower', (await width()) === usual - 32);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !location.hash.includes('pane='));
  check('and Enter gives the usual width back', (await width()) === usual);
}

/** In a narrow window the screens are behind one button. */
async function narrow(page, origin) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  await visit(page, origin, { hash: '#/overview' }, { lang: 'en' });
  const menu = at(page, 'nav-menu');
  check('the menu tells where one is', (await menu.innerText()).includes('Overview'));
  check('the screens are folded', !(await at(page, 'nav-why').isVisible()));
  await menu.click();
  await page.keyboard.press('Escape');
  check('Escape folds them again', (await menu.getAttribute('aria-expanded')) === 'false');
  check('and the focus is on the menu', await menu.evaluate((one) => one === document.activeElement));
  await page.keyboard.press('Enter');
  await at(page, 'nav-why').click();
  await page.waitForFunction(() => location.hash.startsWith('#/why'));
  check('they fold when one goes on', (await menu.getAttribute('aria-expanded')) === 'false');
  await page.setViewportSize(size);
  check('a wide window has them all', await at(page, 'nav-findings').isVisible());
  // A common window at 200 %.
  await page.setViewportSize({ width: 640, height: 400 });
  await visit(page, origin, { hash: '#/overview' }, { lang: 'de' });
  const top = await page.locator('#question').evaluate((one) => one.getBoundingClientRect().top);
  check('at 200 % the screen begins in the upper half of the window', top < 160, String(top));
  await page.setViewportSize(size);
}

/** Nothing can be opened any more: one can begin anew. */
async function lost(page, origin) {
  const anew = async () => {
    await at(page, 'erase-open').click();
    check('even then the word has to be typed', await at(page, 'erase-do').isDisabled());
    await at(page, 'erase-word').fill('erase');
    await at(page, 'erase-do').click();
    await at(page, 'vault-create').waitFor();
    await at(page, 'erase-do').waitFor({ state: 'detached' });
    const next = page.waitForFunction(() => document.activeElement?.id === 'question');
    check('what comes next has the focus', await next.then(() => true, () => false));
    check('and there is no way back to offer', (await at(page, 'toast-undo').count()) === 0);
  };
  await visit(page, origin, { query: { vault: 'locked' } }, { lang: 'en' });
  await anew();
  await visit(page, origin, { query: { vault: 'locked', broken: 'vault_damaged' } }, { lang: 'en' });
  await at(page, 'vault-passphrase').fill('correct horse battery');
  await at(page, 'vault-unlock').click();
  await page.getByText('The file is here: /data/mira/dossier').waitFor();
  await anew();
  await visit(page, origin, { query: { vault: 'locked', failing: 'session' } }, { lang: 'en' });
  await anew();
  for (const [code, words] of [['vault_file_absent', 'its data file is missing'], ['vault_key_absent', 'The key of this data file is missing.']]) {
    await visit(page, origin, { query: { vault: 'none', broken: code } }, { lang: 'en' });
    check(`${code}: nothing is offered unasked`, (await at(page, 'erase-open').count()) === 0);
    await at(page, 'vault-without').click();
    await at(page, 'vault-without-confirm').click();
    await page.getByText(words).first().waitFor();
    await anew();
    check(`${code}: the trouble is over`, (await at(page, 'error-note').count()) === 0);
    await at(page, 'vault-without').click();
    await at(page, 'vault-without-confirm').click();
    await at(page, 'sample-load').waitFor();
    await visit(page, origin, { query: { vault: 'locked', broken: code } }, { lang: 'en' });
    await at(page, 'vault-passphrase').fill('correct horse battery');
    await at(page, 'vault-unlock').click();
    await page.getByText(words).first().waitFor();
    await anew();
  }
}

/** A purpose is put right by keys alone, and boxes are filters that keys reach. */
async function purposes(page, origin) {
  await visit(page, origin, { hash: '#/why?company=1&cell=behaviour.mock:Personalrecommendations' }, { lang: 'en' });
  await at(page, 'why-correct').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'why-choose');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  check('looking through the purposes chooses none', (await at(page, 'why-choose').count()) === 1 && (await at(page, 'toast').count()) === 0);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'why-correct');
  await page.keyboard.press('Enter');
  await at(page, 'why-choose').selectOption({ index: 2 });
  await at(page, 'why-apply').click();
  await at(page, 'toast').waitFor();
  await page.waitForFunction(() => ['why-cell', 'question'].includes(document.activeElement?.id ?? ''));
  check('the purpose is noted and the focus is still there', true);

  await visit(page, origin, { hash: '#/why' }, { lang: 'en' });
  const bands = () => page.locator('a.band').count();
  const all = await bands();
  await at(page, 'filter-recipient').selectOption({ label: 'Adnova Media' });
  await page.waitForFunction(() => location.hash.includes('to='));
  check('a recipient can be chosen from a list', (await bands()) < all);
  await at(page, 'filter-purpose').selectOption({ index: 1 });
  await page.waitForFunction(() => location.hash.includes('purpose='));
  check('and a purpose', (await bands()) < all);
}

/** The days that were chosen hold for the sentence, the lanes and the way on. */
async function span(page, origin) {
  await visit(page, origin, { hash: '#/time?from=2024-03-10&to=2025-09-20' }, { lang: 'en' });
  const said = Number((await at(page, 'time-sentence').locator('a').first().innerText()).replace(/\D/g, ''));
  const lanes = await page.locator('a[data-mark$=" sum"]').allTextContents();
  check('sentence and lanes count the same', said > 0 && said === lanes.reduce((sum, text) => sum + Number(text.replace(/\D/g, '')), 0), `${said} ${lanes}`);
  await page.getByRole('link', { name: 'Show these entries' }).click();
  await page.waitForFunction(() => location.hash.startsWith('#/entries'));
  check('the entries are of these days', (await hash(page)).includes('from=2024-03-10') && (await hash(page)).includes('to=2025-09-20'), await hash(page));
  await at(page, 'entry-row-0').waitFor();
  check('and as many', Number(await at(page, 'entries-table').getAttribute('aria-rowcount')) - 1 === said, `${said}`);
}

/** What names or reaches a person is covered wherever it stands, and can be uncovered. */
async function covered(page, origin) {
  await visit(page, origin, { hash: '#/company/2' }, { lang: 'en' });
  const example = await at(page, 'label-row-account').locator('.example').innerText();
  check('a long number is covered, whatever kind it is of', example.includes('•') && !/\d{4}/.test(example), example);
  await at(page, 'label-beside').getByRole('button').click();
  const beside = page.locator('#fields-beside');
  check('fields of no kind are listed and covered', (await beside.locator('article').count()) === 2 && (await beside.locator('.examples').first().innerText()).includes('•'));
  await visit(page, origin, { hash: '#/findings' }, { lang: 'en' });
  const differ = page.locator('.differ').first();
  const values = () => differ.locator('b').allInnerTexts();
  check('values that contradict each other are covered at first', (await values()).every((value) => value.includes('•')));
  for (const eye of await differ.getByRole('button').all()) await eye.click();
  const [one, other] = await values();
  check('and can be seen to differ', !one.includes('•') && one !== other, `${one} ${other}`);
}

/** Nothing to show, and why. */
async function nothing(page, origin) {
  await visit(page, origin, { hash: '#/start', query: { failing: 'imports' } }, { lang: 'en' });
  check('the start says what failed', await at(page, 'error-note').isVisible());
  await visit(page, origin, { hash: '#/map', query: { shops: '' } }, { lang: 'en' });
  check('a map without any answer says so', await page.getByText('Nothing to see yet').isVisible());
  await visit(page, origin, { hash: '#/import/2' }, { lang: 'en' });
  await page.getByRole('button', { name: 'Choose the file again' }).click();
  await at(page, 'import-chosen').waitFor();
  check('a file is chosen again where its password is asked for', true);
  await visit(page, origin, { hash: '#/import/2' }, { lang: 'en' });
  check('what was not read is not told as all', !/^Yes/.test(await page.locator('.lead').innerText()), await page.locator('.lead').innerText());
}

async function notes(page, origin) {
  await visit(page, origin, { hash: '#/company/1' }, { lang: 'en' });
  await at(page, 'company-note').click();
  check('the focus is where one writes', await page.evaluate(() => document.activeElement?.getAttribute('data-testid') === 'company-note-text'));
  await at(page, 'company-note-text').fill('They called me twice.\n<b>No answer.</b>');
  await at(page, 'company-note-save').click();
  await at(page, 'company-note-shown').getByText('<b>No answer.</b>').waitFor();
  check('a note is told as the person\'s own', (await at(page, 'company-note-shown').innerText()).includes('yours'));
  const printed = async (own) => {
    await page.evaluate(() => (window.mockSaved.length = 0));
    await page.keyboard.press('Control+e');
    await at(page, 'take-notes').waitFor();
    if (own) await at(page, 'take-notes').check();
    await at(page, 'take-pdf').click();
    await page.waitForFunction(() => window.mockSaved.some((one) => one.command === 'page_render'));
    return page.evaluate(() => JSON.stringify(window.mockSaved.find((one) => one.command === 'page_render').request));
  };
  check('on paper it is left out', !(await printed(false)).includes('called me twice'));
  check('unless it is wanted', (await printed(true)).includes('called me twice'));
  check('and each time anew', !(await printed(false)).includes('called me twice'));
  await at(page, 'ask-missing').click();
  await at(page, 'request-editor').waitFor();
  check('what the answer lacks can be asked for at the list of the law', (await page.evaluate(() => location.hash)).startsWith('#/requests/'));
  await page.goBack();
  await at(page, 'company-note-shown').waitFor();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await at(page, 'company-note-shown').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Shift+z');
  await at(page, 'company-note-shown').waitFor();
  check('a note can be undone and done again', true);
}

async function holding(page, origin) {
  await visit(page, origin, { hash: '#/import', query: { shops: '', pace: '150' } }, { lang: 'en' });
  await at(page, 'choose-files').click();
  await at(page, 'import-start').click();
  check('the import screen has its buttons once', (await at(page, 'job-pause').count()) === 1 && (await at(page, 'job-bar').count()) === 0);
  check('how far it is has a role', (await at(page, 'running').getByRole('progressbar').getAttribute('aria-valuenow')) !== null);
  await at(page, 'job-pause').click();
  await page.getByRole('heading', { name: 'Paused' }).waitFor();
  check('a screen reader hears that it stands still', (await at(page, 'job-said').innerText()) === 'Paused');
  const before = await at(page, 'running').locator('dl').innerText();
  await page.waitForTimeout(600);
  check('nothing goes on meanwhile', (await at(page, 'running').locator('dl').innerText()) === before);
  await at(page, 'nav-overview').click();
  await at(page, 'job-bar').getByText('Paused').first().waitFor();
  await at(page, 'nav-import').click();
  await at(page, 'job-pause').click();
  await at(page, 'import-report').waitFor({ timeout: 15_000 });
  check('it goes on to the end', (await hash(page)).startsWith('#/import/'), await hash(page));
}

async function companies(page, origin) {
  await visit(page, origin, { hash: '#/company/3' }, { lang: 'en' });
  await at(page, 'company-rename').click();
  await at(page, 'company-name').fill('Frischmarkt Plus');
  check('a name that is taken says what will happen', await page.getByText('the two become one').isVisible());
  await at(page, 'company-name').fill('Immergrün Kräuter');
  await at(page, 'company-rename-do').click();
  await page.getByRole('heading', { level: 1 }).getByText('Immergrün Kräuter').waitFor();
  await page.keyboard.press('Control+z');
  await page.getByRole('heading', { level: 1 }).getByText('Kräuterhaus Immergrün').waitFor();
  check('a new name can be taken back', true);
  await at(page, 'company-letter').click();
  await at(page, 'import-chosen').waitFor();
  check('a letter is put to its company', (await at(page, 'import-company').inputValue()) === 'Kräuterhaus Immergrün');
}

async function notices(page, origin) {
  await visit(page, origin, { hash: '#/settings' }, { lang: 'en' });
  check('reminders on the desktop are off until one wants them', !(await at(page, 'settings-notices').isChecked()));
  await at(page, 'settings-notices').check();
  await page.getByTestId('nav-overview').click();
  await page.getByTestId('nav-settings').click();
  check('and stay on then', await at(page, 'settings-notices').isChecked());
}

async function details(page, origin) {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  await visit(page, origin, { hash: '#/overview', query: { failing: 'overview' } }, { lang: 'en' });
  await at(page, 'error-copy').first().click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  check('what failed can be copied, without what the vault holds', text.includes('overview: vault_damaged') && !text.includes('Möbelhaus'), text);
}

export async function deeds(browser, origin) {
  for (const [name, deed] of Object.entries({ tags, around, once, why, best, notes, hints, pane, narrow, lost, purposes, span, covered, nothing, holding, companies, notices, details })) {
    const page = await open(browser, origin);
    await test(name, () => deed(page, origin));
    await page.context().close();
  }
}
