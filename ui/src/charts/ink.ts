// What the style sheet gives to the nodes of a picture, written into copies that
// need no style sheet: colors as plain numbers, type, patterns by name.
export const SVG = 'http://www.w3.org/2000/svg';

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
  'vector-effect',
];
const type = ['font-family', 'font-size', 'font-weight', 'font-style', 'letter-spacing', 'text-anchor', 'dominant-baseline'];

/** The kept attributes are those that place a node; what dresses it is computed. */
const left = /^(class|tabindex|role|href|data-|aria-|style|id$)/;

export type Values = Record<string, string | number | undefined>;

export function node(name: string, values: Values = {}, text = ''): Element {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) if (value !== undefined) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}

interface Plain {
  color: string;
  opacity: number;
}

/** A color as `#rrggbb`, whatever the style sheet mixes: other programs know no better. */
export const plain = (() => {
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

function ink(from: Element, made: Element, style: CSSStyleDeclaration, patterns: Set<string>): void {
  for (const key of colors) {
    const value = style.getPropertyValue(key);
    const pattern = /url\("?#([\w-]+)"?\)/.exec(value)?.[1];
    if (pattern) patterns.add(pattern);
    const { color, opacity } = pattern || value === 'none' ? { color: value, opacity: 1 } : plain(value);
    made.setAttribute(key, pattern ? `url(#${pattern})` : color);
    if (opacity > 0 && opacity < 1) made.setAttribute(`${key}-opacity`, String(opacity));
  }
  const ends = ![...from.children].some((child) => child.localName === 'tspan');
  // Where our font is missing another one has to take the same room.
  if (from instanceof SVGTextContentElement && ends && from.getComputedTextLength() > 0) {
    made.setAttribute('textLength', from.getComputedTextLength().toFixed(1));
    made.setAttribute('lengthAdjust', 'spacingAndGlyphs');
  }
}

/** A copy of a node of a picture; the patterns it needs are noted by name. */
export function dressed(from: Element, patterns: Set<string>): Element | null {
  const style = getComputedStyle(from);
  if (style.display === 'none' || style.visibility === 'hidden') return null;
  const name = from.localName === 'a' ? 'g' : from.localName;
  const made = node(name);
  for (const { name: key, value } of from.attributes) if (!left.test(key)) made.setAttribute(key, value);
  const shows = !['g', 'title', 'desc', 'svg'].includes(name);
  if (shows) ink(from, made, style, patterns);
  const words = name === 'text' || name === 'tspan';
  for (const key of [...(shows ? others : ['opacity']), ...(words ? type : [])]) {
    const value = style.getPropertyValue(key);
    if (colors.some((color) => key === `${color}-opacity`) && made.hasAttribute(key)) continue;
    if (value && !['normal', 'auto', 'none'].includes(value) && !(key === 'opacity' && value === '1')) made.setAttribute(key, value);
  }
  for (const child of from.childNodes) {
    if (child instanceof Element) {
      const copy = dressed(child, patterns);
      if (copy) made.append(copy);
    } else if (child.nodeType === Node.TEXT_NODE) made.append(child.textContent ?? '');
  }
  return made;
}
