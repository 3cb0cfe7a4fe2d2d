// An invented core behind the same contract as the real one. It is part of the
// tests and of `npm run dev`, never of the program.
import type * as T from '../../src/ipc/types';
import { kinds } from '../../src/state/route';
import { both, controllers, dayOf, questions, statements, tables, voiced, type MockController, type MockTable } from './data';
import { insight, itemOf, type MockContext } from './insight';
import { lettersOf } from './letters';
import { extras, loop, words, type Saved, type World } from './loop';
import { misc } from './misc';

export interface MockOptions {
  vault: 'none' | 'locked' | 'open';
  /** The shops that are there at the start. */
  shops: number[];
  extra: number;
  /** What unlocking answers. */
  broken: string;
}

const TODAY = '2026-10-01';
const fail = (code: string): never => {
  const error: T.ApiError = { code, message: { key: `error.${code}` }, hint: { key: `error.${code}.hint` } };
  throw error;
};

const nothing = (shops: number[]): Saved => ({ shops, requests: new Map(), names: new Map(), sender: { name: '', address: [], email: '' }, added: [], own: [], views: [], recipes: [], corrections: new Map(), marks: new Map() });
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
  #last = 0;
  #more: Record<string, (request: never) => unknown>;

  constructor(options: MockOptions, settings: Partial<T.Settings>) {
    this.#options = options;
    this.#vault = options.vault;
    this.#protection = options.vault === 'none' ? null : 'passphrase';
    this.#tables = tables(options.extra);
    this.#settings = { ...this.#settings, ...settings };
    this.#state = nothing(options.shops);
    const world = this.#world();
    this.#more = { ...loop(world), ...misc(world) };
  }

  call(command: string, request: never): unknown {
    const commands = this as unknown as Record<string, (request: never) => unknown>;
    if (this.#vault !== 'open' && !['session', 'vault_create', 'vault_unlock', 'passphrase_strength'].includes(command)) fail('vault_locked');
    const told = (insight as Record<string, unknown>)[command] as ((context: MockContext, request: never) => unknown) | undefined;
    if (told) return structuredClone(told(this.#context(), request));
    const found = this.#more[command] ?? commands[command]?.bind(this);
    if (!found) return fail('unknown_command');
    const answer = found(request);
    return structuredClone(command === 'recipe_save' ? this.import_report({ id: (request as T.RecipeRequest).import, language: 'de' }) : answer);
  }

  #world(): World {
    return {
      state: () => this.#state,
      change: (key, change) => this.#change(key, change),
      shop: (id) => this.#shop(id),
      name: (shop) => this.#name(shop),
      tablesOf: (shops) => this.#tablesOf(shops),
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
      version: '0.1.0',
      settings: this.#settings,
      undo: open ? (this.#undo.at(-1)?.text ?? null) : null,
      redo: open ? (this.#redo.at(-1)?.text ?? null) : null,
    };
  }

  vault_create(request: T.CreateVaultRequest): T.SessionView {
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
      company: (id, language) => this.company({ id, language }),
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

  finding_mark({ id, state: mark, note, language }: T.MarkFindingRequest): T.FindingView {
    this.#change('history.finding_marked', (state) => state.marks.set(id, { state: mark, note }));
    return this.findings({ language }).find((finding) => finding.id === id) ?? fail('no_such');
  }

  // Imports.

  sample_load(request: T.LanguageRequest): T.ImportedView {
    this.#change('history.sample_loaded', (state) => (state.shops = [...new Set([...state.shops, 1, 2])]));
    return { imports: [1, 2].map((id) => this.import_report({ id, language: request.language })) };
  }

  sample_remove(): T.SessionView {
    this.#change('history.sample_removed', (state) => (state.shops = state.shops.filter((id) => !this.#shop(id).sample)));
    return this.session();
  }

  /** An import of whatever the tests "chose": it brings the third shop. */
  imported(request: T.ImportRequest): T.ImportedView {
    this.#change('history.imported', (state) => {
      state.shops = [...new Set([...state.shops, 3])];
      if (request.controller) state.names.set(3, request.controller);
    });
    return { imports: [this.import_report({ id: 3, language: 'de' })] };
  }

  imports(): T.ImportView[] {
    return this.#state.shops.map((id) => this.#import(this.#shop(id)));
  }

  import_remove({ id }: T.ImportIdRequest): T.SessionView {
    this.#change('history.import_removed', (state) => (state.shops = state.shops.filter((one) => one !== id)));
    return this.session();
  }

  import_set_controller(request: T.SetControllerRequest): T.ImportView {
    this.#change('history.controller_set', (state) => state.names.set(request.import, request.name));
    return this.#import(this.#shop(request.import));
  }

  import_report({ id, language }: T.ImportIdRequest): T.ImportReportView {
    const shop = this.#shop(id);
    const members = this.#members(shop, language);
    return {
      import: this.#import(shop),
      members,
      problems: [],
      passwords_wanted: id === 2 ? ['frischmarkt-export.zip!/anlage-2.zip'] : [],
      same_as: null,
    };
  }

  #members(shop: MockController, language: string): T.MemberView[] {
    let id = 0;
    const member = (path: string, kind: T.MemberKind, state: T.MemberState, bytes: number, more: Partial<T.MemberView> = {}): T.MemberView => ({
      id: (id += 1), tables: [], problems: [], path, kind, state, bytes, records: 0, sha256: (shop.id * 7919 + id).toString(16).padStart(64, '3f9a'), ...more,
    });
    const read = this.#tablesOf([shop.id]).map((table) =>
      member(table.path, /json/.test(table.path) ? 'json' : /html/.test(table.path) ? 'html' : 'csv', 'read', table.rows * 113, {
        records: table.rows,
        tables: [{ id: table.id, label: words(table.label, language), name: '', declared: shop.id < 3, records: table.rows, fields: table.fields.map((field, at) => ({ id: at + 1, name: field.name, category: field.category, label: words(field.label, language), confidence: shop.id < 3 ? 1 : 0.86, why: [], filled: table.rows, examples: [field.value(0), field.value(1)] })) }],
      }),
    );
    if (shop.id === 1) {
      return [
        member(shop.letter, 'pdf', 'read', 61_004),
        ...read,
        member('ahrensberg-auskunft.zip!/kopie/kunden.csv', 'csv', 'duplicate', 452, { reason: 'same_bytes', same_as: 'ahrensberg-auskunft.zip!/kunden.csv' }),
        member('ahrensberg-auskunft.zip!/logo.png', 'image', 'kept', 20_114, { reason: 'picture' }),
      ];
    }
    if (shop.id === 2) {
      return [
        member(shop.letter, 'text', 'read', 1_204),
        ...read,
        member('frischmarkt-export.zip!/anlage-2.zip', 'container', 'failed', 88_000, { reason: 'zip_encrypted', problems: [{ severity: 'failure', code: 'zip_encrypted', place: { path: 'frischmarkt-export.zip!/anlage-2.zip', at: { kind: 'whole' } } }] }),
        member('frischmarkt-export.zip!/app/crash.bin', 'binary', 'kept', 12_288, { reason: 'binary' }),
        member('frischmarkt-export.zip!/app/alt.csv', 'csv', 'read', 3_300, { records: 12, problems: [{ severity: 'warning', code: 'csv_unclosed_quote', place: { path: 'frischmarkt-export.zip!/app/alt.csv', at: { kind: 'line', line: 9 } }, numbers: [9] }] }),
      ];
    }
    return read;
  }

  #import(shop: MockController): T.ImportView {
    const members = this.#members(shop, 'de');
    const sum = (state: T.MemberState): T.LedgerSum => {
      const of = members.filter((member) => member.state === state);
      return { members: of.length, bytes: of.reduce((total, member) => total + member.bytes, 0) };
    };
    const [read, duplicate, kept, failed] = [sum('read'), sum('duplicate'), sum('kept'), sum('failed')];
    const severity = (one: T.Severity) => members.flatMap((member) => member.problems).filter((problem) => problem.severity === one).length;
    return {
      id: shop.id,
      controller: { id: shop.id, name: this.#name(shop), how: shop.id < 3 ? 'declared' : 'name', why: [] },
      name: shop.file,
      sha256: shop.id.toString().padStart(64, '7c1e'),
      bytes: shop.bytes,
      received: shop.received,
      imported: `${shop.received}T14:05:00Z`,
      ledger: { total: { members: members.length, bytes: members.reduce((total, member) => total + member.bytes, 0) }, read, duplicate, kept, failed, adds_up: true },
      records: this.#tablesOf([shop.id]).reduce((total, table) => total + table.rows, 0),
      problems: [severity('note'), severity('warning'), severity('failure')],
      sample: shop.sample,
    };
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

  // What is held.

  overview({ language }: T.LanguageRequest): T.OverviewView {
    const companies = this.#state.shops.map((id) => this.#row(this.#shop(id)));
    return {
      companies,
      entries: companies.reduce((sum, row) => sum + row.entries, 0),
      without_purpose: this.#tablesOf(this.#state.shops).filter((table) => this.#unstated(table)).reduce((sum, table) => sum + table.rows, 0),
      findings: this.findings({ language }),
    };
  }

  #unstated(table: MockTable): boolean {
    const why = this.#shop(table.controller).why;
    return table.fields.every((field) => !field.kind || !(why[field.kind]?.purposes ?? []).some((one) => one.voice === 'stated' || one.voice === 'seen'));
  }

  #row(shop: MockController): T.CompanyRow {
    const own = this.#tablesOf([shop.id]);
    const dates = own.flatMap((table) => (table.first && table.last ? [table.first, table.last] : [])).sort();
    return {
      id: shop.id,
      name: this.#name(shop),
      first: dates[0] ?? null,
      last: dates.at(-1) ?? null,
      entries: own.reduce((sum, table) => sum + table.rows, 0),
      sample: shop.sample,
      cells: kinds.map((kind) => {
        const of = own.filter((table) => table.fields.some((field) => field.kind === kind));
        const entries = of.reduce((sum, table) => sum + table.rows, 0);
        const voice = shop.why[kind]?.purposes[0]?.voice ?? 'not_stated';
        const mixed = kind === 'orders' && shop.id === 1 ? Math.floor(entries * 0.2) : kind === 'identity' && shop.id === 2 ? 3 : 0;
        const cell: T.KindCell = { kind, entries, stated: 0, seen: 0, typical: 0, not_stated: mixed, first: of.map((table) => table.first).sort()[0] ?? null };
        cell[voice] += entries - mixed;
        return cell;
      }),
    };
  }

  company({ id, language }: T.CompanyRequest): T.CompanyView {
    if (!this.#state.shops.includes(id) && !this.#state.added.some((one) => one.id === id)) fail('no_such');
    const shop = this.#shop(id);
    const row = this.#row(shop);
    return {
      controller: { id, name: this.#name(shop), how: 'declared', why: [] },
      contact: { name: this.#name(shop), ...shop.contact },
      imports: shop.file ? [this.#import(shop)] : [],
      entries: row.entries,
      first: row.first,
      last: row.last,
      label: row.cells.map((cell) => this.#label(shop, cell, language)),
      statements: statements(shop),
      checklist: questions.map(([question, label, reference], at) => ({
        id: question,
        label: words(label, language),
        answered: shop.checklist[at] ?? 'no',
        place: shop.checklist[at] === 'no' ? null : { path: shop.letter, at: { kind: 'page', page: (at % 3) + 1 } },
        reference,
      })),
      findings: this.findings({ language }).filter((finding) => finding.controllers.some(([one]) => one === id)),
      requests: this.requests().filter((card) => card.controller === id),
    };
  }

  #label(shop: MockController, cell: T.KindCell, language: string): T.LabelRow {
    const why = shop.why[cell.kind];
    const own = this.#tablesOf([shop.id]).filter((table) => table.fields.some((field) => field.kind === cell.kind));
    const said = {
      purposes: voiced(why?.purposes, language, shop.letter),
      legal_bases: why?.basis ? voiced(why.basis, language, shop.letter) : [],
      retention: voiced(why?.retention, language, shop.letter),
      recipients: voiced(why?.recipients, language, shop.letter),
      sources: voiced(why?.sources, language, shop.letter),
    };
    const items = own.flatMap((table) =>
      table.fields
        .map((field, at) => ({ field, at }))
        .filter(({ field }) => field.kind === cell.kind)
        .map(({ field, at }): T.ItemView => ({
          field_id: at + 1, table_id: table.id, category: field.category, label: words(field.label, language), table: words(table.label, language), field: field.name,
          place: { path: table.path, at: { kind: 'whole' }, field: field.name }, records: table.rows, first: table.first, last: table.last,
          examples: [...new Set([0, 1, 2].map((row) => field.value(row)))], ...said,
          benefit_customer: cell.kind === 'orders' ? words(both('You can return and reorder.', 'Sie können zurückgeben und nachbestellen.'), language) : '',
          benefit_company: cell.kind === 'inferences' ? words(both('Advertising that hits.', 'Werbung, die trifft.'), language) : '',
          reveals: field.special ? words(both('Health', 'Gesundheit'), language) : '', special: field.special ?? false,
        })),
    );
    const last = own.map((table) => table.last ?? '').sort().at(-1);
    return { kind: cell.kind, entries: cell.entries, example: items[0]?.examples[0] ?? '', first: cell.first, last: last || null, ...said, items };
  }

  findings({ language }: T.LanguageRequest): T.FindingView[] {
    const evidence = (controller: number, table: number, row: number, field: string): T.EvidenceView => {
      const found = this.#tables.find((one) => one.id === table) as MockTable;
      return { controller, import: controller, place: { path: found.path, at: { kind: 'line', line: row + 2 }, field }, value: found.fields.find((one) => one.name === field)?.value(row) ?? '', entry: { table, row } };
    };
    const all: Omit<T.FindingView, 'state' | 'note'>[] = [
      { id: 'f1', rule: 'two_values', group: 'contradictory', controllers: [[1, this.#name(this.#shop(1))]], sentence: words(both('Two dates of birth at the same company', 'Zwei Geburtsdaten bei demselben Unternehmen'), language), why: words(both('The same kind of value should be the same everywhere.', 'Dieselbe Angabe sollte überall gleich sein.'), language), evidence: [evidence(1, 1, 0, 'Geburtsdatum'), evidence(1, 1, 1, 'Geburtsdatum')], reference: 'Art. 16 GDPR', actions: [{ act: 'request', right: 'rectification', controller: 1, label: { key: 'action.rectification' }, items: [{ table: 1, field: 3, entries: [{ table: 1, row: 1 }], found: '1988-02-04', right_value: '', since: '' }] }, { act: 'show', right: '', controller: 1, label: { key: 'action.show' }, items: [] }] },
      { id: 'f2', rule: 'older_than_stated', group: 'old', controllers: [[1, this.#name(this.#shop(1))]], sentence: words(both('Web visits from 2020, though they say they delete after 13 months', 'Webseiten-Besuche von 2020, obwohl nach 13 Monaten gelöscht wird'), language), why: words(both('The oldest entry is older than the stated period.', 'Der älteste Eintrag ist älter als die angegebene Frist.'), language), evidence: [evidence(1, 4, 180, 'seite')], reference: 'Art. 5(1)(e) GDPR', actions: [{ act: 'request', right: 'erasure', controller: 1, label: { key: 'action.erasure_part' }, items: [{ table: 4, entries: [], found: '', right_value: '', since: '' }] }, { act: 'show', right: '', controller: 1, label: { key: 'action.show' }, items: [] }] },
      { id: 'f3', rule: 'recipient_not_stated', group: 'missing', controllers: [[1, this.#name(this.#shop(1))]], sentence: words(both('Adnova Media gets your e-mail as a hash, but the letter does not name it', 'Adnova Media bekommt Ihre E-Mail als Hash, steht aber nicht im Brief'), language), why: words(both('A recipient stands in the data and not in the letter.', 'Ein Empfänger steht in den Daten, aber nicht im Schreiben.'), language), evidence: [evidence(1, 5, 0, 'partner')], reference: 'Art. 15(1)(c) GDPR', actions: [{ act: 'show', right: '', controller: 1, label: { key: 'action.show' }, items: [] }] },
      { id: 'f4', rule: 'purpose_missing', group: 'no_reason', controllers: [[2, this.#name(this.#shop(2))]], sentence: words(both('377 app events and no word why', '377 App-Ereignisse und kein Wort, warum'), language), why: words(both('No purpose is stated for this table.', 'Für diese Tabelle ist kein Zweck angegeben.'), language), evidence: [evidence(2, 9, 0, 'event')], reference: 'Art. 15(1)(a) GDPR', actions: [{ act: 'request', right: 'erasure', controller: 2, label: { key: 'action.erasure_part' }, items: [] }] },
      { id: 'f5', rule: 'inference', group: 'surprising', controllers: [[2, this.#name(this.#shop(2))]], sentence: words(both('They conclude that you have a small child', 'Es wird geschlossen, dass Sie ein kleines Kind haben'), language), why: words(both('A conclusion about you, not something you told them.', 'Ein Schluss über Sie, nichts, was Sie mitgeteilt haben.'), language), evidence: [evidence(2, 10, 1, 'haushalt')], reference: 'Art. 4(4) GDPR', actions: [{ act: 'show', right: '', controller: 2, label: { key: 'action.show' }, items: [] }] },
    ];
    return all
      .filter((finding) => finding.controllers.every(([id]) => this.#state.shops.includes(id)))
      .map((finding) => ({ ...finding, state: 'open', note: '', ...this.#state.marks.get(finding.id) }));
  }

  // Entries. Rows are made when asked for, so a million of them cost nothing.

  #matching(filter: T.EntryFilter): { table: MockTable; rows: number[] | null; count: number }[] {
    const text = filter.text.trim().toLowerCase();
    return this.#tablesOf(this.#state.shops)
      .filter((table) => filter.controllers.length === 0 || filter.controllers.includes(table.controller))
      .filter((table) => filter.imports.length === 0 || filter.imports.includes(table.controller))
      .filter((table) => filter.tables.length === 0 || filter.tables.includes(table.id))
      .filter((table) => filter.paths.length === 0 || filter.paths.includes(table.path))
      .filter((table) => filter.kinds.length === 0 || table.fields.some((field) => field.kind && filter.kinds.includes(field.kind)))
      .filter((table) => !filter.without_purpose || this.#unstated(table))
      .map((table) => {
        if (!text && !filter.from && !filter.to) return { table, rows: null, count: table.rows };
        const rows = Array.from({ length: Math.min(table.rows, 5000) }, (_, row) => row).filter((row) => {
          const day = dayOf(table, row);
          if (filter.from && (!day || day < filter.from)) return false;
          if (filter.to && (!day || day > filter.to)) return false;
          return !text || table.fields.some((field) => field.value(row).toLowerCase().includes(text));
        });
        return { table, rows, count: rows.length };
      })
      .filter(({ count }) => count > 0);
  }

  entries({ filter, offset, limit, language, sort }: T.EntriesRequest): T.EntriesView {
    let found = this.#matching(filter);
    if (sort) {
      const key = ({ table }: { table: MockTable }) => (sort.by === 'company' ? this.#name(this.#shop(table.controller)) : sort.by === 'table' ? words(table.label, language) : (table.first ?? '9'));
      found = [...found].sort((a, b) => (sort.descending ? -1 : 1) * key(a).localeCompare(key(b)));
    }
    const rows: T.EntryRow[] = [];
    let at = 0;
    for (const { table, rows: some, count } of found) {
      for (let i = Math.max(0, offset - at); i < count && rows.length < limit; i += 1) {
        rows.push(this.#entryRow(table, some ? (some[i] as number) : i, language, filter.text));
      }
      at += count;
    }
    return { total: found.reduce((sum, { count }) => sum + count, 0), exact: true, rows };
  }

  #entryRow(table: MockTable, row: number, language: string, text: string): T.EntryRow {
    const kindsOf = [...new Set(table.fields.flatMap((field) => (field.kind ? [field.kind] : [])))];
    return {
      id: { table: table.id, row },
      when: dayOf(table, row),
      controller: table.controller,
      controller_name: this.#name(this.#shop(table.controller)),
      kinds: kindsOf,
      table: words(table.label, language),
      what: table.fields.slice(0, 3).map((field) => [words(field.label, language), field.value(row), field.sensitive ?? false]),
      place: { path: table.path, at: /json/.test(table.path) ? { kind: 'pointer', pointer: `/items/${row}` } : { kind: 'line', line: row + 2 } },
      hits: text ? [text] : [],
    };
  }

  entry({ id, language }: T.EntryRequest): T.EntryView {
    const table = this.#tables.find((one) => one.id === id.table) ?? fail('no_such');
    const shop = this.#shop(table.controller);
    const row = this.#entryRow(table, id.row, language, '');
    return {
      row,
      import: shop.id,
      sha256: '7c1e'.repeat(16),
      raw: JSON.stringify(Object.fromEntries(table.fields.map((field) => [field.name, field.value(id.row)])), null, 2),
      fields: table.fields.map((field, at) => ({
        field_id: at + 1, name: field.name, value: field.value(id.row), category: field.category, label: words(field.label, language), kind: field.kind,
        sensitive: field.sensitive ?? false, purposes: voiced(field.kind ? shop.why[field.kind]?.purposes : undefined, language, shop.letter), place: { ...row.place, field: field.name },
      })),
    };
  }

  facets({ filter, language }: T.FacetsRequest): T.FacetsView {
    const count = (part: Partial<T.EntryFilter>) => this.#matching({ ...filter, ...part }).reduce((sum, one) => sum + one.count, 0);
    return {
      controllers: this.#state.shops.map((id) => ({ id: String(id), label: this.#name(this.#shop(id)), count: count({ controllers: [id] }) })),
      kinds: kinds.map((kind) => ({ id: kind, label: '', count: count({ kinds: [kind] }) })).filter((facet) => facet.count > 0),
      tables: this.#tablesOf(this.#state.shops).map((table) => ({ id: String(table.id), label: words(table.label, language), count: count({ tables: [table.id] }) })).filter((facet) => facet.count > 0),
    };
  }

  // Requests.

  rights({ language }: T.LanguageRequest): unknown {
    return this.#more.rights_for?.({ language, controller: 1, items: [], law: '' } as never);
  }

  requests(): T.RequestCard[] {
    return [...this.#state.requests.values()].map((view) => view.card);
  }

  request({ id, language }: T.RequestIdRequest): T.RequestView {
    const view = this.#state.requests.get(id) ?? fail('no_such');
    return this.#shown(view, language);
  }

  request_create(request: T.CreateRequest): T.RequestView {
    const id = (this.#last += 1);
    const shop = this.#shop(request.controller);
    const named = this.#tablesOf([shop.id]).flatMap((table) => table.fields.map((field) => ({ table, field })));
    const identifiers = named
      .filter(({ field }) => /CustomerNumber|EmailAddress|LoyaltyCard|pd:Name/.test(field.category))
      .map(({ table, field }): T.IdentifierView => ({ category: field.category, label: words(field.label, request.language), value: field.value(0), place: { path: table.path, at: { kind: 'line', line: 2 }, field: field.name } }));
    const view: T.RequestView = {
      card: { id, controller: shop.id, controller_name: this.#name(shop), right: request.right, law: 'eu_gdpr', state: 'draft', created: TODAY, sent: null, due: null, items: request.items.length },
      language: request.language, contact: { name: this.#name(shop), ...shop.contact }, sender: this.#state.sender, identifiers, chosen: identifiers.slice(0, 2).map((one) => one.value),
      items: this.#itemViews(request.items, request.language), masked: true, note: '', due_how: [], missing: [], warnings: [], pages: [], text: '', events: [{ state: 'draft', day: TODAY, note: '', how: '', files: [] }],
      next: [], facts: [], formats: [], deadline: null, languages: [], fields: [], about: request.about ?? null,
    };
    this.#change('history.request_created', (state) => state.requests.set(id, view));
    return this.#shown(view, request.language);
  }

  request_update(request: T.UpdateRequest): T.RequestView {
    const view = this.#state.requests.get(request.id) ?? fail('no_such');
    if (request.sender) this.#state.sender = request.sender;
    const items = request.items ? this.#itemViews(request.items, view.language) : view.items;
    const next: T.RequestView = {
      ...view,
      language: request.language ?? view.language,
      contact: request.contact ?? view.contact,
      chosen: request.chosen ?? view.chosen,
      masked: request.masked ?? view.masked,
      note: request.note ?? view.note,
      facts: Object.entries(request.facts ?? {}).reduce<T.FactView[]>((list, [id, value]) => [...list.filter((one) => one.id !== id), { id, value, question: '', kind: 'text', options: [], required: false }], view.facts),
      items,
      card: { ...view.card, items: items.length, law: request.law ?? view.card.law },
    };
    this.#state.requests.set(request.id, next);
    return this.#shown(next, this.#settings.language || 'de');
  }

  request_mark(request: T.MarkRequest): T.RequestView {
    this.#change('history.request_marked', (state) => {
      const view = state.requests.get(request.id);
      if (!view) return;
      const sent = request.state === 'sent' ? request.day : view.card.sent;
      const due = sent ? monthLater(sent) : null;
      state.requests.set(request.id, {
        ...view,
        card: { ...view.card, state: request.state, sent, due },
        due_how: sent ? [{ key: 'due.how.months', values: { amount: '1', date: due ?? '' } }] : [],
        events: [...view.events, { state: request.state, day: request.day, note: request.note, how: request.how, files: request.files.map((id) => ({ id, name: `beleg-${id}.pdf`, bytes: 42_110, sha256: '5ab0'.repeat(16) })) }],
      });
    });
    return this.request({ id: request.id, language: 'de' });
  }

  request_remove({ id }: T.RequestIdRequest): T.SessionView {
    this.#change('history.request_removed', (state) => state.requests.delete(id));
    return this.session();
  }

  #itemViews(items: T.RequestItem[], language: string): T.RequestItemView[] {
    return items.map((item) => {
      const table = this.#tables.find((one) => one.id === item.table) ?? fail('no_such');
      const field = item.field ? table.fields[item.field - 1] : undefined;
      const row = item.entries[0]?.row ?? 0;
      return {
        item, label: field ? words(field.label, language) : words(table.label, language), table: words(table.label, language), field: field?.name ?? '',
        count: item.entries.length || table.rows, place: { path: table.path, at: { kind: 'line', line: row + 2 }, ...(field ? { field: field.name } : {}) },
        ground: words(both('no longer needed, Art. 17(1)(a)', 'nicht mehr nötig, Art. 17 Abs. 1 Buchst. a'), language),
        kept: table.id === 2 ? words(both('Vouchers may be kept for eight years under tax law.', 'Buchungsbelege dürfen nach Steuerrecht acht Jahre bleiben.'), language) : '',
      };
    });
  }

  #shown(view: T.RequestView, language: string): T.RequestView {
    const sender = this.#state.sender;
    const missing: T.Text[] = [];
    if (!sender.name.trim()) missing.push({ key: 'missing.sender.name' });
    if (!sender.address.some((line) => line.trim())) missing.push({ key: 'missing.sender.address' });
    if (!view.contact.email && view.contact.address.length === 0) missing.push({ key: 'missing.controller.address' });
    if (view.card.right === 'rectification' && (view.items.length === 0 || view.items.some((one) => !one.item.right_value.trim()))) missing.push({ key: 'missing.corrections' });
    const full: T.RequestView = { ...view, sender, items: this.#itemViews(view.items.map((one) => one.item), language), missing };
    const whole: T.RequestView = missing.length > 0 ? { ...full, pages: [], text: '' } : { ...full, ...lettersOf(full) };
    return { ...whole, ...extras(whole, language) };
  }
}

function monthLater(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + 1);
  return date.toISOString().slice(0, 10);
}
