// What the why screens say of purposes and recipients.
import { t } from '../i18n/index.svelte';
import type { Kind, Voice, WhyItemView, WhyView } from '../ipc/types';
import { REST } from './flow';

export function purposeName(view: WhyView, id: string): string {
  if (id === REST) return t('why.rest');
  const found = view.purposes.find((one) => one.id === id);
  if (!found?.label) return t('voice.not_stated');
  // A purpose that no catalog names is told in the company's own words.
  return found.label === found.id ? t('quote', { quote: found.label }) : found.label;
}

export function recipientName(view: WhyView, id: string): string {
  if (id === REST) return t('why.rest');
  return view.recipients.find((one) => one.id === id)?.label || t('why.nobody');
}

export function kindName(kind: string): string {
  return kind === REST ? t('why.rest') : t(`kind.${kind as Kind}`);
}

/** The fields of a kind that are held for a purpose. */
export function itemsFor(view: WhyView, kind: Kind, purpose: string, controller?: number): WhyItemView[] {
  const label = view.purposes.find((one) => one.id === purpose)?.label ?? '';
  return view.items.filter(
    ({ kind: own, controller: whose, item }) =>
      own === kind &&
      (controller === undefined || whose === controller) &&
      (purpose === ''
        ? item.purposes.every((one) => one.voice === 'not_stated' || one.text === '')
        : item.purposes.some((one) => one.text === label)),
  );
}

/** The tables behind a kind and purpose, for the address of their entries; none if they are not known. */
export function tablesFor(view: WhyView, kind: Kind, purpose: string, controller?: number): number[] {
  return [...new Set(itemsFor(view, kind, purpose, controller).map(({ item }) => item.table_id))];
}
