// Every language says everything, with the same gaps and tags, and says all
// that the code and the core can ask for.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { choose, type Message } from '../../src/i18n/plural';

const root = new URL('../../', import.meta.url).pathname;
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const languages = readdirSync(join(root, 'messages')).map((name) => name.replace('.json', ''));
const messages = Object.fromEntries(
  languages.map((code) => [code, JSON.parse(read(`messages/${code}.json`)) as Record<string, Message>]),
);
const texts = (message: Message) => (typeof message === 'string' ? [message] : Object.values(message));
const gaps = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
const tags = (text: string) => [...text.matchAll(/<(\w+)>/g)].map((match) => match[1]).sort();

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : /\.(ts|svelte)$/.test(name) ? [path] : [];
  });
}

describe.each(languages)('%s', (code) => {
  const own = messages[code] ?? {};
  const english = messages.en ?? {};

  test('has the same keys as English', () => {
    expect(Object.keys(own).sort()).toEqual(Object.keys(english).sort());
  });

  test('has the same gaps and tags as English', () => {
    for (const [key, message] of Object.entries(english)) {
      const wanted = new Set(texts(message).flatMap(gaps));
      for (const text of texts(own[key] ?? '')) {
        for (const gap of gaps(text)) expect(wanted, `${key}: {${gap}}`).toContain(gap);
        expect(tags(text), key).toEqual(tags(texts(message)[0] ?? ''));
        // A plural may say its number in words; a plain text says all that English says.
        if (typeof message === 'string') expect(new Set(gaps(text)), key).toEqual(wanted);
      }
    }
  });

  test('has every plural that its language needs', () => {
    const rules = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    for (const [key, message] of Object.entries(own)) {
      if (typeof message !== 'string') expect(Object.keys(message), key).toEqual(expect.arrayContaining(['other', ...rules]));
    }
  });

  test('leaves no text empty but hints', () => {
    const empty = Object.entries(own).filter(([key, message]) => !key.endsWith('hint') && texts(message).some((text) => text.trim() === ''));
    expect(empty.map(([key]) => key)).toEqual([]);
  });
});

test('every key in the code exists', () => {
  const missing: string[] = [];
  for (const path of files(join(root, 'src'))) {
    for (const match of readFileSync(path, 'utf8').matchAll(/\bt\(\s*'([\w.]+)'/g)) {
      if (!(match[1] as string in (messages.en ?? {}))) missing.push(`${path}: ${match[1]}`);
    }
  }
  expect(missing).toEqual([]);
});

test('every key is asked for somewhere', () => {
  const code = [...files(join(root, 'src')), ...sources('crates'), ...sources('src')].map((path) => readFileSync(path, 'utf8')).join('\n');
  const whole = new Set([...code.matchAll(/['"]([\w.]+)['"]/g)].map((match) => match[1]));
  // Keys made at run time: `kind.${…}` here, "next.{}" in the core; how a company refuses, the core says in one word.
  const begun = [...code.matchAll(/[`"]([a-z_]+\.[a-z_.]*)\$?\{/g)].map((match) => match[1] as string);
  expect(Object.keys(messages.en ?? {}).filter((key) => !whole.has(key) && !begun.some((start) => key.startsWith(start)))).toEqual([]);
});

test('French signs stay with their word', () => {
  const alone = Object.entries(messages.fr ?? {}).filter(([, message]) => texts(message).some((text) => / [?!:;»]|« /.test(text)));
  expect(alone.map(([key]) => key)).toEqual([]);
});

/** The files of Rust code under a folder. */
function sources(folder: string): string[] {
  const walk = (path: string): string[] =>
    readdirSync(path).flatMap((name) => {
      const inner = join(path, name);
      if (statSync(inner).isDirectory()) return walk(inner);
      return name.endsWith('.rs') ? [inner] : [];
    });
  return walk(join(root, '../src-tauri', folder));
}

/** All quoted words that follow a pattern in the Rust code. */
function inRust(folder: string, pattern: RegExp): Set<string> {
  const found = new Set<string>();
  for (const path of sources(folder)) {
    const code = readFileSync(path, 'utf8').split('#[cfg(test)]')[0] ?? '';
    for (const match of code.matchAll(pattern)) found.add(match[1] as string);
  }
  return found;
}

describe('the core', () => {
  const has = (key: string) => key in (messages.en ?? {});

  test('has words for every error and its hint', () => {
    const codes = [...inRust('crates/dossier-api/src', /(?:ApiError|Self)::new\("(\w+)"/g), ...inRust('src', /ApiError::new\("(\w+)"/g)];
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => !has(`error.${code}`) || !has(`error.${code}.hint`))).toEqual([]);
  });

  test('has words for every problem of reading', () => {
    const codes = [
      ...inRust('crates/dossier-formats/src', /Severity::\w+,\s*"(\w+)"/g),
      ...inRust('crates/dossier-formats/src', /"((?:csv|json|zip|tar|limit|member|names)_\w+)"/g),
      ...inRust('crates/dossier-ingest/src', /Severity::\w+,\s*"(\w+)"/g),
    ];
    expect(codes.length).toBeGreaterThan(20);
    expect([...new Set(codes)].filter((code) => !has(`problem.${code}`))).toEqual([]);
  });

  test('has words for every step of the history', () => {
    const keys = inRust('crates/dossier-api/src', /"(history\.\w+)"/g);
    expect([...keys].filter((key) => !has(key))).toEqual([]);
  });

  test('has words for every reason of recognition', () => {
    const keys = inRust('crates/dossier-catalog/src', /"(recognized\.\w+)"/g);
    expect([...keys].filter((key) => !has(key))).toEqual([]);
  });

  test('has words for every step of a deadline', () => {
    const keys = inRust('crates/dossier-letters/src/deadline', /Step::new\(\s*"(\w+)"/g);
    expect([...keys].filter((key) => !has(`due.how.${key}`))).toEqual([]);
  });

  test('has words for every warning of a letter', () => {
    const keys = inRust('crates/dossier-letters/src', /Warning::new\("(\w+)"/g);
    expect([...keys].filter((key) => !has(`warning.${key}`))).toEqual([]);
  });
});

test('a plural falls back to "other"', () => {
  expect(choose({ one: 'a', other: 'b' }, { n: 1 }, 'de')).toBe('a');
  expect(choose({ one: 'a', other: 'b' }, { n: 0 }, 'de')).toBe('b');
  expect(choose({ other: 'b' }, { n: 1 }, 'de')).toBe('b');
});
