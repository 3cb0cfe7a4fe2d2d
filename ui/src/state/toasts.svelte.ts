export interface Toast {
  id: number;
  text: string;
  kind: 'done' | 'problem';
  undo: boolean;
}

let last = 0;

class Toasts {
  list = $state.raw<Toast[]>([]);

  show(text: string, options: { undo?: boolean; kind?: Toast['kind'] } = {}): void {
    const toast: Toast = { id: ++last, text, kind: options.kind ?? 'done', undo: options.undo ?? false };
    // Undo takes back the last act only, so an older offer would lie.
    const rest = toast.undo ? this.list.filter((other) => !other.undo) : this.list;
    this.list = [...rest.slice(-2), toast];
  }

  drop(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  clear(): void {
    this.list = [];
  }
}

export const toasts = new Toasts();
