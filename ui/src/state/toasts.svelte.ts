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
    if (toast.undo) this.withdraw();
    this.list = [...this.list.slice(-2), toast];
  }

  drop(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** Undo takes back the last act only, so an older offer would lie. */
  withdraw(): void {
    this.list = this.list.filter((toast) => !toast.undo);
  }

  clear(): void {
    this.list = [];
  }
}

export const toasts = new Toasts();
