// Imports and their reports, as the mock core answers.
import type * as T from '../../src/ipc/types';
import type { MockController } from './data';
import { words, type World } from './world';

export class Imports {
  constructor(
    readonly world: World,
    /** The shop that an import of whatever the tests "chose" brings. */
    readonly brings: number,
  ) {}

  sample_load(request: T.LanguageRequest): T.ImportedView {
    this.world.change('history.imported', (state) => (state.shops = [...new Set([...state.shops, 1, 2])]));
    return { imports: [1, 2].map((id) => this.import_report({ id, language: request.language })) };
  }

  sample_remove(): T.SessionView {
    this.world.change('history.sample_removed', (state) => (state.shops = state.shops.filter((id) => !this.world.shop(id).sample)));
    return this.world.session();
  }

  imported(request: T.ImportRequest): T.ImportedView {
    this.world.change('history.imported', (state) => {
      state.shops = [...new Set([...state.shops, this.brings])];
      if (request.controller) state.names.set(this.brings, request.controller);
    });
    return { imports: [this.import_report({ id: this.brings, language: 'de' })] };
  }

  imports(): T.ImportView[] {
    return this.world.state().shops.map((id) => this.view(this.world.shop(id)));
  }

  import_remove({ id }: T.ImportIdRequest): T.SessionView {
    this.world.change('history.import_removed', (state) => (state.shops = state.shops.filter((one) => one !== id)));
    return this.world.session();
  }

  import_set_controller(request: T.SetControllerRequest): T.ImportView {
    this.world.change('history.controller_set', (state) => state.names.set(request.import, request.name));
    return this.view(this.world.shop(request.import));
  }

  controller_rename({ id, name }: T.RenameControllerRequest): T.ControllerView {
    return this.import_set_controller({ import: id, name }).controller;
  }

  import_report({ id, language }: T.ImportIdRequest): T.ImportReportView {
    const shop = this.world.shop(id);
    const members = this.#members(shop, language);
    return {
      import: this.view(shop),
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
    const read = this.world.tablesOf([shop.id]).map((table) =>
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

  view(shop: MockController): T.ImportView {
    const members = this.#members(shop, 'de');
    const sum = (state: T.MemberState): T.LedgerSum => {
      const of = members.filter((member) => member.state === state);
      return { members: of.length, bytes: of.reduce((total, member) => total + member.bytes, 0) };
    };
    const [read, duplicate, kept, failed] = [sum('read'), sum('duplicate'), sum('kept'), sum('failed')];
    const severity = (one: T.Severity) => members.flatMap((member) => member.problems).filter((problem) => problem.severity === one).length;
    return {
      id: shop.id,
      controller: { id: shop.id, name: this.world.name(shop), how: shop.id < 3 ? 'declared' : 'name', why: [] },
      name: shop.file,
      sha256: shop.id.toString().padStart(64, '7c1e'),
      bytes: shop.bytes,
      received: shop.received,
      imported: `${shop.received}T14:05:00Z`,
      ledger: { total: { members: members.length, bytes: members.reduce((total, member) => total + member.bytes, 0) }, read, duplicate, kept, failed, adds_up: true },
      records: this.world.tablesOf([shop.id]).reduce((total, table) => total + table.rows, 0),
      entries: this.world.tablesOf([shop.id]).reduce((total, table) => total + table.rows, 0),
      problems: [severity('note'), severity('warning'), severity('failure')],
      sample: shop.sample,
    };
  }
}
