/** Grows when fonts have come, so that words in pictures that were measured before are measured again. */
class Loaded {
  turn = $state(0);

  constructor() {
    if (typeof document !== 'undefined') document.fonts.addEventListener('loadingdone', () => (this.turn += 1));
  }
}

export const loaded = new Loaded();
