// A picture as it stands in the window, made to stand alone: colors and
// patterns written into it, links to screens taken out.
import type { Table } from './table';
import { csv } from './table';

const SVG = 'http://www.w3.org/2000/svg';
const colors = ['fill', 'stroke'];
const others = [
  'fill-opacity',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'opacity',
  'paint-order',
];
const type = ['font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline'];

interface Plain {
  color: string;
  opacity: number;
}

/** A color as `#rrggbb`, whatever the style sheet mixes: other programs know no better. */
const plain = (() => {
  let pen: CanvasRenderingContext2D | null = null;
  const known = new Map<string, Plain>();
  return (color: string): Plain => {
    const found = known.get(color);
    if (found) return found;
    pen ??= Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
    if (!pen) return { color, opacity: 1 };
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
    const hex = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
    const made: Plain = { color: alpha === 0 ? 'none' : hex, opacity: Math.round((alpha / 255) * 100) / 100 };
    known.set(color, made);
    return made;
  };
})();

function dressed(from: Element, patterns: Set<string>): Element | null {
  const style = getComputedStyle(from);
  if (style.display === 'none') return null;
  const name = from.localName === 'a' ? 'g' : from.localName;
  const made = document.createElementNS(SVG, name);
  for (const { name: key, value } of from.attributes) {
    if (!/^(class|tabindex|role|href|data-|aria-|style|id$)/.test(key)) made.setAttribute(key, value);
  }
  const shows = name !== 'g' && name !== 'title' && name !== 'desc';
  if (shows) {
    for (const key of colors) {
      const value = style.getPropertyValue(key);
      const pattern = /url\("?#([\w-]+)"?\)/.exec(value)?.[1];
      if (pattern) patterns.add(pattern);
      const { color, opacity } = pattern || value === 'none' ? { color: value, opacity: 1 } : plain(value);
      made.setAttribute(key, pattern ? `url(#${pattern})` : color);
      if (opacity > 0 && opacity < 1) made.setAttribute(`${key}-opacity`, String(opacity));
    }
    // Without our font another one has to take the same room.
    if (from instanceof SVGTextElement && from.getComputedTextLength() > 0) {
      made.setAttribute('textLength', from.getComputedTextLength().toFixed(1));
      made.setAttribute('lengthAdjust', 'spacingAndGlyphs');
    }
  }
  for (const key of [...(shows ? others : ['opacity']), ...(name === 'text' || name === 'tspan' ? type : [])]) {
    const value = style.getPropertyValue(key);
    if (made.hasAttribute(key)) continue;
    if (value && value !== 'normal' && value !== 'auto' && !(key === 'opacity' && value === '1')) made.setAttribute(key, value);
  }
  for (const child of from.childNodes) {
    if (child instanceof Element) {
      const copy = dressed(child, patterns);
      if (copy) made.append(copy);
    } else if (child.nodeType === Node.TEXT_NODE) made.append(child.textContent ?? '');
  }
  return made;
}

const MARGIN = 20;
const HEAD = 46;

/** The whole picture as a file of its own, with its title above it. */
export function standalone(picture: SVGSVGElement, title: string, description: string): string {
  const patterns = new Set<string>();
  const root = dressed(picture, patterns);
  if (!root) return '';
  const { width, height } = sizeOf(picture);
  root.setAttribute('xmlns', SVG);
  root.setAttribute('viewBox', `0 0 ${width} ${height}`);
  root.setAttribute('width', String(width));
  root.setAttribute('height', String(height));
  const part = (name: string, text = '') => Object.assign(document.createElementNS(SVG, name), { textContent: text });
  const defs = part('defs');
  for (const id of patterns) {
    const pattern = document.getElementById(id);
    const copy = pattern && dressed(pattern, new Set());
    if (!copy) continue;
    copy.setAttribute('id', id);
    defs.append(copy);
  }
  const style = getComputedStyle(picture);
  const paint = (role: string) => plain(style.getPropertyValue(role)).color;
  const set = (node: Element, values: Record<string, string | number>) => {
    for (const [key, value] of Object.entries(values)) node.setAttribute(key, String(value));
    return node;
  };
  const body = set(part('g'), { transform: `translate(${MARGIN} ${HEAD})` });
  body.append(...root.childNodes);
  root.append(
    part('title', title),
    part('desc', description),
    defs,
    set(part('rect'), { width, height, fill: paint('--sheet') }),
    set(part('text', title), { x: MARGIN, y: 29, fill: paint('--ink'), 'font-family': style.getPropertyValue('--font-title'), 'font-size': 18, 'font-weight': 600 }),
    body,
  );
  return new XMLSerializer().serializeToString(root);
}

function sizeOf(picture: SVGSVGElement): { width: number; height: number } {
  const { width, height } = picture.viewBox.baseVal;
  return { width: Math.round(width) + 2 * MARGIN, height: Math.round(height) + HEAD + MARGIN };
}

/** The picture in dots, twice as fine as on the screen. */
export async function png(svg: string, width: number, height: number): Promise<Uint8Array> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(width * 2), height: Math.round(height * 2) });
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    return new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0));
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export type Format = 'svg' | 'png' | 'csv';

/** The file's content, ready for the host. */
export async function content(format: Format, picture: SVGSVGElement | undefined, table: Table, title: string, description: string): Promise<string> {
  const text = new TextEncoder();
  if (format === 'csv' || !picture) return base64(text.encode(csv(table)));
  const svg = standalone(picture, title, description);
  if (format === 'svg') return base64(text.encode(svg));
  const { width, height } = sizeOf(picture);
  return base64(await png(svg, width, height));
}
