import { date, t } from '../i18n/index.svelte';
import { host } from '../ipc';
import { today } from '../shared/days';
import { isLetterSize } from '../settings/regions';
import { act } from '../state/acts';
import { session } from '../state/session.svelte';
import { toasts } from '../state/toasts.svelte';
import { blocksOf, type Paper } from './page';

/** Has the core set a screen on pages and asks where to save them; the person's notes only if wanted. */
export async function printed(paper: Paper, language: string, notes = false): Promise<void> {
  const foot = t('take.foot', { date: date(today(new Date())), version: session.view?.version ?? '' });
  const us_letter = isLetterSize(session.settings.region);
  const saved = await act(() => host.save('page_render', { title: paper.title, language, foot, us_letter, blocks: blocksOf(paper, notes) }));
  if (saved) toasts.show(t('take.saved'));
}
