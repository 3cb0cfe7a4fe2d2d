// A screen as blocks for paper: its sentence, headings, tables and pictures, as
// they are shown. What is masked stays masked.
import type { PageBlock } from '../ipc/types';
import { router } from '../state/router.svelte';

export interface Paper {
  title: string;
  blocks: PageBlock[];
}

/** A screen that shows only a part of its rows tells the rest itself. */
let rest: (() => Promise<PageBlock[]>) | null = null;

export function offer(give: () => Promise<PageBlock[]>): () => void {
  rest = give;
  return () => {
    if (rest === give) rest = null;
  };
}

const line = (node: Element): string => ((node as HTMLElement).innerText ?? node.textContent ?? '').replace(/\s+/g, ' ').trim();

const shown = (node: Element): boolean => node.getClientRects().length > 0 && !node.closest('[hidden], .hidden, [aria-hidden=true]');

const drawn = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline'] as const;

/** A copy that carries what the page's style gives to each node. */
function dressed<T extends Element>(node: T): T {
  const copy = node.cloneNode(true) as T;
  const [from, to] = [[node, ...node.querySelectorAll('*')], [copy, ...copy.querySelectorAll('*')]];
  from.forEach((one, at) => {
    const style = getComputedStyle(one);
    for (const name of drawn) to[at]?.setAttribute(name, style.getPropertyValue(name));
    to[at]?.removeAttribute('class');
  });
  return copy;
}

/** A picture that stands alone: style, size and patterns are written into it. */
export function standalone(svg: SVGSVGElement): string {
  const copy = dressed(svg);
  const box = svg.getBoundingClientRect();
  if (!copy.hasAttribute('viewBox')) copy.setAttribute('viewBox', `0 0 ${box.width} ${box.height}`);
  copy.setAttribute('width', String(Math.round(box.width)));
  copy.setAttribute('height', String(Math.round(box.height)));
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  // Patterns such as the hatch stand elsewhere in the page.
  const used = new Set([...new XMLSerializer().serializeToString(copy).matchAll(/url\((?:&quot;|["'])?#([\w-]+)/g)].map((match) => match[1] ?? ''));
  for (const id of used) {
    const pattern = document.getElementById(id);
    if (pattern && !copy.querySelector(`#${CSS.escape(id)}`)) copy.prepend(dressed(pattern));
  }
  return new XMLSerializer().serializeToString(copy);
}

/** What a picture says to somebody who does not see it. */
function described(svg: Element): string {
  const named = (svg.getAttribute('aria-labelledby') ?? '').split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '');
  return (svg.getAttribute('aria-label') ?? (named.join(' ').trim() || svg.querySelector('title')?.textContent) ?? '').trim();
}

function tableOf(node: Element): PageBlock {
  const cells = (row: Element) => [...row.querySelectorAll(':scope > th, :scope > td')].map(line);
  const rows = [...node.querySelectorAll('tr')].filter(shown);
  const head = rows.find((row) => row.closest('thead'));
  return { table: { head: head ? cells(head) : [], rows: rows.filter((row) => row !== head).map(cells) } };
}

function listOf(node: Element): PageBlock {
  const pairs = [...node.querySelectorAll('dt')].filter(shown).map((term) => [line(term), term.nextElementSibling ? line(term.nextElementSibling) : '']);
  return { table: { head: [], rows: pairs } };
}

function walk(node: Element, blocks: PageBlock[]): void {
  for (const child of node.children) {
    if (!shown(child) || child.matches('nav, form fieldset, button, .toasts, [data-no-paper]')) continue;
    if (child.matches('h1')) continue;
    if (child.matches('h2, h3, h4')) blocks.push({ heading: line(child) });
    else if (child.matches('svg[role=img], svg[role=graphics-document]')) blocks.push({ picture: { svg: standalone(child as SVGSVGElement), alt: described(child) } });
    else if (child.matches('table')) {
      const name = child.querySelector('caption')?.textContent?.trim() || child.getAttribute('aria-label');
      if (name) blocks.push({ heading: name });
      blocks.push(tableOf(child));
    }
    else if (child.matches('dl')) blocks.push(listOf(child));
    else if (child.matches('p, li, figcaption, blockquote, a, label, pre') && !child.querySelector('table, svg[role=img], h2, h3')) {
      const text = line(child);
      if (text) blocks.push({ text });
    } else if (child.matches('[role=grid]')) continue;
    else walk(child, blocks);
  }
}

export async function paperOf(main: HTMLElement): Promise<Paper> {
  const title = document.getElementById('question');
  const blocks: PageBlock[] = [];
  walk(main, blocks);
  if (rest) blocks.push(...(await rest()));
  return { title: title ? line(title) : router.route.screen, blocks: blocks.filter((block) => !('text' in block) || block.text !== '') };
}

/** RFC 4180, with a byte order mark so that spreadsheets see it is UTF-8. */
export function csvOf(head: string[], rows: string[][]): string {
  // A sign at the start could be run as a formula.
  const cell = (value: string) => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  return `\ufeff${[...(head.length > 0 ? [head] : []), ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

export function base64Of(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
