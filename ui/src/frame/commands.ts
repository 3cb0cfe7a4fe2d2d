import { t } from '../i18n/index.svelte';
import { loadSample, redo, undo } from '../state/acts';
import { imports } from '../state/jobs.svelte';
import { router } from '../state/router.svelte';
import type { Screen } from '../state/route';
import { session } from '../state/session.svelte';

export interface Found {
  id: string;
  kind: 'search' | 'go' | 'act' | 'company' | 'entry';
  label: string;
  detail?: string;
  hits?: string[];
  keys?: string;
  run: () => void;
}

const places: [Screen, string][] = [
  ['start', 'G S'],
  ['import', 'G I'],
  ['overview', 'G O'],
  ['companies', 'G C'],
  ['why', 'G W'],
  ['ledger', 'G B'],
  ['time', 'G T'],
  ['map', 'G M'],
  ['links', 'G L'],
  ['findings', 'G F'],
  ['entries', 'G E'],
  ['requests', 'G R'],
  ['settings', 'G P'],
];

/** All that can be done from anywhere. */
export function commands(): Found[] {
  const go: Found[] = places.map(([screen, keys]) => ({
    id: `go-${screen}`,
    kind: 'go',
    label: t(`nav.${screen as 'start'}`),
    keys,
    run: () => router.open(screen),
  }));
  const acts: Found[] = [
    { id: 'choose', kind: 'act', label: t('choose.files'), run: () => void imports.pick('files') },
    { id: 'folder', kind: 'act', label: t('choose.folder'), run: () => void imports.pick('folder') },
    { id: 'lock', kind: 'act', label: t('lock'), keys: `${t('key.ctrl')} L`, run: () => void session.change('vault_lock', undefined) },
    ...(['light', 'dark', 'projector', 'contrast'] as const).map(
      (theme): Found => ({
        id: `theme-${theme}`,
        kind: 'act',
        label: t('palette.theme', { theme: t(`theme.${theme}`) }),
        run: () => void session.set({ theme }),
      }),
    ),
  ];
  if (session.view?.undo) acts.push({ id: 'undo', kind: 'act', label: t('undo'), keys: `${t('key.ctrl')} Z`, run: () => void undo() });
  if (session.view?.redo) acts.push({ id: 'redo', kind: 'act', label: t('redo'), run: () => void redo() });
  if (!session.view?.sample) acts.push({ id: 'sample', kind: 'act', label: t('sample.load'), run: () => void loadSample() });
  return [...go, ...acts];
}
