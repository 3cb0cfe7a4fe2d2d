// Letters from draft to answer, as the mock core answers.
import type * as T from '../../src/ipc/types';
import { both } from './data';
import { lettersOf } from './letters';
import { extras } from './loop';
import { words, type World } from './world';

export class Requests {
  #last = 0;

  constructor(readonly world: World) {}

  requests(): T.RequestCard[] {
    return [...this.world.state().requests.values()].map((view) => view.card);
  }

  request({ id, language }: T.RequestIdRequest): T.RequestView {
    const view = this.world.state().requests.get(id) ?? this.world.fail('no_such');
    return this.#shown(view, language);
  }

  request_create(request: T.CreateRequest): T.RequestView {
    const id = (this.#last += 1);
    const shop = this.world.shop(request.controller);
    const named = this.world.tablesOf([shop.id]).flatMap((table) => table.fields.map((field) => ({ table, field })));
    const identifiers = named
      .filter(({ field }) => /CustomerNumber|EmailAddress|LoyaltyCard|pd:Name/.test(field.category))
      .map(({ table, field }): T.IdentifierView => ({ category: field.category, label: words(field.label, request.language), value: field.value(0), place: { path: table.path, at: { kind: 'line', line: 2 }, field: field.name } }));
    const view: T.RequestView = {
      card: { id, controller: shop.id, controller_name: this.world.name(shop), right: request.right, law: 'eu_gdpr', state: 'draft', created: this.world.today, sent: null, due: null, items: request.items.length },
      language: request.language, contact: { name: this.world.name(shop), ...shop.contact }, sender: this.world.state().sender, identifiers, chosen: identifiers.slice(0, 2).map((one) => one.value),
      items: this.#itemViews(request.items, request.language), masked: true, note: '', due_how: [], missing: [], warnings: [], pages: [], text: '', events: [{ state: 'draft', day: this.world.today, note: '', how: '', files: [] }],
      next: [], facts: [], formats: [], deadline: null, languages: [], fields: [], about: request.about ?? null,
    };
    this.world.change('history.request_created', (state) => state.requests.set(id, view));
    return this.#shown(view, request.language);
  }

  request_update(request: T.UpdateRequest): T.RequestView {
    const view = this.world.state().requests.get(request.id) ?? this.world.fail('no_such');
    if (request.sender) this.world.state().sender = request.sender;
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
    // As in the program, each saving is a step of its own.
    this.world.change('history.request_changed', (state) => state.requests.set(request.id, next));
    return this.#shown(next, this.world.language());
  }

  request_mark(request: T.MarkRequest): T.RequestView {
    this.world.change('history.request_marked', (state) => {
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
    this.world.change('history.request_removed', (state) => state.requests.delete(id));
    return this.world.session();
  }

  #itemViews(items: T.RequestItem[], language: string): T.RequestItemView[] {
    return items.map((item) => {
      const table = this.world.tables().find((one) => one.id === item.table) ?? this.world.fail('no_such');
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
    const sender = this.world.state().sender;
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
