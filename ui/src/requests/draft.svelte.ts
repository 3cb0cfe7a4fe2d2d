// A request while it is being written. What is typed stays; the core's answers
// change pages and problems, never the field that somebody is in.
import { asApiError, host, type ApiError, type RequestItem, type RequestView, type UpdateRequest } from '../ipc';
import { session } from '../state/session.svelte';

const lines = (text: string) => text.split('\n').map((line) => line.trimEnd());
const PAUSE = 450;

type Part = Omit<UpdateRequest, 'id'>;

/** Two changes as one; what the later says counts. */
const joined = (early: Part, late: Part): Part => ({ ...early, ...late, ...(early.facts || late.facts ? { facts: { ...early.facts, ...late.facts } } : {}) });

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
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #pending: Part = {};
  /** Saving goes one after the other, or an older answer would come last. */
  #line: Promise<void> = Promise.resolve();
  #changes = 0;

  constructor(id: number) {
    this.#id = id;
  }

  get #typed(): boolean {
    return Object.keys(this.#pending).length > 0;
  }

  get unsaved(): boolean {
    return this.#typed || this.saving === 'saving';
  }

  async load(language: string): Promise<void> {
    if (this.unsaved) return;
    const before = this.#changes;
    try {
      const fresh = await host.call('request', { id: this.#id, language });
      // What was typed meanwhile stays.
      if (before === this.#changes) this.take(fresh);
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

  change(part: Part, now = false): void {
    this.#changes += 1;
    this.#pending = joined(this.#pending, part);
    this.saving = 'saving';
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => void this.#save(), now ? 0 : PAUSE);
  }

  #save(): Promise<void> {
    clearTimeout(this.#waiting);
    return (this.#line = this.#line.then(() => this.#send()));
  }

  async #send(): Promise<void> {
    if (!this.#typed) return;
    const part = this.#pending;
    this.#pending = {};
    try {
      const fresh = await host.call('request_update', { id: this.#id, ...part });
      this.view = { ...fresh, chosen: this.#pending.chosen ?? fresh.chosen };
      if (!this.#typed) {
        this.items = fresh.items.map((one) => one.item);
        // Another law or language asks other questions.
        for (const fact of fresh.facts) this.facts[fact.id] ??= fact.value;
        this.saving = 'saved';
      }
      this.trouble = null;
    } catch (problem) {
      this.#pending = joined(part, this.#pending);
      this.trouble = asApiError(problem);
      this.saving = 'none';
      return;
    }
    // The letter is saved, whatever comes of this.
    await session.look().catch(() => undefined);
  }

  /** All that was typed is saved, or this throws why it is not. */
  async saved(): Promise<void> {
    await this.#save();
    if (this.trouble) throw this.trouble;
  }

  /** Leaving the screen loses nothing. */
  leave(): void {
    void this.#save();
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
