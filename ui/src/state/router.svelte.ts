import { address, parse, type Route, type Screen } from './route';

class Router {
  route = $state.raw<Route>(parse(location.hash));

  constructor() {
    addEventListener('hashchange', () => {
      this.route = parse(location.hash);
    });
  }

  go(hash: string): void {
    location.hash = hash;
  }

  open(screen: Screen, id?: number | null, query?: Record<string, string | undefined>): void {
    this.go(address(screen, id, query));
  }

  /** Changes the address without a step in the history, as filters do while one types. */
  replace(hash: string): void {
    history.replaceState(null, '', hash);
    this.route = parse(hash);
  }
}

export const router = new Router();
