// The states in which every screen is looked at and tested: an address each.
// `act` brings the screen into a state that only a person can bring it into.

const sender = async (page) => {
  await page.getByTestId('sender-name').fill('Mira Özdemir-Lauterbach');
  await page.getByTestId('sender-address').fill('Lindenhof 12\n18555 Musterstadt');
  await page.getByTestId('sender-email').fill('mira@example.org');
};

const draft = (button) => async (page) => {
  await page.getByTestId(button).click();
  await page.getByTestId('request-editor').waitFor();
};

const sent = async (page) => {
  await draft('draft-erasure')(page);
  await sender(page);
  await page.getByTestId('letter-page-1').waitFor();
  await page.getByTestId('mark-sent').click();
  await page.getByTestId('mark-next').waitFor();
};

const all = [
  { name: 'create', query: { vault: 'none' }, act: (page) => page.getByTestId('vault-passphrase').fill('seven brass kettles sing') },
  { name: 'unlock', query: { vault: 'locked' } },
  { name: 'unlock-wrong', query: { vault: 'locked' }, act: async (page) => {
    await page.getByTestId('vault-passphrase').fill('wrong');
    await page.getByTestId('vault-unlock').click();
    await page.locator('[aria-invalid=true]').waitFor();
  } },
  { name: 'start', hash: '#/start' },
  { name: 'start-empty', hash: '#/start', query: { shops: '' } },
  { name: 'import', hash: '#/import' },
  { name: 'import-chosen', hash: '#/import', act: async (page) => {
    await page.getByTestId('choose-files').click();
    await page.getByTestId('import-start').waitFor();
  } },
  { name: 'import-running', hash: '#/import', query: { pace: '4000', shops: '1' }, act: async (page) => {
    await page.getByTestId('choose-files').click();
    await page.getByTestId('import-start').click();
    await page.getByTestId('running').waitFor();
  } },
  { name: 'import-report', hash: '#/import/1' },
  { name: 'import-problems', hash: '#/import/2' },
  { name: 'import-recipe', hash: '#/import/2?file=frischmarkt-export.zip!/app/alt.csv', act: async (page) => {
    await page.getByTestId('recipe-open').click();
    await page.locator('[data-testid=recipe] table').waitFor();
  } },
  { name: 'overview', hash: '#/overview' },
  { name: 'overview-share', hash: '#/overview?circles=share' },
  { name: 'overview-one', hash: '#/overview', query: { shops: '1' } },
  { name: 'overview-empty', hash: '#/overview', query: { shops: '' } },
  { name: 'overview-error', hash: '#/overview', query: { failing: 'overview' } },
  { name: 'companies', hash: '#/companies' },
  { name: 'company', hash: '#/company/1' },
  { name: 'company-open', hash: '#/company/1', act: (page) => page.getByTestId('label-row-identity').getByRole('button').click() },
  { name: 'company-further', hash: '#/company/1', act: async (page) => {
    await page.getByTestId('label-beside').getByRole('button').click();
    await page.locator('#fields-beside').scrollIntoViewIfNeeded();
  } },
  { name: 'company-note', hash: '#/company/1', act: async (page) => {
    await page.getByTestId('company-note').click();
    await page.getByTestId('company-note-text').fill('Der Kundendienst sagt am Telefon, das alte Konto sei gelöscht.\nAm 12.9. angerufen.');
    await page.getByTestId('company-note-save').click();
    await page.getByTestId('company-note-shown').scrollIntoViewIfNeeded();
  } },
  { name: 'why', hash: '#/why' },
  { name: 'why-one', hash: '#/why?company=1' },
  { name: 'why-cell', hash: '#/why?company=1&cell=behaviour.mock:Personalrecommendations', act: (page) => page.getByTestId('why-cell').scrollIntoViewIfNeeded() },
  { name: 'why-empty', hash: '#/why', query: { shops: '' } },
  { name: 'ledger', hash: '#/ledger' },
  { name: 'ledger-one', hash: '#/ledger?company=2' },
  { name: 'time', hash: '#/time' },
  { name: 'time-part', hash: '#/time?by=kind&from=2024-03-01&to=2025-09-30&year=2025' },
  { name: 'time-empty', hash: '#/time', query: { shops: '' } },
  { name: 'map', hash: '#/map' },
  { name: 'map-world', hash: '#/map?near=world' },
  { name: 'links', hash: '#/links' },
  { name: 'links-node', hash: '#/links?node=recipient:adnova%20media', act: (page) => page.getByTestId('links-node').waitFor() },
  { name: 'findings', hash: '#/findings' },
  { name: 'findings-note', hash: '#/findings?aside=1', act: async (page) => {
    await page.getByTestId('finding-aside').first().click();
    await page.getByTestId('finding-note').first().click();
  } },
  { name: 'findings-empty', hash: '#/findings', query: { shops: '' } },
  { name: 'company-beside', hash: '#/company/1?with=2,3' },
  { name: 'entries', hash: '#/entries' },
  { name: 'entries-search', hash: '#/entries?q=lund&kind=orders' },
  { name: 'entries-open', hash: '#/entries?company=1&entry=1.1', act: (page) => page.getByTestId('entry-select-2').click() },
  { name: 'entries-grouped', hash: '#/entries?group=table&sort=when-down', act: async (page) => {
    await page.getByTestId('entry-group-0').click();
    await page.getByTestId('entry-row-1').waitFor();
  } },
  { name: 'entries-once', hash: '#/entries?group=equal', act: async (page) => {
    await page.getByTestId('entry-row-0').click();
    await page.getByTestId('entry-row-3').locator('.select').waitFor();
  } },
  { name: 'entries-ranked', hash: '#/entries?q=lund&sort=rank', act: async (page) => {
    await page.getByTestId('entries-arrange').click();
    await page.getByTestId('sort-by-rank').waitFor();
  } },
  { name: 'entries-columns', hash: '#/entries', act: (page) => page.getByTestId('entries-columns').click() },
  { name: 'entries-none', hash: '#/entries?q=zebra' },
  { name: 'requests-empty', hash: '#/requests' },
  { name: 'request-new', hash: '#/requests?new=1' },
  { name: 'request-no-export', hash: '#/requests?new=access', act: async (page) => {
    await page.getByTestId('directory-search').fill('example');
    await page.getByTestId('directory-take-nordlicht').waitFor();
  } },
  { name: 'request-missing', hash: '#/company/1', act: draft('draft-erasure') },
  { name: 'request-correction', hash: '#/overview', act: async (page) => {
    await page.locator('[data-rule=two_values] button').first().click();
    await page.getByTestId('request-editor').waitFor();
    await sender(page);
    await page.getByTestId('item-right-0').fill('1988-02-14');
    await page.getByTestId('letter-page-1').waitFor();
  } },
  { name: 'requests', hash: '#/company/1', act: async (page) => {
    await sent(page);
    await page.goBack();
    await draft('draft-rectification')(page);
    const menu = page.getByTestId('nav-menu');
    if (await menu.isVisible()) await menu.click();
    await page.getByTestId('nav-requests').click();
    await page.locator('.board').waitFor();
  } },
  { name: 'request-sent', hash: '#/company/1', act: async (page) => {
    await sent(page);
    await page.getByTestId('request-next').waitFor();
  } },
  { name: 'proof', hash: '#/company/1', act: async (page) => {
    await sent(page);
    await page.getByTestId('next-proof').click();
    await page.getByTestId('proof').waitFor();
  } },
  { name: 'help', hash: '#/entries', act: async (page) => {
    await page.keyboard.press('F1');
    await page.getByTestId('help-page').waitFor();
  } },
  { name: 'history', hash: '#/start', query: { shops: '' }, act: async (page) => {
    await page.getByTestId('sample-load').click();
    await page.getByTestId('history-open').click();
    await page.locator('[data-testid=history] li').first().waitFor();
  } },
  { name: 'take', hash: '#/overview', act: async (page) => {
    await page.keyboard.press('Control+e');
    await page.getByTestId('take-pdf').waitFor();
  } },
  { name: 'settings', hash: '#/settings' },
  { name: 'settings-passphrase', hash: '#/settings', act: async (page) => {
    await page.getByTestId('passphrase-open').click();
    await page.getByTestId('passphrase-new').fill('seven brass kettles sing');
  } },
  { name: 'keys', hash: '#/overview', act: (page) => page.keyboard.press('?') },
  { name: 'search', hash: '#/overview', act: async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByTestId('search-input').fill('lund');
    await page.locator('[role=option] mark').first().waitFor();
  } },
];

/** A second word after the part runs only the screens that begin with it. */
export const screens = all.filter(({ name }) => !/^run\.mjs$/.test((process.argv[1] ?? '').split('/').at(-1) ?? '') || name.startsWith(process.argv[3] ?? ''));

/** Opens a screen in a state and waits until it stands still. */
export async function visit(page, origin, screen, more = {}) {
  const query = new URLSearchParams({ ...screen.query, ...more });
  // The same address again would not load the page anew.
  await page.goto('about:blank');
  await page.goto(`${origin}/?${query}${screen.hash ?? ''}`);
  await page.locator('#question').waitFor();
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => !document.querySelector('.skeleton'));
  await screen.act?.(page);
  await page.waitForTimeout(60);
}
