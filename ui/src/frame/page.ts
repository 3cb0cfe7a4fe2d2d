// A screen as blocks for paper: its sentence, headings, tables and pictures, as
// they are shown. What is masked stays masked.
import { standalone } from '../charts/standalone';
import type { PageBlock } from '../ipc/types';
import { router } from '../state/router.svelte';

/** A picture of the screen, to be made into a file of its own. */
export interface Shown {
  node: Element;
  title: string;
  description: string;
}

export interface Paper {
  title: string;
  blocks: PageBlock[];
  /** The pictures among the blocks, by their places. */
  pictures: Map<PageBlock, Shown>;
  /** Those of the blocks that are the person's own notes: told only if wanted. */
  notes: Set<PageBlock>;
}

export const blocksOf = ({ blocks, notes }: Paper, own: boolean): PageBlock[] => (own ? blocks : blocks.filter((block) => !notes.has(block)));

/** A screen that shows only a part of its rows tells the rest itself. */
let rest: (() => Promise<PageBlock[]>) | null = null;

export function offer(give: () => Promise<PageBlock[]>): () => void {
  rest = give;
  return () => {
    if (rest === give) rest = null;
  };
}

/**
 * The words of a node. A mark of who speaks has none that are drawn: its word is put
 * behind. A sign for the eye alone, such as a dash, gives way to the word for the ear.
 */
function words(node: Element): string {
  let text = (node as HTMLElement).innerText ?? node.textContent ?? '';
  let from = 0;
  if (node.querySelector('.hidden')) {
    for (const sign of node.querySelectorAll<HTMLElement>('span[aria-hidden=true]')) text = text.replace(sign.innerText, '').trim();
  }
  for (const mark of node.querySelectorAll('svg.voice[aria-label]')) {
    const of = mark.parentElement?.innerText.trim() ?? '';
    const at = of ? text.indexOf(of, from) : -1;
    if (at < 0) continue;
    const end = at + of.length;
    const word = ` (${mark.getAttribute('aria-label') ?? ''})`;
    text = text.slice(0, end) + word + text.slice(end);
    from = end + word.length;
  }
  return text.trim();
}

const line = (node: Element): string => words(node).replace(/\s+/g, ' ');

/** Lines of a cell stay apart. */
const cellLine = (node: Element): string => words(node).replace(/\s*\n\s*/g, '; ').replace(/\s+/g, ' ');

const shown = (node: Element): boolean => node.getClientRects().length > 0 && !node.closest('[hidden], .hidden, [aria-hidden=true]');

/** What a picture says to somebody who does not see it. */
function described(svg: Element): string {
  const named = (svg.getAttribute('aria-labelledby') ?? '').split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '');
  return (svg.getAttribute('aria-label') ?? (named.join(' ').trim() || svg.querySelector('title')?.textContent) ?? '').trim();
}

function tableOf(node: Element): PageBlock {
  const cells = (row: Element) => [...row.querySelectorAll(':scope > th, :scope > td')].map(cellLine);
  const rows = [...node.querySelectorAll('tr')].filter(shown);
  const head = rows.find((row) => row.closest('thead'));
  return { table: { head: head ? cells(head) : [], rows: rows.filter((row) => row !== head).map(cells) } };
}

function listOf(node: Element): PageBlock {
  const pairs = [...node.querySelectorAll('dt')].filter(shown).map((term) => [line(term), term.nextElementSibling ? cellLine(term.nextElementSibling) : '']);
  return { table: { head: [], rows: pairs } };
}

/** What the screen shows, from top to bottom. */
class Reader {
  readonly blocks: PageBlock[] = [];
  readonly pictures = new Map<PageBlock, Shown>();
  readonly notes = new Set<PageBlock>();
  #heading: string;

  constructor(title: string) {
    this.#heading = title;
  }

  #picture(node: Element, title: string, description: string): void {
    const { svg } = standalone(node, { title, description, head: false });
    const block: PageBlock = { picture: { svg, alt: [title, description].filter(Boolean).join('. ') } };
    this.blocks.push(block);
    this.pictures.set(block, { node, title: title || this.#heading, description });
  }

  /** Of a choice only what was chosen. */
  #chosen(label: HTMLLabelElement, control: HTMLElement): void {
    const option = control instanceof HTMLSelectElement && control.selectedIndex > 0 ? control.selectedOptions[0] : undefined;
    if (option) this.blocks.push({ text: `${line(label)}: ${option.text}` });
    else if (control instanceof HTMLInputElement && control.type === 'checkbox' && control.checked) this.blocks.push({ text: line(label) });
  }

  #table(node: Element): void {
    const name = node.querySelector('caption')?.textContent?.trim() || node.getAttribute('aria-label');
    if (name && name !== this.#heading) this.#head(name);
    this.blocks.push(tableOf(node));
  }

  #head(heading: string): void {
    this.#heading = heading;
    this.blocks.push({ heading });
  }

  #read(node: Element): void {
    if (!shown(node) || node.matches(left)) return;
    const from = this.blocks.length;
    this.#take(node);
    if (node.matches('[data-note]')) for (const block of this.blocks.slice(from)) this.notes.add(block);
  }

  #take(node: Element): void {
    const { picture } = (node as HTMLElement).dataset;
    if (picture !== undefined) {
      if (picture !== this.#heading) this.#head(picture);
      this.#picture(node, picture, (node as HTMLElement).dataset.description ?? '');
      // A table with pictures in it is read as well, for those who hear it.
      for (const table of node.querySelectorAll('table')) this.#table(table);
    } else if (node.matches('h2, h3, h4')) this.#head(line(node));
    else if (node.matches('svg[role=img]:not(.voice)')) this.#picture(node, '', described(node));
    else if (node.matches('table')) this.#table(node);
    else if (node.matches('dl')) this.blocks.push(listOf(node));
    else if (node instanceof HTMLLabelElement && node.control) this.#chosen(node, node.control);
    else if (node.matches('p, li, figcaption, blockquote, a, label, pre') && !node.querySelector('table, svg[role=img]:not(.voice), h2, h3')) {
      const text = line(node);
      if (text) this.blocks.push({ text });
    } else this.children(node);
  }

  children(node: Element): void {
    for (const child of node.children) this.#read(child);
  }
}

/** What a page does without: ways on, tools, keys of what is not drawn there, the big table (its screen gives its rows itself). */
const left = 'h1, nav, form fieldset, button, .toasts, .legend, .key, .save-as, [data-no-paper], [role=grid], [role=treegrid]';

export async function paperOf(main: HTMLElement): Promise<Paper> {
  const question = document.getElementById('question');
  const title = question ? line(question) : router.route.screen;
  const reader = new Reader(title);
  reader.children(main);
  const more = rest ? await rest() : [];
  return { title, blocks: [...reader.blocks, ...more], pictures: reader.pictures, notes: reader.notes };
}
