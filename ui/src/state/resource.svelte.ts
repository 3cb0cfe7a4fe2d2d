import { asApiError, type ApiError } from '../ipc';

/**
 * What a view shows, loaded anew when what it was loaded for changes. The old
 * content stays until the new one is there, so nothing jumps.
 */
export class Resource<T> {
  data = $state.raw<T | null>(null);
  error = $state.raw<ApiError | null>(null);
  busy = $state(true);
  #turn = 0;
  #load: () => Promise<T> | null;

  constructor(load: () => Promise<T> | null) {
    this.#load = load;
    $effect(() => {
      void this.#run(load());
    });
  }

  again(): void {
    void this.#run(this.#load());
  }

  async #run(coming: Promise<T> | null): Promise<void> {
    const turn = ++this.#turn;
    if (!coming) {
      this.data = null;
      this.busy = false;
      return;
    }
    this.busy = true;
    try {
      const data = await coming;
      if (turn !== this.#turn) return;
      this.data = data;
      this.error = null;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = asApiError(error);
    }
    this.busy = false;
  }
}
