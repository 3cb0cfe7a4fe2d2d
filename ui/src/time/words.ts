import { date, t, tx } from '../i18n/index.svelte';
import type { Lane, TimelineView, TimeMark } from '../ipc/types';

export function laneName(lane: Lane): string {
  return lane.kind ? t(`kind.${lane.kind}`) : lane.label;
}

/** "12 August 2026: answer received (Grocer)". */
export function markWords(mark: TimeMark, view: TimelineView): string {
  const lane = view.lanes.find((one) => one.controller === mark.controller);
  const words = t('time.mark', { date: date(mark.day), what: tx(mark.text, 'time.mark.other') });
  return lane ? `${words} (${lane.label})` : words;
}
