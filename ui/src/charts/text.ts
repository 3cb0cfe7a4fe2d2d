// Words inside pictures: how wide they are, and where their lines end.
import { loaded } from './loaded.svelte';

export type Measure = (text: string) => number;

/** Without a canvas, as in tests, a letter is a bit more than half as wide as high. */
export function measure(size: number, weight = 400, family = "'Inter Variable', 'Noto Sans', system-ui, sans-serif"): Measure {
  const canvas = typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
  if (!canvas) return (text) => [...text].length * size * 0.56;
  canvas.font = `${weight} ${size}px ${family}`;
  return (text) => {
    void loaded.turn;
    return canvas.measureText(text).width;
  };
}

/** At most `most` lines; what does not fit ends with dots. A word too long for a line is broken with a hyphen. */
export function lines(text: string, width: number, most: number, wide: Measure): string[] {
  const made: string[] = [];
  let line = '';
  const words = text.split(/\s+/).filter(Boolean).flatMap((word) => parts(word, width, wide));
  for (const word of words) {
    const longer = line ? `${line} ${word}` : word;
    if (wide(longer) <= width || !line) {
      line = longer;
    } else {
      made.push(line);
      line = word;
    }
  }
  if (line) made.push(line);
  if (made.length <= most) return made;
  const kept = made.slice(0, most);
  kept[most - 1] = cut(made.slice(most - 1).join(' '), width, wide);
  return kept;
}

/** One line; dots instead of what does not fit. */
export function cut(text: string, width: number, wide: Measure): string {
  if (wide(text) <= width) return text;
  let short = [...text];
  while (short.length > 1 && wide(`${short.join('').trimEnd()}…`) > width) short = short.slice(0, -1);
  return `${short.join('').trimEnd()}…`;
}

function parts(word: string, width: number, wide: Measure): string[] {
  const letters = [...word];
  if (letters.length < 6 || wide(word) <= width) return [word];
  let at = letters.length - 1;
  while (at > 2 && wide(`${letters.slice(0, at).join('')}-`) > width) at -= 1;
  // Never a single letter alone on its line.
  at = Math.max(2, Math.min(at, letters.length - 3));
  return [`${letters.slice(0, at).join('')}-`, ...parts(letters.slice(at).join(''), width, wide)];
}
