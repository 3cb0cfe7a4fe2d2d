// What is copied leaves the program's protection; what names a person leaves the
// clipboard again.
import { t } from '../i18n/index.svelte';
import { toasts } from './toasts.svelte';

const STAY = 30_000;
let pending: ReturnType<typeof setTimeout> | undefined;

export async function copy(text: string, secret = false): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    toasts.show(t('copied.not'), { kind: 'problem' });
    return;
  }
  clearTimeout(pending);
  if (secret) pending = setTimeout(() => void clear(text), STAY);
  toasts.show(secret ? t('copied.secret', { n: STAY / 1000 }) : t('copied'));
}

/** Clears what was copied, unless something else has been copied since. */
async function clear(text: string): Promise<void> {
  try {
    if ((await navigator.clipboard.readText()) !== text) return;
  } catch {
    // Not every system lets a page look; then what may be ours goes.
  }
  await navigator.clipboard.writeText('').catch(() => undefined);
}
