export type Layer = 'keys' | 'help' | 'history' | 'take';

/** What lies over the screen; one at a time. */
class Layers {
  layer = $state<Layer | null>(null);

  /** Does what a key held with Ctrl does. */
  press(key: string): void {
    dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true, cancelable: true }));
  }
}

export const frame = new Layers();
