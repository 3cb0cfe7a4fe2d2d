import { t } from '../i18n/index.svelte';
import { host } from '../ipc';
import { today } from '../shared/days';
import { act } from '../state/acts';
import { toasts } from '../state/toasts.svelte';
import type { Paper } from './page';

/** Has the core set a screen on pages and asks where to save them. */
export async function printed(paper: Paper, language: string): Promise<void> {
  const saved = await act(() => host.save('page_render', { title: paper.title, language, date: today(new Date()), blocks: paper.blocks }));
  if (saved) toasts.show(t('take.saved'));
}
