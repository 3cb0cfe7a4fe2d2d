// A picture as it stands in the window, made to stand alone: on white, with its
// own title and description, and nothing in it that only the window knows.
import { dressed, node, plain } from './ink';
import { drawn } from './sheet';
import { lines, measure } from './text';

export interface Alone {
  svg: string;
  width: number;
  height: number;
}

export interface Says {
  title: string;
  description: string;
  /** Whether the title is also drawn above the picture. */
  head?: boolean;
}

const MARGIN = 24;
const TITLE = 18;
const LINE = 24;

/** Paper is white, whatever the window looks like, and its text is of the usual size. */
function onPaper<T>(work: () => T): T {
  const root = document.documentElement;
  const { theme } = root.dataset;
  const size = root.style.getPropertyValue('font-size');
  root.classList.add('still');
  root.dataset.theme = 'light';
  root.style.setProperty('font-size', '');
  try {
    return work();
  } finally {
    if (theme === undefined) delete root.dataset.theme;
    else root.dataset.theme = theme;
    root.style.setProperty('font-size', size);
    // The old look has to be there before motion is allowed again.
    void root.offsetWidth;
    root.classList.remove('still');
  }
}

export function standalone(picture: Element, { title, description, head = true }: Says): Alone {
  return onPaper(() => {
    const { body, width, height, patterns } = drawn(picture);
    const style = getComputedStyle(picture);
    const role = (name: string) => plain(style.getPropertyValue(name)).color;
    const margin = head ? MARGIN : 0;
    const titles = head ? lines(title, Math.max(200, width), 3, measure(TITLE, 600, style.getPropertyValue('--font-title'))) : [];
    const top = head ? margin + titles.length * LINE + 12 : 0;
    const [wide, high] = [width + 2 * margin, height + top + margin];

    const root = node('svg', { viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, role: 'img' });
    const defs = node('defs');
    for (const id of patterns) {
      const pattern = document.getElementById(id);
      const copy = pattern && dressed(pattern, new Set());
      if (!copy) continue;
      copy.setAttribute('id', id);
      defs.append(copy);
    }
    body.setAttribute('transform', `translate(${margin} ${top})`);
    const words = titles.map((line, at) =>
      node('text', { x: margin, y: margin + TITLE * 0.8 + at * LINE, fill: role('--ink'), 'font-family': style.getPropertyValue('--font-title'), 'font-size': TITLE, 'font-weight': 600 }, line),
    );
    root.append(node('title', {}, title), node('desc', {}, description), defs, node('rect', { width: wide, height: high, fill: role('--sheet') }), ...words, body);
    return { svg: new XMLSerializer().serializeToString(root), width: wide, height: high };
  });
}
