// A part of the page as a drawing: tables and boxes as lines and words where they
// stand, pictures inside them as they are. What is read is what is drawn, so the
// file shows exactly what the window shows.
import { dressed, node, plain } from './ink';

export interface Drawing {
  body: Element;
  width: number;
  height: number;
  patterns: Set<string>;
}

interface Spot {
  x: number;
  y: number;
}

/** Words of one line, as the browser broke them. */
interface Line {
  text: string;
  left: number;
  right: number;
  top: number;
  height: number;
  /** A hyphen was set where the word is broken. */
  broken: boolean;
}

const aside = '.hidden, [data-no-paper], script, style';

class Sheet {
  readonly body = node('g');
  readonly patterns = new Set<string>();
  width = 0;
  height = 0;
  #clips = 0;

  constructor(readonly zero: Spot) {}

  #at(box: DOMRect): DOMRect {
    const moved = new DOMRect(box.x - this.zero.x, box.y - this.zero.y, box.width, box.height);
    this.width = Math.max(this.width, moved.right);
    this.height = Math.max(this.height, moved.bottom);
    return moved;
  }

  #rect(box: DOMRect, style: CSSStyleDeclaration): void {
    const round = Math.min(parseFloat(style.borderTopLeftRadius) || 0, box.height / 2, box.width / 2);
    const sides = (['Top', 'Right', 'Bottom', 'Left'] as const).map((side) => ({
      width: style[`border${side}Style`] === 'none' ? 0 : parseFloat(style[`border${side}Width`]),
      color: style[`border${side}Color`],
    }));
    const [top] = sides as [(typeof sides)[0], ...typeof sides];
    const framed = top.width > 0 && sides.every((side) => side.width === top.width && side.color === top.color);
    const fill = plain(style.backgroundColor);
    const paint = { fill: fill.color, ...(fill.opacity > 0 && fill.opacity < 1 ? { 'fill-opacity': fill.opacity } : {}) };
    if (framed) {
      const in_ = top.width / 2;
      const dash = style.borderTopStyle === 'dashed' ? { 'stroke-dasharray': '4 3' } : {};
      this.body.append(node('rect', { x: box.x + in_, y: box.y + in_, width: box.width - top.width, height: box.height - top.width, rx: round, ...paint, stroke: plain(top.color).color, 'stroke-width': top.width, ...dash }));
      return;
    }
    if (fill.color !== 'none') this.body.append(node('rect', { x: box.x, y: box.y, width: box.width, height: box.height, rx: round, ...paint }));
    const lines: [number, number, number, number][] = [
      [box.x, box.y, box.right, box.y],
      [box.right, box.y, box.right, box.bottom],
      [box.x, box.bottom, box.right, box.bottom],
      [box.x, box.y, box.x, box.bottom],
    ];
    lines.forEach(([x1, y1, x2, y2], at) => {
      const { width, color } = sides[at] ?? top;
      if (width > 0 && plain(color).color !== 'none') this.body.append(node('line', { x1, y1, x2, y2, stroke: plain(color).color, 'stroke-width': width }));
    });
    // A stripe at the side marks what differs.
    const stripe = /^(.*\)) ([\d.]+)px 0px 0px 0px inset$/.exec(style.boxShadow);
    if (stripe) this.body.append(node('rect', { x: box.x, y: box.y, width: stripe[2] ?? 0, height: box.height, fill: plain(stripe[1] ?? '').color }));
  }

  #picture(svg: SVGSVGElement, style: CSSStyleDeclaration): void {
    const box = this.#at(svg.getBoundingClientRect());
    const copy = dressed(svg, this.patterns);
    if (!copy) return;
    const view = svg.viewBox.baseVal;
    const { x = 0, y = 0, width, height } = view && view.width > 0 ? view : { width: box.width, height: box.height };
    const both = svg.getAttribute('preserveAspectRatio') === 'none';
    const [wide, high] = [box.width / width, box.height / height];
    const even = Math.min(wide, high);
    const [across, down] = both ? [wide, high] : [even, even];
    const [dx, dy] = [box.x + (box.width - width * across) / 2 - x * across, box.y + (box.height - height * down) / 2 - y * down];
    const made = node('g', { transform: `translate(${dx.toFixed(2)} ${dy.toFixed(2)}) scale(${across.toFixed(4)} ${down.toFixed(4)})` });
    made.append(...copy.childNodes);
    const round = style.overflow === 'hidden' ? parseFloat(style.borderTopLeftRadius) || 0 : 0;
    if (round === 0) {
      this.body.append(made);
      return;
    }
    const id = `clip-${(this.#clips += 1)}`;
    const clip = node('clipPath', { id });
    clip.append(node('rect', { x: box.x, y: box.y, width: box.width, height: box.height, rx: round }));
    const clipped = node('g', { 'clip-path': `url(#${id})` });
    clipped.append(made);
    this.body.append(clip, clipped);
    this.#rect(box, style);
  }

  #words(text: Text, style: CSSStyleDeclaration): void {
    const size = parseFloat(style.fontSize);
    const { ascent, descent } = metrics(style);
    const upper = style.textTransform === 'uppercase';
    for (const line of linesOf(text, style.hyphens !== 'none')) {
      const box = this.#at(new DOMRect(line.left, line.top, line.right - line.left, line.height));
      const words = `${line.text}${line.broken ? '-' : ''}`;
      this.body.append(
        node(
          'text',
          {
            x: box.x.toFixed(2),
            y: (box.y + (box.height - ascent - descent) / 2 + ascent).toFixed(2),
            fill: plain(style.color).color,
            'font-family': style.fontFamily,
            'font-size': size,
            'font-weight': style.fontWeight,
            ...(style.fontStyle === 'normal' ? {} : { 'font-style': style.fontStyle }),
            ...(style.fontVariantNumeric === 'tabular-nums' ? { 'font-variant': 'tabular-nums' } : {}),
            ...(line.broken ? {} : { textLength: box.width.toFixed(1), lengthAdjust: 'spacingAndGlyphs' }),
          },
          upper ? words.toUpperCase() : words,
        ),
      );
    }
  }

  draw(from: Element): void {
    const style = getComputedStyle(from);
    if (style.display === 'none' || style.visibility === 'hidden' || from.matches(aside)) return;
    if (from instanceof SVGSVGElement) {
      this.#picture(from, style);
      return;
    }
    if (from.getClientRects().length === 0 && style.display !== 'contents') return;
    const button = from.localName === 'button';
    if (!button) this.#rect(this.#at(from.getBoundingClientRect()), style);
    for (const child of from.childNodes) {
      // Of a button only its words are worth keeping.
      if (child instanceof Element && !(button && child instanceof SVGSVGElement)) this.draw(child);
      else if (child instanceof Text) this.#words(child, style);
    }
  }
}

const metrics = (() => {
  let pen: CanvasRenderingContext2D | null = null;
  return (style: CSSStyleDeclaration) => {
    pen ??= document.createElement('canvas').getContext('2d');
    const size = parseFloat(style.fontSize);
    if (!pen) return { ascent: size * 0.93, descent: size * 0.24 };
    pen.font = `${style.fontStyle} ${style.fontWeight} ${size}px ${style.fontFamily}`;
    const found = pen.measureText('x');
    return { ascent: found.fontBoundingBoxAscent, descent: found.fontBoundingBoxDescent };
  };
})();

const SOFT = '\u00AD';

function linesOf(text: Text, hyphenates: boolean): Line[] {
  const range = document.createRange();
  const lines: Line[] = [];
  const boxOf = (from: number, to: number) => {
    range.setStart(text, from);
    range.setEnd(text, to);
    return [...range.getClientRects()].filter((box) => box.width > 0);
  };
  const put = (piece: string, box: DOMRect, gap: string) => {
    const last = lines.at(-1);
    const clean = piece.replaceAll(SOFT, '');
    if (last && Math.abs(last.top - box.top) < 2) {
      last.text += gap + clean;
      last.right = Math.max(last.right, box.right);
    } else {
      lines.push({ text: clean, left: box.left, right: box.right, top: box.top, height: box.height, broken: false });
    }
  };
  for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
    const boxes = boxOf(index, index + word.length);
    const [first] = boxes;
    if (!first) continue;
    if (boxes.every((box) => Math.abs(box.top - first.top) < 2)) {
      put(word, new DOMRect(first.x, first.y, (boxes.at(-1) ?? first).right - first.x, first.height), ' ');
      continue;
    }
    // Broken inside: letter by letter, to see where.
    let gap = ' ';
    let before = '';
    for (let at = 0; at < word.length; at += 1) {
      // The first letter after a break also counts the hyphen before it.
      const box = boxOf(index + at, index + at + 1).at(-1);
      const letter = word[at] ?? '';
      if (!box) {
        before = letter;
        continue;
      }
      const last = lines.at(-1);
      if (last && gap === '' && Math.abs(last.top - box.top) >= 2) last.broken = before === SOFT || (hyphenates && /\p{L}/u.test(before));
      put(letter, box, gap);
      gap = '';
      before = letter;
    }
  }
  return lines;
}

/** Draws what stands in a node, with its own corner as zero. */
export function drawn(from: Element): Drawing {
  const box = from.getBoundingClientRect();
  const sheet = new Sheet({ x: box.x, y: box.y });
  sheet.draw(from);
  return { body: sheet.body, width: Math.ceil(sheet.width), height: Math.ceil(sheet.height), patterns: sheet.patterns };
}
