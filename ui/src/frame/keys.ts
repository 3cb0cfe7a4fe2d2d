// The keys that work everywhere.
import type { Screen } from '../state/route';
import { places } from './screens';

export interface Acts {
  search(): void;
  open(screen: Screen): void;
  lock(): void;
  undo(): void;
  redo(): void;
  keys(): void;
  help(): void;
  print(): void;
  take(): void;
  back(): void;
  forward(): void;
}

function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]');
}

export function listener(acts: Acts, single: () => boolean): (event: KeyboardEvent) => void {
  let going = false;

  function held(event: KeyboardEvent, key: string): boolean {
    if (key === 'k') acts.search();
    else if (key === 'i') acts.open('import');
    else if (key === 'l') acts.lock();
    else if (key === 'p') acts.print();
    else if (key === 'e') acts.take();
    else if (key === 'z' && !writing(event.target)) (event.shiftKey ? acts.redo : acts.undo)();
    else return false;
    return true;
  }

  function alone(event: KeyboardEvent, key: string): boolean {
    if (going) {
      going = false;
      const place = places.find(({ letter }) => letter === key);
      if (place) acts.open(place.screen);
      return place !== undefined;
    }
    if (key === 'g') {
      going = true;
      setTimeout(() => (going = false), 1500);
    } else if (event.key === '?') {
      acts.keys();
    } else if (key === '/') {
      const local = document.querySelector<HTMLElement>('[data-page-search]');
      if (local) local.focus();
      else acts.search();
    } else {
      return false;
    }
    return true;
  }

  return (event) => {
    if (event.defaultPrevented) return;
    const key = event.key.toLowerCase();
    let done = false;
    if (event.key === 'F1') {
      acts.help();
      done = true;
    } else if (event.ctrlKey || event.metaKey) done = held(event, key);
    else if (event.altKey && (key === 'arrowleft' || key === 'arrowright')) {
      (key === 'arrowleft' ? acts.back : acts.forward)();
      done = true;
    } else if (!event.altKey && !writing(event.target) && single()) done = alone(event, key);
    if (done) event.preventDefault();
  };
}
