import { maybe } from '../i18n/index.svelte';

/** The name of a right; rights that a newer catalog brings keep their id. */
export function rightName(right: string): string {
  return maybe(`right.${right}`) ?? right;
}
