// Messages live in messages/<language>.json; a new language is one such file.
import type { Text } from '../ipc/types';
import type en from '../../messages/en.json';
import { choose, fill, pieces, type Message, type Piece, type Values } from './plural';

export type Key = keyof typeof en;
type Messages = Record<string, Message>;

const files = import.meta.glob<Messages>('../../messages/*.json', { import: 'default' });

export const languages: string[] = Object.keys(files)
  .map((path) => path.replace(/^.*\/(\w+)\.json$/, '$1'))
  .sort();

class Language {
  /** ISO 639-1. */
  code = $state('en');
  messages = $state.raw<Messages>({});
  /** For tests: every text 40 % longer. */
  #long = false;
  /** Files come in any order; the last wish holds. */
  #wishes = 0;

  async use(wanted: string): Promise<void> {
    const wish = ++this.#wishes;
    const code = languages.includes(wanted) ? wanted : fitting();
    const messages = await whole(code);
    if (!messages || wish !== this.#wishes) return;
    this.messages = this.#long ? lengthened(messages) : messages;
    this.code = code;
    document.documentElement.lang = code;
  }

  lengthen(): Promise<void> {
    this.#long = true;
    return this.use(this.code);
  }
}

export const language = new Language();

/** A language's texts; what it does not say yet is said in English. */
async function whole(code: string): Promise<Messages | undefined> {
  const own = await files[`../../messages/${code}.json`]?.();
  if (!own || code === 'en' || code === 'de') return own;
  return { ...(await files['../../messages/en.json']?.()), ...own };
}

/** The first of the system's languages that we have. */
function fitting(): string {
  const wanted = navigator.languages.map((name) => name.slice(0, 2));
  return wanted.find((code) => languages.includes(code)) ?? 'en';
}

function lengthened(messages: Messages): Messages {
  const long = (text: string) => `${text} ${'~'.repeat(Math.max(2, Math.ceil(text.length * 0.4) - 1)).replace(/~{8}(?=~~)/g, '~~~~~~~~ ')}`;
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [
      key,
      typeof message === 'string'
        ? long(message)
        : Object.fromEntries(Object.entries(message).map(([rule, text]) => [rule, long(text)])),
    ]),
  );
}

/** A message of our own. */
export function t(key: Key, values: Values = {}): string {
  return fillKey(key, values) ?? key;
}

/** A message by a key made at run time; none if there is no such message. */
export function maybe(key: string, values: Values = {}): string | undefined {
  return fillKey(key, values);
}

/** A message split at its tags, for `Rich`. */
export function rich(key: Key, values: Values): Piece[] {
  const message = language.messages[key];
  if (message === undefined) return [{ tag: '', text: key }];
  return pieces(choose(message, values, language.code)).map((piece) => ({
    tag: piece.tag,
    text: fill(piece.text, values, number),
  }));
}

/** A text that the core sent. Unknown keys become a plain sentence with the key. */
export function tx(text: Text, fallback: Key = 'text.unknown'): string {
  return fillKey(text.key, counted(text.values ?? {})) ?? t(fallback, { key: text.key });
}

/**
 * The core sends every value as a string; plural rules and formats want numbers.
 * A plural follows `n`, or else the first number.
 */
function counted(values: Record<string, string>): Values {
  const found: Values = Object.fromEntries(
    Object.entries(values).map(([gap, value]) => {
      if (/^-?\d{1,15}$/.test(value) && !/^0\d/.test(value) && gap !== 'year') return [gap, Number(value)];
      if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return [gap, date(value)];
      return [gap, value];
    }),
  );
  return { n: Object.values(found).find((value) => typeof value === 'number') ?? 0, ...found };
}

function fillKey(key: string, values: Values): string | undefined {
  const message = language.messages[key];
  if (message === undefined) return undefined;
  return fill(choose(message, values, language.code), values, number);
}

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.ListFormat | Intl.Collator>();

function format<T extends NonNullable<ReturnType<typeof formats.get>>>(name: string, make: (code: string) => T): T {
  const id = `${language.code} ${name}`;
  let found = formats.get(id) as T | undefined;
  if (!found) formats.set(id, (found = make(language.code)));
  return found;
}

export function number(value: number): string {
  return format('number', (code) => new Intl.NumberFormat(code)).format(value);
}

/** A count that has to fit into a small circle: 1,234 but 12k. */
export function short(value: number): string {
  if (value < 10_000) return number(value);
  const compact = (code: string) =>
    new Intl.NumberFormat(code, { notation: 'compact', maximumFractionDigits: value < 100_000 ? 1 : 0 });
  return language.code === 'de' && value < 1_000_000
    ? `${format('thousand', (code) => new Intl.NumberFormat(code, { maximumFractionDigits: 0 })).format(value / 1000)} T`
    : format(`compact${value < 100_000}`, compact).format(value);
}

export function percent(share: number): string {
  return format('percent', (code) => new Intl.NumberFormat(code, { style: 'percent', maximumFractionDigits: 0 })).format(share);
}

export function bytes(value: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  const unit = units[at] ?? 'byte';
  const digits = at === 0 || value >= 100 ? 0 : 1;
  return format(`bytes ${unit}${digits}`, (code) =>
    new Intl.NumberFormat(code, { style: 'unit', unit, unitDisplay: at === 0 ? 'long' : 'short', maximumFractionDigits: digits }),
  ).format(value);
}

/** A day, month or year as precise as it is written; what is no date stays. */
export function date(iso: string | null | undefined, width: 'long' | 'short' = 'long'): string {
  if (!iso) return '';
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(iso);
  if (!match) return iso;
  const [, year, month, day] = match;
  const options: Intl.DateTimeFormatOptions = { timeZone: 'UTC', year: 'numeric' };
  if (month) options.month = width === 'long' ? 'long' : day ? '2-digit' : 'short';
  if (day) options.day = width === 'long' ? 'numeric' : '2-digit';
  const time = Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  const name = `date ${width}${month ? 'm' : ''}${day ? 'd' : ''}`;
  return format(name, (code) => new Intl.DateTimeFormat(code === 'en' ? 'en-GB' : code, options)).format(time);
}

/** A moment, with its time of day if it has one. */
export function moment(iso: string | null): string {
  if (!iso) return '';
  const time = /T(\d{2}:\d{2})/.exec(iso)?.[1];
  return time && time !== '00:00' ? `${date(iso, 'short')} ${time}` : date(iso, 'short');
}

export function year(iso: string | null | undefined): string {
  return iso?.slice(0, 4) ?? '';
}

export function list(parts: string[]): string {
  return format('list', (code) => new Intl.ListFormat(code, { type: 'conjunction' })).format(parts);
}

export function compare(a: string, b: string): number {
  return format('collator', (code) => new Intl.Collator(code, { numeric: true })).compare(a, b);
}

/** The name of a language in itself. */
export function ownName(code: string): string {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

/** A message whose gaps are filled by numbers in the order in which it names them. */
export function ordered(key: string, numbers: number[]): string | undefined {
  const message = language.messages[key];
  if (message === undefined) return undefined;
  const n = numbers[0] ?? 0;
  const text = choose(message, { n }, language.code);
  const gaps = [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))];
  return fill(text, Object.fromEntries(gaps.map((gap, at) => [gap, numbers[at] ?? '?'])), number);
}
