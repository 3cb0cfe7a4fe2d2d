// The filters that are on, each with its words and the way without it.
import { date, t } from '../i18n/index.svelte';
import { tagWord } from './tags';
import type { EntryFilter, FacetsView, ImportView } from '../ipc/types';

export interface On {
  id: string;
  label: string;
  part: Partial<EntryFilter>;
}

export function filtersOn(filter: EntryFilter, names: FacetsView | null, imports: ImportView[] | null): On[] {
  const label = (list: { id: string; label: string }[] | undefined, id: number) => list?.find((one) => one.id === String(id))?.label ?? String(id);
  return [
    ...filter.controllers.map((id) => ({
      id: `c${id}`,
      label: t('chip.company', { name: label(names?.controllers, id) }),
      part: { controllers: filter.controllers.filter((one) => one !== id) },
    })),
    ...filter.kinds.map((kind) => ({
      id: kind,
      label: t('chip.kind', { name: t(`kind.${kind}`) }),
      part: { kinds: filter.kinds.filter((one) => one !== kind) },
    })),
    ...filter.tables.map((id) => ({
      id: `t${id}`,
      label: t('chip.table', { name: label(names?.tables, id) }),
      part: { tables: filter.tables.filter((one) => one !== id) },
    })),
    ...(filter.tags ?? []).map((tag) => ({
      id: `g${tag}`,
      label: t('chip.tag', { name: tagWord(tag) }),
      part: { tags: (filter.tags ?? []).filter((one) => one !== tag) },
    })),
    ...filter.imports.map((id) => ({ id: `i${id}`, label: t('chip.import', { id: imports?.find((one) => one.id === id)?.name ?? id }), part: { imports: filter.imports.filter((one) => one !== id) } })),
    ...filter.paths.map((path) => ({ id: path, label: path, part: { paths: [] } })),
    ...(filter.text ? [{ id: 'q', label: t('chip.text', { words: filter.text }), part: { text: '' } }] : []),
    ...(filter.from ? [{ id: 'from', label: t('chip.from', { date: date(filter.from, 'short') }), part: { from: undefined } }] : []),
    ...(filter.to ? [{ id: 'to', label: t('chip.to', { date: date(filter.to, 'short') }), part: { to: undefined } }] : []),
    ...(filter.same_as ? [{ id: 'same', label: t('chip.same'), part: { same_as: undefined } }] : []),
    ...(filter.without_purpose ? [{ id: 'u', label: t('facet.unstated'), part: { without_purpose: false } }] : []),
  ];
}
