// Every theme keeps text at 4.5:1 and marks at 3:1.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../src/shared/tokens.css', import.meta.url), 'utf8');

function roles(selector: string): Record<string, string> {
  const block = new RegExp(`${selector.replace(/[[\]']/g, '\\$&')} \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})/gi)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

const light = roles(':root');
const themes: Record<string, Record<string, string>> = {
  light,
  dark: { ...light, ...roles("[data-theme='dark']") },
  projector: { ...light, ...roles("[data-theme='projector']") },
  contrast: { ...light, ...roles("[data-theme='contrast']") },
};

function luminance(color: string): number {
  const hex = color.length === 4 ? [...color.slice(1)].map((digit) => digit + digit).join('') : color.slice(1);
  const [r, g, b] = [0, 2, 4].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const text: [string, string][] = [
  ['ink', 'paper'], ['ink', 'sheet'], ['ink', 'sunk'], ['ink', 'raised'], ['ink', 'accent-wash'], ['ink', 'missing-wash'], ['ink', 'mark'],
  ['soft', 'paper'], ['soft', 'sheet'], ['soft', 'sunk'], ['soft', 'track'], ['soft', 'accent-wash'],
  ['accent', 'paper'], ['accent', 'sheet'], ['accent', 'sunk'], ['accent', 'accent-wash'], ['accent-ink', 'accent'],
  ['missing', 'paper'], ['missing', 'sheet'], ['missing', 'sunk'], ['stated', 'sheet'],
];
const marks: [string, string][] = [
  ['edge', 'paper'], ['edge', 'sheet'], ['edge', 'sunk'], ['stated', 'sheet'], ['seen', 'sheet'], ['typical', 'sheet'], ['missing', 'missing-wash'], ['accent', 'track'], ['focus', 'paper'], ['focus', 'sheet'],
];

describe.each(Object.entries(themes))('%s', (_, theme) => {
  test.each(text)('text %s on %s', (front, back) => expect(contrast(theme[front] ?? '', theme[back] ?? '')).toBeGreaterThanOrEqual(4.5));
  test.each(marks)('mark %s on %s', (front, back) => expect(contrast(theme[front] ?? '', theme[back] ?? '')).toBeGreaterThanOrEqual(3));
});
