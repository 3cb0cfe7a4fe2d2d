// What the invented core makes of the invented data: why, when, where, for whom.
import type * as T from '../../src/ipc/types';
import { kinds } from '../../src/state/route';
import { both, dayOf, voiced, type Both, type MockController, type MockTable, type Said } from './data';

export interface MockContext {
  shops: MockController[];
  tables: MockTable[];
  name: (shop: MockController) => string;
  company: (id: number, language: string) => T.CompanyView;
  corrections: Map<string, { category?: string; purpose?: string }>;
}

const words = (text: Both, language: string): string => text[language === 'de' ? 'de' : 'en'];
const slug = (text: Both): string => (text.en ? `mock:${text.en.replace(/\W+/g, '')}` : '');
const direct = /advert|newsletter|coupon|recommend|messages/i;
const strength: T.Voice[] = ['stated', 'seen', 'typical', 'not_stated'];
const strongest = (a: T.Voice, b: T.Voice): T.Voice => (strength.indexOf(a) <= strength.indexOf(b) ? a : b);
const missing: Said = { text: both('', ''), voice: 'not_stated' };

const chosen = (context: MockContext, ids: number[]): MockController[] => context.shops.filter((shop) => ids.length === 0 || ids.includes(shop.id));
const holds = (table: MockTable, kind: T.Kind): boolean => table.fields.some((field) => field.kind === kind);

/** What the person said of a field stands before every guess. */
function purposesOf(context: MockContext, shop: MockController, kind: T.Kind): Said[] {
  const said = shop.why[kind]?.purposes ?? [missing];
  const own = context.tables
    .filter((table) => table.controller === shop.id)
    .flatMap((table) => table.fields.flatMap((field, at) => (field.kind === kind ? [context.corrections.get(`${table.id}.${at + 1}`)?.purpose ?? ''] : [])))
    .find(Boolean);
  const known = own ? allPurposes(context).find((one) => slug(one.text) === own) : undefined;
  return known ? [{ text: known.text, voice: 'seen' }] : said;
}

function allPurposes(context: MockContext): Said[] {
  const all = context.shops.flatMap((shop) => Object.values(shop.why).flatMap((why) => why?.purposes ?? []));
  return [...new Map(all.filter((one) => one.text.en).map((one) => [slug(one.text), one])).values()];
}

/** Whether nothing says why a table is held. */
export function unstated(table: MockTable, shop: MockController): boolean {
  const said = (kind: T.Kind) => (shop.why[kind]?.purposes ?? []).some((one) => one.voice === 'stated' || one.voice === 'seen');
  return table.fields.every((field) => !field.kind || !said(field.kind));
}

export function why(context: MockContext, { controllers, language }: T.WhyRequest): T.WhyView {
  const purposes = new Map<string, T.PurposeColumn>();
  const recipients = new Map<string, T.RecipientColumn>();
  const cells = new Map<string, T.WhyCellView>();
  const bands: T.BandView[] = [];
  const items: T.WhyItemView[] = [];
  for (const shop of chosen(context, controllers)) {
    const label = context.company(shop.id, language).label;
    for (const kind of kinds) {
      const own = context.tables.filter((table) => table.controller === shop.id && holds(table, kind));
      const records = own.reduce((sum, table) => sum + table.rows, 0);
      if (records === 0) continue;
      const row = label.find((one) => one.kind === kind);
      items.push(...(row?.items ?? []).map((item) => ({ controller: shop.id, controller_name: context.name(shop), kind, item })));
      const why = shop.why[kind];
      for (const purpose of purposesOf(context, shop, kind)) {
        const id = slug(purpose.text);
        const column = purposes.get(id) ?? {
          id, label: words(purpose.text, language), voice: purpose.voice, records: 0, direct_marketing: direct.test(purpose.text.en),
          sentence: id ? words(both('So that this can be done for you or with you.', 'Damit dies für Sie oder mit Ihnen geschehen kann.'), language) : '',
        };
        purposes.set(id, { ...column, voice: strongest(column.voice, purpose.voice), records: column.records + records });
        const cell = cells.get(`${kind} ${id}`) ?? { kind, purpose: id, voice: purpose.voice, records: 0, fields: 0, reasons: [], legal_bases: [], recipients: [], retention: [] };
        cells.set(`${kind} ${id}`, {
          ...cell,
          voice: strongest(cell.voice, purpose.voice),
          records: cell.records + records,
          fields: cell.fields + (row?.items.length ?? 0),
          reasons: [...cell.reasons, ...voiced([purpose], language, shop.letter)],
          legal_bases: [...cell.legal_bases, ...(why?.basis ? voiced(why.basis, language, shop.letter) : [])],
          recipients: [...cell.recipients, ...voiced(why?.recipients, language, shop.letter)],
          retention: [...cell.retention, ...voiced(why?.retention, language, shop.letter)],
        });
        for (const recipient of why?.recipients ?? [missing]) {
          const to = slug(recipient.text);
          const known = recipients.get(to) ?? { id: to, label: words(recipient.text, language), voice: recipient.voice, records: 0 };
          recipients.set(to, { ...known, records: known.records + records });
          bands.push({ controller: shop.id, controller_name: context.name(shop), kind, purpose: id, purpose_voice: purpose.voice, recipient: to, recipient_voice: recipient.voice, records });
        }
      }
    }
  }
  const last = <U extends { id: string; records: number }>(list: U[]) => list.sort((a, b) => Number(a.id === '') - Number(b.id === '') || b.records - a.records);
  const silent = chosen(context, controllers)
    .flatMap((shop) => context.tables.filter((table) => table.controller === shop.id && unstated(table, shop)))
    .reduce((sum, table) => sum + table.rows, 0);
  return { purposes: last([...purposes.values()]), recipients: last([...recipients.values()]), cells: [...cells.values()], bands, items, without_purpose: silent };
}

function months(text: string): number | null {
  const found = /(\d+) (year|month)/.exec(text);
  return found ? Number(found[1]) * (found[2] === 'year' ? 12 : 1) : null;
}

export function retention(context: MockContext, { controllers, language }: T.WhyRequest): T.RetentionBar[] {
  return chosen(context, controllers).flatMap((shop) =>
    context.tables
      .filter((table) => table.controller === shop.id)
      .map((table): T.RetentionBar => {
        const kind = table.fields.find((field) => field.kind && field.kind !== 'identity')?.kind ?? 'identity';
        const said = shop.why[kind]?.retention[0];
        const stated = said && said.voice !== 'not_stated' ? said : undefined;
        const period = stated ? months(stated.text.en) : null;
        const age = table.first ? (Date.parse(shop.received) - Date.parse(table.first)) / (30.44 * 86_400_000) : 0;
        return {
          controller: shop.id, controller_name: context.name(shop), kind, table: words(table.label, language), months: period,
          period: stated ? (voiced([stated], language, shop.letter)[0] ?? null) : null,
          oldest: table.first, newest: table.last, over: period !== null && age > period, records: table.rows,
        };
      }),
  );
}

const shared = /EmailAddress|CustomerNumber|LoyaltyCard|BankAccount|DeviceID|IPAddress|CardLast4|TelephoneNumber/;

export function links(context: MockContext, { controllers, language }: T.WhyRequest): T.LinksView {
  const nodes = new Map<string, T.LinkNode>();
  const edges = new Map<string, T.LinkEdge>();
  const join = (from: string, to: string, records: number, voice: T.Voice, place: T.SourcePlace | null) => {
    const known = edges.get(`${from} ${to}`);
    edges.set(`${from} ${to}`, { from, to, records: (known?.records ?? 0) + records, voice: strongest(known?.voice ?? voice, voice), place: known?.place ?? place });
  };
  for (const shop of chosen(context, controllers)) {
    const id = `company:${shop.id}`;
    nodes.set(id, { id, group: 'company', label: context.name(shop), category: '', voice: 'stated' });
    for (const table of context.tables.filter((one) => one.controller === shop.id)) {
      for (const field of table.fields.filter((one) => shared.test(one.category))) {
        // The two addresses of the same person are one, so that something is shared.
        const value = /EmailAddress/.test(field.category) ? 'mira@example.org' : field.value(0);
        const key = `identifier:${field.category}${value}`;
        nodes.set(key, { id: key, group: 'identifier', label: value.replace(/\w(?=\w{2})/g, '•'), category: words(field.label, language), voice: 'seen' });
        join(id, key, table.rows, 'seen', { path: table.path, at: { kind: 'line', line: 2 }, field: field.name });
      }
    }
    for (const kind of kinds) {
      for (const recipient of shop.why[kind]?.recipients ?? []) {
        if (!recipient.text.en) continue;
        const text = both(recipient.text.en.replace(/ \(.*/, ''), recipient.text.de.replace(/ \(.*/, ''));
        const key = `recipient:${text.en.toLowerCase()}`;
        nodes.set(key, { id: key, group: 'recipient', label: words(text, language), category: '', voice: recipient.voice });
        const records = context.tables.filter((table) => table.controller === shop.id && holds(table, kind)).reduce((sum, table) => sum + table.rows, 0);
        if (records > 0) join(id, key, records, recipient.voice, { path: shop.letter, at: { kind: 'page', page: 2 } });
      }
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

const towns: [string, number, number, number, number, number][] = [
  ['Musterstadt', 54.21, 12.42, 1, 181, 4],
  ['Lindenhof', 53.55, 10.01, 2, 703, 8],
  ['Bahnhof Nord', 53.63, 9.99, 2, 320, 8],
  ['Am Markt', 53.87, 10.69, 2, 181, 8],
  ['Ahrenshagen', 54.24, 12.6, 3, 88, 11],
  ['Lindau', 47.55, 9.69, 3, 52, 11],
];
const countries: [string, Both, number, T.Voice, string, number][] = [
  ['DE', both('Germany', 'Deutschland'), 1473, 'seen', 'data', 1],
  ['DK', both('Denmark', 'Dänemark'), 12, 'seen', 'data', 1],
  ['US', both('United States', 'Vereinigte Staaten'), 4, 'stated', 'transfer', 1],
  ['IE', both('Ireland', 'Irland'), 377, 'seen', 'transfer', 2],
];

export function places(context: MockContext, { controllers, language }: T.WhyRequest): T.PlacesView {
  const here = new Set(chosen(context, controllers).map((shop) => shop.id));
  return {
    points: towns.filter(([, , , shop]) => here.has(shop)).map(([label, latitude, longitude, controller, records, table]) => ({ latitude, longitude, label, records, controller, entry: { table, row: 0 } })),
    countries: countries.filter(([, , , , , shop]) => here.has(shop)).map(([code, label, records, voice, purpose]) => ({ code, label: words(label, language), records, voice, purpose })),
    more: 0,
  };
}

export function timeline(context: MockContext, request: T.TimelineRequest): T.TimelineView {
  const shops = chosen(context, request.controllers);
  const some = context.tables.filter((table) => shops.some((shop) => shop.id === table.controller));
  const wanted = some.filter((table) => request.kinds.length === 0 || request.kinds.some((kind) => holds(table, kind)));
  const days = new Map<string, number>();
  const years = new Set<number>();
  const all: string[] = [];
  const inside = (day: string) => !(request.from && day < request.from) && !(request.to && day > request.to);
  const count = (tables: MockTable[]): { months: T.MonthCount[]; undated: number } => {
    const found = new Map<string, number>();
    let undated = 0;
    for (const table of tables) {
      // More rows than this would only repeat the picture.
      for (let row = 0; row < Math.min(table.rows, 3000); row += 1) {
        const day = dayOf(table, row);
        if (!day) {
          // A period leaves out what has no day.
          if (!request.from && !request.to) undated += 1;
          continue;
        }
        if (!inside(day)) continue;
        found.set(day.slice(0, 7), (found.get(day.slice(0, 7)) ?? 0) + 1);
      }
    }
    return { months: [...found].sort().map(([month, records]) => ({ month, records })), undated };
  };
  for (const table of wanted) {
    for (let row = 0; row < Math.min(table.rows, 3000); row += 1) {
      const day = dayOf(table, row);
      if (!day || !inside(day)) continue;
      all.push(day);
      years.add(Number(day.slice(0, 4)));
      if (Number(day.slice(0, 4)) === request.year) days.set(day, (days.get(day) ?? 0) + 1);
    }
  }
  all.sort();
  const lanes: T.Lane[] =
    request.by === 'kind'
      ? kinds.flatMap((kind) => {
          const of = wanted.filter((table) => holds(table, kind));
          return of.length > 0 ? [{ id: kind, label: '', kind, controller: null, ...count(of) }] : [];
        })
      : shops.map((shop) => ({ id: String(shop.id), label: context.name(shop), kind: null, controller: shop.id, ...count(wanted.filter((table) => table.controller === shop.id)) }));
  const marks = shops.flatMap((shop): T.TimeMark[] => {
    const opened = context.tables.filter((table) => table.controller === shop.id && table.first).map((table) => table.first as string).sort()[0];
    return [
      ...(opened ? [{ day: opened, kind: 'opened', controller: shop.id, text: { key: 'mark.opened', values: { company: context.name(shop) } } }] : []),
      { day: shop.received, kind: 'export', controller: shop.id, text: { key: 'mark.export', values: { company: context.name(shop) } } },
    ];
  });
  return {
    first: all[0] ?? null,
    last: all.at(-1) ?? null,
    lanes: lanes.filter((lane) => lane.months.length > 0 || lane.undated > 0),
    days: [...days].sort().map(([day, records]) => ({ day, records })),
    years: [...years].sort(),
    marks: marks.sort((a, b) => a.day.localeCompare(b.day)),
  };
}

function controllerOf(context: MockContext, table: number): MockController {
  const id = context.tables.find((one) => one.id === table)?.controller;
  return (context.shops.find((shop) => shop.id === id) ?? context.shops[0]) as MockController;
}

const serves: Partial<Record<T.Kind, 'customer' | 'company'>> = { behaviour: 'company', device: 'company', inferences: 'company', marketing: 'company', third_parties: 'company', location: 'company', orders: 'customer', support: 'customer' };

export function ledger(context: MockContext, { controller, language }: T.AuditRequest): T.Commands['ledger']['view'] {
  const lines = chosen(context, controller === undefined ? [] : [controller]).flatMap((shop) =>
    context.tables
      .filter((table) => table.controller === shop.id)
      .flatMap((table) =>
        table.fields.flatMap((field, at): T.LedgerLine[] => {
          if (!field.kind) return [];
          const whom = serves[field.kind] ?? 'both';
          const loss = { company: both('Nothing for you. Advertising will fit you less.', 'Für Sie nichts. Werbung passt dann weniger zu Ihnen.'), customer: both('You could no longer return or reorder.', 'Sie könnten nichts mehr zurückgeben oder nachbestellen.'), both: both('Your account would end.', 'Ihr Konto würde enden.') }[whom];
          return [{ controller: shop.id, controller_name: context.name(shop), kind: field.kind, category: field.category, label: words(field.label, language), table: table.id, field: at + 1, records: table.rows, serves: whom, loss: words(loss, language) }];
        }),
      ),
  );
  const none: T.EntryFilter = { controllers: [], imports: [], kinds: [], tables: [], paths: [], text: '', without_purpose: false };
  const erased = lines.filter((line) => line.serves === 'company');
  const gain = (id: string, table: number, amount: string, records: number, values: Record<string, string>): T.GainView => ({
    id, amount, records, text: { key: `gain.${id}`, values: { n: String(records), amount, company: here.has(table) ? context.name(controllerOf(context, table)) : '', ...values } }, entries: { ...none, tables: [table] },
  });
  const here = new Set(lines.map((line) => line.table));
  const gains = [
    gain('points', 8, '1840', 1204, { points: '1840' }),
    gain('discounts', 8, '38.20 EUR', 46, {}),
    gain('warranty', 2, '', 2, {}),
    gain('returns', 2, '', 3, {}),
  ].filter((one) => one.entries.tables.every((table) => here.has(table)));
  return {
    lines,
    gains,
    erase: erased.map((line) => ({ table: line.table, field: line.field, entries: [], found: '', right_value: '', since: '' })),
    erased: erased.reduce((sum, line) => sum + line.records, 0),
    kept: lines.filter((line) => line.serves !== 'company').reduce((sum, line) => sum + line.records, 0),
  };
}

export function categories(context: MockContext, { language }: T.LanguageRequest): T.CategoryOption[] {
  const fields = context.tables.flatMap((table) => table.fields);
  return [...new Map(fields.map((field) => [field.category, { id: field.category, label: words(field.label, language), kind: field.kind ?? 'account', sentence: '' }])).values()];
}

export function purposes(context: MockContext, { language }: T.LanguageRequest): T.PurposeOption[] {
  return allPurposes(context).map((one) => ({ id: slug(one.text), label: words(one.text, language), sentence: '' }));
}

export function itemOf(context: MockContext, { table, field, language }: T.CorrectFieldRequest): T.ItemView {
  const found = context.tables.find((one) => one.id === table);
  const all = found ? context.company(found.controller, language).label.flatMap((row) => row.items) : [];
  const item = all.find((one) => one.table_id === table && one.field_id === field);
  if (!item) throw { code: 'no_such', message: { key: 'error.no_such' }, hint: { key: 'error.no_such.hint' } } satisfies T.ApiError;
  return item;
}

export const insight = { why, retention, links, places, timeline, ledger, categories, purposes };
