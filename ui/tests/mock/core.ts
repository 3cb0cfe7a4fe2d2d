// An invented core behind the same contract as the real one. It is part of the
// tests and of `npm run dev`, never of the program.
import type * as T from '../../src/ipc/types';
import { controllers, tables, type MockController, type MockTable } from './data';
import { Entries } from './entries';
import { Holdings } from './holdings';
import { Imports } from './imports';
import { insight, itemOf, unstated, type MockContext } from './insight';
import { loop } from './loop';
import { misc } from './misc';
import { Requests } from './requests';
import { Tags } from './tags';
import type { Saved, World } from './world';

export interface MockOptions {
  vault: 'none' | 'locked' | 'open';
  /** The shops that are there at the start. */
  shops: number[];
  extra: number;
  /** The shop that an import brings. */
  brings: number;
  /** What unlocking answers. */
  broken: string;
}

const TODAY = '2026-10-01';
const fail = (code: string): never => {
  const error: T.ApiError = { code, message: { key: `error.${code}` }, hint: { key: `error.${code}.hint` } };
  throw error;
};

const nothing = (shops: number[]): Saved => ({ shops, requests: new Map(), names: new Map(), sender: { name: '', address: [], email: '' }, added: [], own: [], views: [], recipes: [], tags: new Map([['evidence', new Set()]]), corrections: new Map(), notes: new Map(), read: new Map(), marks: new Map() });

type Commands = Record<string, (request: never) => unknown>;

export class MockCore {
  #options: MockOptions;
  #vault: T.VaultState;
  #protection: T.VaultProtection | null;
  #passphrase = 'correct horse battery';
  #state: Saved;
  #undo: { text: T.Text; state: Saved }[] = [];
  #redo: { text: T.Text; state: Saved }[] = [];
  #settings: T.Settings = { language: '', theme: '', text_size: 100, lock_minutes: 5, single_keys: true, masked: true, region: '' };
  #tables: MockTable[];
  #imports: Imports;
  #holdings: Holdings;
  /** Who answers a command: the first of these that knows it. */
  #groups: Commands[];

  constructor(options: MockOptions, settings: Partial<T.Settings>) {
    this.#options = options;
    this.#vault = options.vault;
    this.#protection = options.vault === 'none' ? null : 'passphrase';
    this.#tables = tables(options.extra);
    this.#settings = { ...this.#settings, ...settings };
    this.#state = nothing(options.shops);
    const world = this.#world();
    const requests = new Requests(world);
    this.#imports = new Imports(world, options.brings);
    this.#holdings = new Holdings(world, { imports: this.#imports, requests });
    const entries = new Entries(world);
    this.#groups = [loop(world), misc(world), this, this.#imports, this.#holdings, entries, new Tags(world, entries), requests] as unknown as Commands[];
  }

  call(command: string, request: never): unknown {
    if (this.#vault !== 'open' && !['session', 'vault_create', 'vault_unlock', 'vault_erase', 'passphrase_strength'].includes(command)) fail('vault_locked');
    const told = (insight as Record<string, unknown>)[command] as ((context: MockContext, request: never) => unknown) | undefined;
    if (told) return structuredClone(told(this.#context(), request));
    const group = this.#groups.find((one) => typeof one[command] === 'function');
    if (!group) return fail('unknown_command');
    const answer = group[command]?.(request);
    return structuredClone(command === 'recipe_save' ? this.#imports.import_report({ id: (request as T.RecipeRequest).import, language: 'de' }) : answer);
  }

  /** An import of whatever the tests "chose". */
  imported(request: T.ImportRequest): T.ImportedView {
    return this.#imports.imported(request);
  }

  #world(): World {
    return {
      state: () => this.#state,
      change: (key, change) => this.#change(key, change),
      shop: (id) => this.#shop(id),
      name: (shop) => this.#name(shop),
      tablesOf: (shops) => this.#tablesOf(shops),
      tables: () => this.#tables,
      unstated: (table) => this.#unstated(table),
      session: () => this.session(),
      language: () => this.#settings.language || 'de',
      fail,
      today: TODAY,
    };
  }

  // The vault and the program.

  session(): T.SessionView {
    const open = this.#vault === 'open';
    return {
      vault: this.#vault,
      protection: this.#protection,
      changed: open ? '2026-10-01T09:30:00Z' : null,
      imports: open ? this.#state.shops.length : 0,
      sample: open && this.#state.shops.some((id) => this.#shop(id).sample),
      place: this.#vault === 'none' ? '' : '/data/mira/dossier',
      version: '0.1.0',
      settings: this.#settings,
      undo: open ? (this.#undo.at(-1)?.text ?? null) : null,
      redo: open ? (this.#redo.at(-1)?.text ?? null) : null,
    };
  }

  vault_create(request: T.CreateVaultRequest): T.SessionView {
    if (this.#options.broken) fail(this.#options.broken);
    this.#vault = 'open';
    this.#protection = request.passphrase === undefined ? 'key_file' : 'passphrase';
    this.#passphrase = request.passphrase ?? '';
    return this.session();
  }

  vault_unlock(request: T.UnlockRequest): T.SessionView {
    if (this.#options.broken) fail(this.#options.broken);
    if (this.#protection === 'passphrase' && request.passphrase !== this.#passphrase) fail('wrong_passphrase');
    this.#vault = 'open';
    return this.session();
  }

  vault_change_passphrase(request: T.ChangePassphraseRequest): T.SessionView {
    if (this.#protection === 'passphrase' && request.old !== this.#passphrase) fail('wrong_passphrase');
    this.#protection = request.new === undefined ? 'key_file' : 'passphrase';
    this.#passphrase = request.new ?? '';
    return this.session();
  }

  history(): T.HistoryLine[] {
    return [...this.#redo.map(({ text }) => ({ text, undone: true })), ...this.#undo.map(({ text }) => ({ text, undone: false })).reverse()];
  }

  vault_lock(): T.SessionView {
    this.#vault = 'locked';
    return this.session();
  }

  vault_erase(request: T.EraseVaultRequest): T.SessionView {
    if (request.confirm !== 'erase') fail('not_confirmed');
    this.#options.broken = '';
    this.#vault = 'none';
    this.#protection = null;
    this.#state = nothing([]);
    this.#undo = [];
    this.#redo = [];
    return this.session();
  }

  passphrase_strength({ passphrase }: T.StrengthRequest): T.StrengthView {
    const score = Math.min(4, Math.floor(passphrase.length / 5));
    return { score, accepted: passphrase.length >= 12, advice: passphrase.length < 12 ? ['passphrase.too_short'] : [] };
  }

  settings_save(settings: T.Settings): T.SessionView {
    this.#settings = settings;
    return this.session();
  }

  undo(): T.SessionView {
    const last = this.#undo.pop();
    if (last) {
      this.#redo.push({ text: last.text, state: this.#state });
      this.#state = last.state;
    }
    return this.session();
  }

  redo(): T.SessionView {
    const last = this.#redo.pop();
    if (last) {
      this.#undo.push({ text: last.text, state: this.#state });
      this.#state = last.state;
    }
    return this.session();
  }

  #change(key: string, change: (state: Saved) => void): void {
    this.#undo.push({ text: { key }, state: this.#state });
    this.#redo = [];
    this.#state = structuredClone(this.#state);
    change(this.#state);
  }

  #context(): MockContext {
    return {
      shops: this.#state.shops.map((id) => this.#shop(id)),
      tables: this.#tablesOf(this.#state.shops),
      name: (shop) => this.#name(shop),
      company: (id, language) => this.#holdings.company({ id, language }),
      corrections: this.#state.corrections,
    };
  }

  field_correct(request: T.CorrectFieldRequest): T.ItemView {
    this.#change('history.field_corrected', (state) => {
      const { category, purpose } = request;
      state.corrections.set(`${request.table}.${request.field}`, { ...(category ? { category } : {}), ...(purpose ? { purpose } : {}) });
    });
    return itemOf(this.#context(), request);
  }

  #shop(id: number): MockController {
    return [...controllers, ...this.#state.added].find((shop) => shop.id === id) ?? fail('no_such');
  }

  #name(shop: MockController): string {
    return this.#state.names.get(shop.id) ?? shop.name;
  }

  #tablesOf(shops: number[]): MockTable[] {
    return this.#tables.filter((table) => shops.includes(table.controller));
  }

  #unstated(table: MockTable): boolean {
    return unstated(table, this.#shop(table.controller));
  }
}
