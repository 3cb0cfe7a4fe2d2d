// The last language asked for is the one that is shown.
import { expect, test, vi } from 'vitest';

vi.stubGlobal('document', { documentElement: { lang: '' } });
const { language, t, tx } = await import('../../src/i18n/index.svelte');

test('the last wish holds, whichever file comes first', async () => {
  // French is filled up from English: two files, so it comes after German.
  const french = language.use('fr');
  await language.use('de');
  await french;
  expect(language.code).toBe('de');
  expect(document.documentElement.lang).toBe('de');
  expect(t('company')).toBe('Unternehmen');
});

test('a count of the core has its plural, whatever it is called there', () => {
  const months = (amount: string) => tx({ key: 'due.how.months', values: { amount, date: '2026-11-02' } });
  expect(months('1')).toBe('Plus 1 Monat, gleicher Tag: 2. November 2026.');
  expect(months('3')).toBe('Plus 3 Monate, gleicher Tag: 2. November 2026.');
  const late = (n: string) => tx({ key: 'reminder.over', values: { controller: '4711', date: '2026-11-02', n } });
  expect(late('1')).toContain('seit 1 Tag überfällig');
  expect(late('2')).toContain('seit 2 Tagen überfällig');
});
