import type { Kind } from '../ipc/types';

/** Kinds whose values name, reach or place a person. */
const telling: readonly Kind[] = ['identity', 'contact', 'payment', 'location', 'device'];

/** What names or reaches a person wherever it stands: mail, account, telephone, network address, long numbers. */
const numbers = /[^\s@]+@[^\s@]+|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{1,4}){3,}\b|\+?\d[\d ()/-]{7,}\d|\b\d{1,3}(?:\.\d{1,3}){3}\b|(?:[0-9A-Fa-f]{1,4}:){2,}[0-9A-Fa-f:]*/g;

/** What looks like such a number and is a day, with or without an hour, or a time. */
const time = /^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/-]\d{1,2}[/-]\d{4})(?: \d{1,2})?$|^\d{1,2}:\d{2}:\d{2}$/;

export function isTelling(kind: Kind | null | undefined): boolean {
  return kind != null && telling.includes(kind);
}

/** Keeps the first letter or digits of each word, so that one still knows it again. */
export function mask(value: string): string {
  return value.replace(/[\p{L}\p{N}][\p{L}\p{N}._%+-]*/gu, (word) => {
    const letters = [...word];
    return letters[0] + '•'.repeat(Math.min(6, Math.max(2, letters.length - 1)));
  });
}

/**
 * For lists: what is known to be sensitive, and of free texts what names or
 * reaches a person.
 */
export function maskInList(value: string, sensitive: boolean): string {
  if (sensitive) return mask(value);
  return value.replace(numbers, (found) => (time.test(found) ? found : mask(found)));
}

/** Splits a text at what was searched for, for highlighting. */
export function highlight(text: string, hits: string[]): { text: string; hit: boolean }[] {
  const words = hits.filter((hit) => hit.length > 0).map((hit) => hit.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (words.length === 0) return [{ text, hit: false }];
  const parts = text.split(new RegExp(`(${words.sort((a, b) => b.length - a.length).join('|')})`, 'giu'));
  return parts.map((part, at) => ({ text: part, hit: at % 2 === 1 })).filter((part) => part.text !== '');
}

/** Puts the values that hold what was searched for in front, where they are seen. */
export function hitFirst<T extends readonly [string, string, ...unknown[]]>(what: T[], hits: string[]): T[] {
  const found = hits.map((hit) => hit.toLowerCase()).filter(Boolean);
  const rank = ([, value]: T) => (found.some((hit) => value.toLowerCase().includes(hit)) ? 0 : 1);
  return found.length === 0 ? what : [...what].sort((a, b) => rank(a) - rank(b));
}

/** Letters of a value that a list shows. */
const LISTED = 240;
/** Letters before what was searched for, where a value is too long. */
const BEFORE = 32;

/** What a list shows of a long value: its beginning, or where what was searched for stands. */
export function excerpt(text: string, hits: string[]): string {
  if (text.length <= LISTED) return text;
  const [first] = highlight(text, hits);
  const found = first && !first.hit && first.text.length < text.length ? first.text.length : 0;
  const space = text.lastIndexOf(' ', found - BEFORE);
  const near = space > found - 2 * BEFORE ? space + 1 : found - BEFORE;
  const start = found < LISTED / 3 ? 0 : near;
  const part = text.slice(start, start + LISTED).replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
  return `${start > 0 ? '… ' : ''}${part}…`;
}
