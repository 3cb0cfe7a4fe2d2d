// One tab stop for a picture with many marks: the arrow keys go from mark to
// mark, in a list or to the nearest one in their direction.
type Way = 'list' | 'plane';
const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export interface Spot {
  x: number;
  y: number;
}

/** The nearest spot in a direction; sideways distance counts three times. */
export function nearest(spots: Spot[], from: number, [dx, dy]: [number, number]): number {
  const here = spots[from];
  if (!here) return -1;
  let best = -1;
  let least = Infinity;
  spots.forEach((spot, at) => {
    const along = (spot.x - here.x) * dx + (spot.y - here.y) * dy;
    const beside = Math.abs((spot.x - here.x) * dy) + Math.abs((spot.y - here.y) * dx);
    const far = along + beside * 3;
    if (at === from || along < 0.5 || far >= least) return;
    best = at;
    least = far;
  });
  return best;
}

export function roving(way: Way = 'plane') {
  return (root: HTMLElement | SVGElement) => {
    const marks = () => [...root.querySelectorAll<SVGElement | HTMLElement>('[data-mark]')];
    let current = '';
    const settle = () => {
      const all = marks();
      const chosen = all.find((mark) => mark.dataset.mark === current) ?? all[0];
      for (const mark of all) mark.setAttribute('tabindex', mark === chosen ? '0' : '-1');
    };
    const focused = (event: Event) => {
      const mark = (event.target as Element).closest<SVGElement>('[data-mark]');
      if (!mark) return;
      current = mark.dataset.mark ?? '';
      settle();
    };
    const pressed = (event: Event) => {
      if (!(event instanceof KeyboardEvent)) return;
      const arrow = arrows[event.key];
      const all = marks();
      const from = all.indexOf((event.target as Element).closest<SVGElement>('[data-mark]') as SVGElement);
      if (from < 0 || (!arrow && event.key !== 'Home' && event.key !== 'End')) return;
      event.preventDefault();
      const middle = (mark: Element): Spot => {
        const box = mark.getBoundingClientRect();
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      };
      const next = !arrow
        ? event.key === 'Home' ? 0 : all.length - 1
        : way === 'list' ? from + arrow[0] + arrow[1] : nearest(all.map(middle), from, arrow);
      all[next]?.focus();
    };
    settle();
    const watch = new MutationObserver(settle);
    watch.observe(root, { childList: true, subtree: true });
    root.addEventListener('focusin', focused);
    root.addEventListener('keydown', pressed);
    return () => {
      watch.disconnect();
      root.removeEventListener('focusin', focused);
      root.removeEventListener('keydown', pressed);
    };
  };
}
