// Who holds what, and what is worth knowing of it, as the mock core answers.
import type * as T from '../../src/ipc/types';
import { kinds } from '../../src/state/route';
import { both, questions, statements, voiced, type MockController, type MockTable } from './data';
import type { Imports } from './imports';
import type { Requests } from './requests';
import { words, type World } from './world';

export class Holdings {
  constructor(
    readonly world: World,
    readonly others: { imports: Imports; requests: Requests },
  ) {}

  finding_mark({ id, state: mark, note, language }: T.MarkFindingRequest): T.FindingView {
    this.world.change('history.finding_marked', (state) => state.marks.set(id, { state: mark, note }));
    return this.findings({ language }).find((finding) => finding.id === id) ?? this.world.fail('no_such');
  }

  overview({ language }: T.LanguageRequest): T.OverviewView {
    const companies = this.world.state().shops.map((id) => this.#row(this.world.shop(id)));
    return {
      companies,
      entries: companies.reduce((sum, row) => sum + row.entries, 0),
      without_purpose: this.world.tablesOf(this.world.state().shops).filter((table) => this.world.unstated(table)).reduce((sum, table) => sum + table.rows, 0),
      findings: this.findings({ language }),
    };
  }

  #row(shop: MockController): T.CompanyRow {
    const own = this.world.tablesOf([shop.id]);
    const dates = own.flatMap((table) => (table.first && table.last ? [table.first, table.last] : [])).sort();
    return {
      id: shop.id,
      name: this.world.name(shop),
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
    if (!this.world.state().shops.includes(id) && !this.world.state().added.some((one) => one.id === id)) this.world.fail('no_such');
    const shop = this.world.shop(id);
    const row = this.#row(shop);
    return {
      controller: { id, name: this.world.name(shop), how: 'declared', why: [] },
      contact: { name: this.world.name(shop), ...shop.contact },
      imports: shop.file ? [this.others.imports.view(shop)] : [],
      entries: row.entries,
      first: row.first,
      last: row.last,
      label: row.cells.map((cell) => this.#label(shop, cell, language)),
      beside: this.#beside(shop, language),
      statements: statements(shop),
      law: { id: 'eu_gdpr', label: words({ de: 'Datenschutz-Grundverordnung', en: 'General Data Protection Regulation' }, language), reason: 'assumed' },
      checklist: questions.map(([question, label, reference], at) => ({
        id: question,
        label: words(label, language),
        answered: this.#answered(shop, at),
        place: shop.checklist[at] === 'no' ? null : { path: shop.letter, at: { kind: 'page', page: (at % 3) + 1 } },
        hint: shop.checklist[at] === 'perhaps' ? { id: at, quote: 'Über Ratenkauf befindet ein Programm nach Punkten.', language: 'de', answers: this.world.state().read.get(`${id}/${at}`) ?? null } : null,
        reference,
      })),
      findings: this.findings({ language }).filter((finding) => finding.controllers.some(([one]) => one === id)),
      requests: this.others.requests.requests().filter((card) => card.controller === id),
      follow_up: shop.file !== '',
      note: this.world.state().notes.get(id) ?? '',
    };
  }

  company_note({ id, text, language }: T.CompanyNoteRequest): T.CompanyView {
    this.world.change('history.company_noted', (state) => state.notes.set(id, text.trim()));
    return this.company({ id, language });
  }

  hint_read({ controller: id, hint, answers, language }: T.ReadHintRequest): T.CompanyView {
    this.world.change('history.hint_read', ({ read }) => (answers === null ? read.delete(`${id}/${hint}`) : read.set(`${id}/${hint}`, answers)));
    return this.company({ id, language });
  }

  #answered(shop: MockController, at: number): string {
    const read = this.world.state().read.get(`${shop.id}/${at}`);
    return read === undefined ? (shop.checklist[at] ?? 'no') : read ? 'yes' : 'no';
  }

  #label(shop: MockController, cell: T.KindCell, language: string): T.LabelRow {
    const why = shop.why[cell.kind];
    const own = this.world.tablesOf([shop.id]).filter((table) => table.fields.some((field) => field.kind === cell.kind));
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

  #beside(shop: MockController, language: string): T.ItemView[] {
    const table = this.world.tablesOf([shop.id]).at(0);
    if (!table) return [];
    const silent = { purposes: [], legal_bases: [], retention: [], recipients: [], sources: [], benefit_customer: '', benefit_company: '', reveals: '', special: false };
    const named = [['satz_id', 'dpv:NonPersonalData', both('Technical entry', 'Technische Angabe'), '81'], ['kz_3', '', both('not classified', 'nicht zugeordnet'), 'B']] as const;
    return named.map(([field, category, label, value], at) => ({
      field_id: 90 + at, table_id: table.id, category, label: words(label, language), table: words(table.label, language), field,
      place: { path: table.path, at: { kind: 'whole' }, field }, records: table.rows, first: table.first, last: table.last, examples: [value], ...silent,
    }));
  }

  findings({ language }: T.LanguageRequest): T.FindingView[] {
    const evidence = (controller: number, table: number, row: number, field: string): T.EvidenceView => {
      const found = this.world.tables().find((one) => one.id === table) as MockTable;
      return { controller, import: controller, place: { path: found.path, at: { kind: 'line', line: row + 2 }, field }, value: found.fields.find((one) => one.name === field)?.value(row) ?? '', entry: { table, row } };
    };
    const all: Omit<T.FindingView, 'state' | 'note'>[] = [
      { id: 'f1', rule: 'two_values', group: 'contradictory', controllers: [[1, this.world.name(this.world.shop(1))]], sentence: words(both('Two dates of birth at the same company', 'Zwei Geburtsdaten bei demselben Unternehmen'), language), why: words(both('The same kind of value should be the same everywhere.', 'Dieselbe Angabe sollte überall gleich sein.'), language), evidence: [evidence(1, 1, 0, 'Geburtsdatum'), evidence(1, 1, 1, 'Geburtsdatum')], reference: 'Art. 16 GDPR', actions: [{ act: 'request', right: 'rectification', controller: 1, label: { key: 'action.rectification' }, items: [{ table: 1, field: 3, entries: [{ table: 1, row: 1 }], found: '1988-02-04', right_value: '', since: '' }] }, { act: 'show', right: '', controller: 1, label: { key: 'action.show' }, items: [] }] },
      { id: 'f2', rule: 'older_than_stated', group: 'old', controllers: [[1, this.world.name(this.world.shop(1))]], sentence: words(both('Web visits from 2020, though they say they delete after 13 months', 'Webseiten-Besuche von 2020, obwohl nach 13 Monaten gelöscht wird'), language), why: words(both('The oldest entry is older than the stated period.', 'Der älteste Eintrag ist älter als die angegebene Frist.'), language), evidence: [evidence(1, 4, 180, 'seite')], reference: 'Art. 5(1)(e) GDPR', actions: [{ act: 'request', right: 'erasure', controller: 1, label: { key: 'action.erasure_part' }, items: [{ table: 4, entries: [], found: '', right_value: '', since: '' }] }, { act: 'show', right: '', controller: 1, label: { key: 'action.show' }, items: [] }] },
      { id: 'f3', rule: 'recipient_not_stated', group: 'missing', controllers: [[1, this.world.name(this.world.shop(1))]], sentence: words(both('Adnova Media gets your e-mail as a hash, but the letter does not name it', 'Adnova Media bekommt Ihre E-Mail als Hash, steht aber nicht im Brief'), language), why: words(both('A recipient stands in the data and not in the letter.', 'Ein Empfänger steht in den Daten, aber nicht im Schreiben.'), language), evidence: [evidence(1, 5, 0, 'partner')], reference: 'Art. 15(1)(c) GDPR', actions: [{ act: 'show', right: '', controller: 1, label: { key: 'action.show' }, items: [] }] },
      { id: 'f4', rule: 'purpose_missing', group: 'no_reason', controllers: [[2, this.world.name(this.world.shop(2))]], sentence: words(both('377 app events and no word why', '377 App-Ereignisse und kein Wort, warum'), language), why: words(both('No purpose is stated for this table.', 'Für diese Tabelle ist kein Zweck angegeben.'), language), evidence: [evidence(2, 9, 0, 'event')], reference: 'Art. 15(1)(a) GDPR', actions: [{ act: 'request', right: 'erasure', controller: 2, label: { key: 'action.erasure_part' }, items: [] }] },
      { id: 'f5', rule: 'inference', group: 'surprising', controllers: [[2, this.world.name(this.world.shop(2))]], sentence: words(both('They conclude that you have a small child', 'Es wird geschlossen, dass Sie ein kleines Kind haben'), language), why: words(both('A conclusion about you, not something you told them.', 'Ein Schluss über Sie, nichts, was Sie mitgeteilt haben.'), language), evidence: [evidence(2, 10, 1, 'haushalt')], reference: 'Art. 4(4) GDPR', actions: [{ act: 'show', right: '', controller: 2, label: { key: 'action.show' }, items: [] }] },
    ];
    return all
      .filter((finding) => finding.controllers.every(([id]) => this.world.state().shops.includes(id)))
      .map((finding) => ({ ...finding, state: 'open', note: '', ...this.world.state().marks.get(finding.id) }));
  }
}
