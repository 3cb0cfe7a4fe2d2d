import { t } from '../i18n/index.svelte';
import { act, loadSample, lock, redo, undo } from '../state/acts';
import { imports } from '../state/jobs.svelte';
import { router } from '../state/router.svelte';
import { session } from '../state/session.svelte';
import { frame } from './layers.svelte';
import { places } from './screens';

export interface Found {
  id: string;
  kind: 'search' | 'go' | 'act' | 'company' | 'entry';
  label: string;
  detail?: string;
  hits?: string[];
  keys?: string;
  run: () => void;
}

/** All that can be done from anywhere. */
export function commands(): Found[] {
  const go: Found[] = places.map(({ screen, letter }) => ({
    id: `go-${screen}`,
    kind: 'go',
    label: t(`nav.${screen}`),
    keys: `G ${letter.toUpperCase()}`,
    run: () => router.open(screen),
  }));
  const acts: Found[] = [
    { id: 'choose', kind: 'act', label: t('choose.files'), run: () => void imports.pick('files') },
    { id: 'folder', kind: 'act', label: t('choose.folder'), run: () => void imports.pick('folder') },
    { id: 'request', kind: 'act', label: t('requests.new'), run: () => router.open('requests', null, { new: '1' }) },
    { id: 'pdf', kind: 'act', label: t('take.pdf'), keys: `${t('key.ctrl')} P`, run: () => frame.press('p') },
    { id: 'take', kind: 'act', label: t('keys.take'), keys: `${t('key.ctrl')} E`, run: () => (frame.layer = 'take') },
    { id: 'history', kind: 'act', label: t('history.title'), run: () => (frame.layer = 'history') },
    { id: 'help', kind: 'act', label: t('help.tip'), keys: 'F1', run: () => (frame.layer = 'help') },
    { id: 'keys', kind: 'act', label: t('keys.title'), keys: '?', run: () => (frame.layer = 'keys') },
    { id: 'lock', kind: 'act', label: t('lock'), keys: `${t('key.ctrl')} L`, run: () => void lock() },
    ...(['light', 'dark', 'projector', 'contrast'] as const).map(
      (theme): Found => ({
        id: `theme-${theme}`,
        kind: 'act',
        label: t('palette.theme', { theme: t(`theme.${theme}`) }),
        run: () => void act(() => session.set({ theme })),
      }),
    ),
  ];
  if (session.view?.undo) acts.push({ id: 'undo', kind: 'act', label: t('undo'), keys: `${t('key.ctrl')} Z`, run: () => void undo() });
  if (session.view?.redo) acts.push({ id: 'redo', kind: 'act', label: t('redo'), run: () => void redo() });
  if (!session.view?.sample) acts.push({ id: 'sample', kind: 'act', label: t('sample.load'), run: () => void loadSample() });
  return [...go, ...acts];
}
