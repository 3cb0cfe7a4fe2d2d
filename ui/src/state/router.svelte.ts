import { address, parse, type Route, type Screen } from './route';

/** Where an entry stands in the browser's history: the web view does not tell. */
interface Mark {
  at: number;
}

class Router {
  route = $state.raw<Route>(parse(location.hash));
  #at = $state(0);
  #last = $state(0);

  constructor() {
    history.replaceState({ at: 0 } satisfies Mark, '');
    addEventListener('popstate', (event) => {
      const mark = event.state as Mark | null;
      if (mark) {
        this.#at = mark.at;
        return;
      }
      // A new place: whatever lay ahead is gone.
      this.#at += 1;
      this.#last = this.#at;
      history.replaceState({ at: this.#at } satisfies Mark, '');
    });
    addEventListener('hashchange', () => {
      this.route = parse(location.hash);
    });
  }

  get canBack(): boolean {
    return this.#at > 0;
  }

  get canForward(): boolean {
    return this.#at < this.#last;
  }

  back(): void {
    if (this.canBack) history.back();
  }

  forward(): void {
    if (this.canForward) history.forward();
  }

  go(hash: string): void {
    location.hash = hash;
  }

  open(screen: Screen, id?: number | null, query?: Record<string, string | undefined>): void {
    this.go(address(screen, id, query));
  }

  /** Changes the address without a step in the history, as filters do while one types. */
  replace(hash: string): void {
    history.replaceState(history.state, '', hash);
    this.route = parse(hash);
  }
}

export const router = new Router();
