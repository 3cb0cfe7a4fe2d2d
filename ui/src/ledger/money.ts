import { language } from '../i18n/index.svelte';

/** `26.14 EUR` or `184` as people write it; whatever else stands there stays. */
export function money(amount: string): string {
  const match = /^(-?\d+(?:\.\d+)?)(?: ([A-Z]{3}))?$/.exec(amount);
  if (!match) return amount;
  const [, value, currency] = match;
  const style: Intl.NumberFormatOptions = currency ? { style: 'currency', currency } : { maximumFractionDigits: 2 };
  return new Intl.NumberFormat(language.code, style).format(Number(value));
}
