import { maybe, ordered, t } from '../i18n/index.svelte';
import type { Problem } from '../ipc/types';

export function problemWords(problem: Problem): string {
  return ordered(`problem.${problem.code}`, problem.numbers ?? []) ?? t('problem.other', { code: problem.code });
}

export function reasonWords(reason: string | undefined): string {
  if (!reason) return '';
  return maybe(`reason.${reason}`) ?? ordered(`problem.${reason}`, []) ?? t('reason.other', { code: reason });
}
