import { date, t, tx } from '../i18n/index.svelte';
import type { Lane, TimeMark } from '../ipc/types';

export function laneName(lane: Lane): string {
  return lane.kind ? t(`kind.${lane.kind}`) : lane.label;
}

/** "12 August 2026: Grocer: answer received". */
export function markWords(mark: TimeMark): string {
  return t('time.mark', { date: date(mark.day), what: tx(mark.text, 'time.mark.other') });
}
