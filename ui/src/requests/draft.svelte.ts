// A request while it is being written. What is typed stays; the core's answers
// change pages and problems, never the field that somebody is in.
import { asApiError, host, type ApiError, type RequestItem, type RequestView, type UpdateRequest } from '../ipc';
import { session } from '../state/session.svelte';

const lines = (text: string) => text.split('\n').map((line) => line.trimEnd());
const PAUSE = 450;

export class Draft {
  view = $state.raw<RequestView | null>(null);
  error = $state.raw<ApiError | null>(null);
  trouble = $state.raw<ApiError | null>(null);
  saving = $state<'saved' | 'saving' | 'none'>('none');
  sender = $state({ name: '', address: '', email: '' });
  contact = $state({ name: '', address: '', email: '', web: '' });
  note = $state('');
  facts = $state<Record<string, string>>({});
  items = $state.raw<RequestItem[]>([]);
  #id: number;
  #waiting: ReturnType<typeof setTimeout> | null = null;
  #pending: UpdateRequest;

  constructor(id: number) {
    this.#id = id;
    this.#pending = { id };
  }

  async load(language: string): Promise<void> {
    if (this.#waiting || this.saving === 'saving') return;
    try {
      this.take(await host.call('request', { id: this.#id, language }));
      this.error = null;
    } catch (problem) {
      this.error = asApiError(problem);
    }
  }

  take(fresh: RequestView): void {
    this.view = fresh;
    this.sender = { name: fresh.sender.name, address: fresh.sender.address.join('\n'), email: fresh.sender.email };
    const { name, address, email, web } = fresh.contact;
    this.contact = { name, address: address.join('\n'), email, web };
    this.note = fresh.note;
    this.facts = Object.fromEntries(fresh.facts.map((fact) => [fact.id, fact.value]));
    this.items = fresh.items.map((one) => one.item);
  }

  change(part: Omit<UpdateRequest, 'id'>, now = false): void {
    this.#pending = { ...this.#pending, ...part, ...(part.facts ? { facts: { ...this.#pending.facts, ...part.facts } } : {}) };
    this.saving = 'saving';
    if (this.#waiting) clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => void this.#send(), now ? 0 : PAUSE);
  }

  async #send(): Promise<void> {
    this.#waiting = null;
    const update = this.#pending;
    this.#pending = { id: this.#id };
    try {
      const fresh = await host.call('request_update', update);
      this.view = fresh;
      if (!this.#waiting) {
        this.items = fresh.items.map((one) => one.item);
        // Another law or language asks other questions.
        for (const fact of fresh.facts) this.facts[fact.id] ??= fact.value;
        this.saving = 'saved';
      }
      this.trouble = null;
      await session.look();
    } catch (problem) {
      this.trouble = asApiError(problem);
      this.saving = 'none';
    }
  }

  /** Leaving the screen loses nothing. */
  leave(): void {
    if (!this.#waiting) return;
    clearTimeout(this.#waiting);
    void this.#send();
  }

  changeSender(): void {
    const { name, address, email } = this.sender;
    this.change({ sender: { name, address: lines(address), email } });
  }

  changeContact(): void {
    if (!this.view) return;
    const { name, address, email, web } = this.contact;
    this.change({ contact: { ...this.view.contact, name, address: lines(address), email, web, origin: 'own' } });
  }

  setFact(id: string, value: string, now = false): void {
    this.facts[id] = value;
    this.change({ facts: { [id]: value } }, now);
  }

  choose(value: string, most: number): void {
    if (!this.view) return;
    const { chosen } = this.view;
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
    if (next.length > most) return;
    this.view = { ...this.view, chosen: next };
    this.change({ chosen: next }, true);
  }
}
