/** A message: a text with `{gaps}`, or one text a plural category of `n`. */
export type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Values = Record<string, string | number>;

/** A piece of a filled message: plain, or inside a tag such as `<b>…</b>`. */
export interface Piece {
  tag: string;
  text: string;
}

const rules = new Map<string, Intl.PluralRules>();

/** The text of a message for these values, gaps still open. */
export function choose(message: Message, values: Values, language: string): string {
  if (typeof message === 'string') return message;
  let rule = rules.get(language);
  if (!rule) rules.set(language, (rule = new Intl.PluralRules(language)));
  const category = rule.select(Number(values.n ?? 0));
  return message[category] ?? message.other ?? '';
}

/** Fills the gaps; numbers are written the way the language writes them. */
export function fill(
  text: string,
  values: Values,
  number: (value: number) => string,
): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => {
    const value = values[name];
    if (value === undefined) return gap;
    return typeof value === 'number' ? number(value) : value;
  });
}

/**
 * Splits a text at its tags before any value is put in, so that a value can
 * never open a tag of its own.
 */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  const pattern = /<(\w+)>(.*?)<\/\1>/g;
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) found.push({ tag: '', text: text.slice(from, match.index) });
    found.push({ tag: match[1] ?? '', text: match[2] ?? '' });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ tag: '', text: text.slice(from) });
  return found;
}
