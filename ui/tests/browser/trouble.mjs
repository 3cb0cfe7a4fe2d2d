// What fails, comes late, is done twice or takes the focus away.
import { check, open, test } from './harness.mjs';
import { screens, visit } from './screens.mjs';

const at = (page, id) => page.getByTestId(id);
const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.id ?? document.activeElement?.tagName);
const hash = (page) => page.evaluate(() => location.hash);
const texts = (page) => at(page, 'toast').allInnerTexts().then((all) => all.join(' | '));

async function letter(page, origin, query = {}) {
  await visit(page, origin, { hash: '#/company/1', query }, { lang: 'en' });
  await at(page, 'draft-erasure').click();
  await at(page, 'request-editor').waitFor();
  await at(page, 'sender-name').fill('Mira Özdemir');
  await at(page, 'sender-address').fill('Lindenhof 12\n18555 Musterstadt');
  await at(page, 'letter-page-1').waitFor();
  await page.locator('.lead').getByText('Saved').waitFor();
}

async function note(page) {
  await at(page, 'company-note').click();
  await at(page, 'company-note-text').fill('They called me twice.');
  await at(page, 'company-note-save').click();
  await at(page, 'company-note-shown').waitFor();
}

async function undoing(page, origin) {
  await visit(page, origin, { hash: '#/company/1', query: { failing: 'undo' } }, { lang: 'en' });
  await note(page);
  await page.keyboard.press('Control+z');
  await at(page, 'toast').getByText('damaged').waitFor();
  check('what could not be undone is not told as undone', !(await texts(page)).includes('Taken back'), await texts(page));
  await visit(page, origin, { hash: '#/company/1', query: { failing: 'redo' } }, { lang: 'en' });
  await note(page);
  await page.keyboard.press('Control+z');
  await at(page, 'company-note-shown').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Shift+z');
  await at(page, 'toast').getByText('damaged').waitFor();
  check('nor is what could not be done again', !(await texts(page)).includes('Done again'), await texts(page));
}

async function offers(page, origin) {
  await visit(page, origin, { hash: '#/company/1' }, { lang: 'en' });
  await note(page);
  check('what was done can be undone from its toast', await at(page, 'toast-undo').isVisible());
  await at(page, 'draft-erasure').click();
  await at(page, 'toast-undo').waitFor();
  await at(page, 'sender-name').fill('Mira');
  await at(page, 'toast-undo').waitFor({ state: 'detached', timeout: 3_000 });
  check('the offer goes when Undo would take back something else', !(await texts(page)).includes('Undo'), await texts(page));
  await at(page, 'nav-settings').click();
  await at(page, 'erase-open').click();
  await at(page, 'erase-word').fill('erase');
  await at(page, 'erase-do').click();
  await at(page, 'vault-create').waitFor();
  check('what is erased cannot be undone, and nobody says so', (await at(page, 'toast').count()) > 0 && (await at(page, 'toast-undo').count()) === 0, await texts(page));
}

async function days(page, origin) {
  await letter(page, origin);
  await at(page, 'mark-day').fill('31.02.2026');
  check('a day that is no day marks nothing', await at(page, 'mark-sent').isDisabled());
  check('nobody is told so while typing', (await at(page, 'mark-day').getAttribute('aria-invalid')) === null);
  await at(page, 'mark-day').blur();
  check('but after it', (await at(page, 'mark-day').getAttribute('aria-invalid')) === 'true');
  await at(page, 'mark-day').fill('28.02.2026');
  check('a day is taken as soon as it is one', (await at(page, 'mark-day').getAttribute('aria-invalid')) === null);
  await at(page, 'mark-sent').click();
  await at(page, 'mark-next').waitFor();
  check('and it is the day that was typed', (await page.locator('main').innerText()).includes('28 February 2026'));
  await visit(page, origin, { hash: '#/import' }, { lang: 'en' });
  await at(page, 'choose-files').click();
  await at(page, 'import-received').fill('31.02.2026');
  check('nor is an import begun with one', await at(page, 'import-start').isDisabled());
  await at(page, 'import-received').fill('');
  check('no day at all is one of the choices there', await at(page, 'import-start').isEnabled());
}

async function lastWords(page, origin) {
  await letter(page, origin, { slow: '150' });
  const asked = () => page.evaluate(() => window.mockAsked.filter((one) => /^request_(update|render|mark)$/.test(one)));
  await page.evaluate(() => (window.mockAsked.length = 0));
  await at(page, 'sender-name').fill('Mira Özdemir-Lauterbach');
  await at(page, 'save-pdf').click();
  await at(page, 'toast').getByText('The letter is saved').waitFor();
  check('a letter is saved with its last words', (await asked()).join() === 'request_update,request_render', (await asked()).join());
  await page.evaluate(() => (window.mockAsked.length = 0));
  await at(page, 'sender-name').fill('Mira Ö. Lauterbach');
  await at(page, 'mark-sent').click();
  await at(page, 'mark-next').waitFor();
  check('and marked as sent with them', (await asked()).join() === 'request_update,request_mark', (await asked()).join());

  await letter(page, origin, { failing: 'request_render' });
  await at(page, 'save-pdf').click();
  await at(page, 'toast').getByText('damaged').waitFor();
  check('what is not saved is not told as saved', !(await texts(page)).includes('The letter is saved'));
}

async function twice(page, origin) {
  await visit(page, origin, { hash: '#/company/1', query: { slow: '60' } }, { lang: 'en' });
  await at(page, 'draft-erasure').dblclick();
  await at(page, 'request-editor').waitFor();
  await at(page, 'nav-requests').click();
  await page.locator('.board a').first().waitFor();
  check('a double click makes one letter', (await page.locator('.board a').count()) === 1, String(await page.locator('.board a').count()));
  await visit(page, origin, screens.find((screen) => screen.name === 'request-sent'), { lang: 'en', slow: '60' });
  await at(page, 'mark-state').selectOption('acknowledged');
  const before = await page.locator('ol .dot').count();
  await at(page, 'mark-next').dblclick();
  await page.waitForFunction((lines) => document.querySelectorAll('ol .dot').length > lines, before);
  await page.waitForTimeout(400);
  check('and marks one state', (await page.locator('ol .dot').count()) === before + 1);
}

async function passwords(page, origin) {
  await visit(page, origin, { hash: '#/import', query: { shops: '', brings: '2', pace: '150' } }, { lang: 'en' });
  await at(page, 'choose-files').click();
  await at(page, 'import-start').click();
  await at(page, 'import-report').waitFor();
  await page.evaluate(() => window.mockHost({ event: 'drop', files: [{ handle: 7, name: 'answer.zip', bytes: 12, folder: false }] }));
  await at(page, 'import-start').click();
  await at(page, 'running').waitFor();
  await page.goBack();
  await page.getByLabel('anlage-2.zip').fill('opener');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await at(page, 'toast').getByText('Another import is still running').waitFor();
  check('while another import runs, a password takes nothing out', !(await page.evaluate(() => window.mockAsked.includes('import_remove'))));
}

async function blanks(page, origin) {
  await visit(page, origin, { hash: '#/entries' }, { lang: 'en' });
  await at(page, 'entries-search').pressSequentially('lund ');
  await page.waitForFunction(() => location.hash.includes('q=lund'));
  await page.waitForTimeout(60);
  await at(page, 'entries-search').pressSequentially('1');
  check('the blank after a word stays', (await at(page, 'entries-search').inputValue()) === 'lund 1', await at(page, 'entries-search').inputValue());
  await at(page, 'entries-search').pressSequentially('2');
  await at(page, 'nav-companies').click();
  await page.waitForTimeout(400);
  check('what was typed calls nobody back', (await hash(page)).startsWith('#/companies'), await hash(page));
}

async function focus(page, origin) {
  await visit(page, origin, { query: { vault: 'locked' } }, { lang: 'en' });
  await at(page, 'vault-passphrase').fill('correct horse battery');
  await at(page, 'vault-unlock').click();
  await at(page, 'nav-overview').waitFor();
  await page.waitForTimeout(60);
  check('after unlocking the question has the focus', (await focused(page)) === 'question', await focused(page));
  await visit(page, origin, { hash: '#/findings' }, { lang: 'en' });
  const cards = await page.locator('[data-finding]').evaluateAll((all) => all.map((one) => one.id));
  await page.locator(`#${cards[0]}`).getByTestId('finding-aside').press('Enter');
  await page.locator(`#${cards[0]}`).waitFor({ state: 'detached' });
  check('a finding put aside leaves the focus to the next', (await focused(page)) === cards[1], await focused(page));
  await at(page, 'toast').getByRole('button', { name: 'Close' }).press('Enter');
  await page.waitForTimeout(60);
  check('a toast that is closed gives the focus back', (await focused(page)) === cards[1], await focused(page));
  await at(page, 'finding-note').first().press('Enter');
  await at(page, 'finding-note-text').fill('seen');
  await at(page, 'finding-note-save').press('Enter');
  await at(page, 'finding-note-shown').waitFor();
  check('a note that is saved gives the focus back', (await focused(page)) === 'finding-note', await focused(page));
  await at(page, 'help-open').press('Enter');
  await at(page, 'help').getByRole('button', { name: 'All keyboard shortcuts' }).press('Enter');
  await at(page, 'key-list').waitFor();
  await page.keyboard.press('Escape');
  await at(page, 'key-list').waitFor({ state: 'detached' });
  await page.waitForTimeout(60);
  check('of two dialogs the first opener gets the focus back', (await focused(page)) === 'help-open', await focused(page));

  await visit(page, origin, { hash: '#/entries?company=1' }, { lang: 'en' });
  await at(page, 'entry-select-0').click();
  await at(page, 'entries-tag').click();
  await at(page, 'tag-name').fill('old');
  await at(page, 'tag-name').press('Enter');
  await at(page, 'entry-row-0').getByText('old').waitFor();
  await at(page, 'entries-tag').press('Enter');
  await at(page, 'tag-rename-old').press('Enter');
  check('renaming a tag begins in its field', (await focused(page)) === 'tag-rename-name', await focused(page));
}

async function palette(page, origin) {
  await visit(page, origin, { hash: '#/overview', query: { slow: '400' } }, { lang: 'de' });
  await page.keyboard.press('Control+k');
  await page.waitForTimeout(600);
  await page.keyboard.type('un');
  await page.keyboard.press('ArrowDown');
  const marked = () => page.locator('[role=option][aria-selected=true] .label').innerText();
  const before = await marked();
  await page.locator('[role=option] mark').first().waitFor();
  check('something besides the search is marked', before !== (await page.locator('[role=option] .label').first().innerText()), before);
  check('late hits leave the mark where it was', (await marked()) === before, `${before} / ${await marked()}`);
}

async function standing(page, origin) {
  await visit(page, origin, { hash: '#/settings', query: { failing: 'vault_lock' } }, { lang: 'en' });
  await page.clock.install();
  await page.keyboard.press('Control+l');
  await at(page, 'toast').getByText('damaged').waitFor();
  await page.clock.runFor(60_000);
  check('a problem stays until it is closed', await at(page, 'toast').isVisible());
  await at(page, 'toast').getByRole('button', { name: 'Close' }).click();
  await at(page, 'toast').waitFor({ state: 'detached' });
}

async function switches(page, origin) {
  await visit(page, origin, { hash: '#/settings', query: { slow: '120' } }, { lang: 'en' });
  await at(page, 'settings-notices').check();
  await at(page, 'settings-keys').uncheck();
  await page.waitForTimeout(600);
  await at(page, 'nav-overview').click();
  await at(page, 'nav-settings').click();
  check('two quick switches both hold', (await at(page, 'settings-notices').isChecked()) && !(await at(page, 'settings-keys').isChecked()));
}

async function failed(page, origin) {
  const begin = async () => {
    await visit(page, origin, { hash: '#/import', query: { shops: '1', pace: '60', failing: 'import' } }, { lang: 'en' });
    await at(page, 'choose-files').click();
    await at(page, 'import-start').click();
    await at(page, 'running').waitFor();
  };
  await begin();
  await page.evaluate(() => window.mockHost({ event: 'drop', files: [{ handle: 7, name: 'answer.zip', bytes: 12, folder: false }] }));
  await at(page, 'nav-overview').click();
  await at(page, 'toast').getByText('damaged').waitFor();
  check('an import that fails calls nobody away', (await hash(page)).startsWith('#/overview'), await hash(page));
  await at(page, 'nav-import').click();
  const chosen = await at(page, 'import-chosen').innerText();
  check('and what was chosen meanwhile stays', chosen.includes('answer.zip') && chosen.includes('kraeuterhaus.json'), chosen);
  await begin();
  await page.evaluate(() => window.mockHost({ event: 'locked', reason: 'idle' }));
  await at(page, 'vault-passphrase').fill('correct horse battery');
  await at(page, 'vault-unlock').click();
  await at(page, 'nav-overview').waitFor();
  await page.waitForTimeout(800);
  check('what a lock ended is no failure', (await at(page, 'toast').count()) === 0 && !(await page.locator('main').innerText()).includes('damaged'), await texts(page));
}

async function heard(page, origin) {
  await visit(page, origin, { hash: '#/entries?company=1&entry=1.1' }, { lang: 'en' });
  const eye = at(page, 'entry-detail').getByRole('button', { name: /^Show / }).first();
  check('a button whose words change is not pressed as well', (await eye.getAttribute('aria-pressed')) === null);
  await visit(page, origin, screens.find((screen) => screen.name === 'request-sent'), { lang: 'en' });
  const proof = page.getByRole('button', { name: 'Add a proof …' });
  check('what a proof is can be read and heard', await proof.evaluate((one) => document.getElementById(one.getAttribute('aria-describedby'))?.textContent?.includes('receipt') ?? false));
  await letter(page, origin);
  await at(page, 'mark-day').fill('01.06.2026');
  await at(page, 'mark-sent').click();
  await page.locator('nav .late').waitFor();
  check('how many are overdue is heard once', await page.getByRole('link', { name: /^Requests 1 overdue$/ }).isVisible(), await at(page, 'nav-requests').ariaSnapshot());
}

export async function trouble(browser, origin) {
  for (const [name, deed] of Object.entries({ undoing, offers, days, lastWords, twice, passwords, blanks, focus, palette, standing, switches, failed, heard })) {
    const page = await open(browser, origin);
    await test(name, () => deed(page, origin));
    await page.context().close();
  }
}
