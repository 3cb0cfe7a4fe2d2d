// The last language asked for is the one that is shown.
import { expect, test, vi } from 'vitest';

vi.stubGlobal('document', { documentElement: { lang: '' } });
const { language, t } = await import('../../src/i18n/index.svelte');

test('the last wish holds, whichever file comes first', async () => {
  // French is filled up from English: two files, so it comes after German.
  const french = language.use('fr');
  await language.use('de');
  await french;
  expect(language.code).toBe('de');
  expect(document.documentElement.lang).toBe('de');
  expect(t('company')).toBe('Unternehmen');
});
