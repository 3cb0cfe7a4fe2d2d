// Words that the person puts on entries.
import { t } from '../i18n/index.svelte';

/** Always offered; its word is ours. */
export const EVIDENCE = 'evidence';

export function tagWord(tag: string): string {
  return tag === EVIDENCE ? t('tag.evidence') : tag;
}

/** As the core will keep it: no room at the ends, one blank between words. */
export function tagName(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
