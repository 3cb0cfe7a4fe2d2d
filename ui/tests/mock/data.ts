// One invented customer at four invented shops. Every value is made up:
// example.org mail, 555 numbers, addresses of documentation networks.
import type { Kind, Statement, StatementKind, Voice, VoicedView } from '../../src/ipc/types';

export type Both = { en: string; de: string };
export const both = (en: string, de: string): Both => ({ en, de });

export interface MockField {
  name: string;
  category: string;
  label: Both;
  kind: Kind | null;
  sensitive?: boolean;
  special?: boolean;
  value: (row: number) => string;
}

export interface MockTable {
  id: number;
  controller: number;
  path: string;
  label: Both;
  rows: number;
  first: string | null;
  last: string | null;
  fields: MockField[];
}

export interface Said {
  text: Both;
  voice: Voice;
  quote?: string;
  page?: number;
}

export interface MockWhy {
  purposes: Said[];
  retention: Said[];
  recipients: Said[];
  sources?: Said[];
  basis?: Said[];
}

export interface MockController {
  id: number;
  name: string;
  file: string;
  bytes: number;
  received: string;
  letter: string;
  why: Partial<Record<Kind, MockWhy>>;
  contact: { address: string[]; email: string; web: string; origin: string; as_of: string };
  quotes: [StatementKind, string, number][];
  checklist: ('yes' | 'partly' | 'perhaps' | 'no')[];
  sample: boolean;
}

const pick = <T,>(list: readonly T[], row: number): T => list[row % list.length] as T;
const pad = (value: number) => String(value).padStart(2, '0');
export const dayOf = (table: MockTable, row: number): string | null => {
  if (!table.first || !table.last) return null;
  const [from, to] = [Date.parse(table.first), Date.parse(table.last)];
  return new Date(to - ((to - from) * row) / Math.max(1, table.rows - 1)).toISOString().slice(0, 10);
};

const goods = ['Bettgestell Skagen 160 cm', 'Esstisch Lund, Eiche', 'Stehlampe Varde', 'Regal Holm 5 Böden', 'Sessel Tarn, moosgrün', 'Kopfkissen Daune 80 × 80'];
const food = ['Vollmilch 1 l', 'Roggenbrot 750 g', 'Äpfel Elstar 1 kg', 'Haferflocken', 'Bergkäse 200 g', 'Windeln Größe 4', 'Spülmittel'];
const herbs = ['Kamillenblüten 100 g', 'Johanniskraut-Kapseln', 'Baldrianwurzel', 'Schwangerschaftstee', 'Pfefferminzöl 10 ml'];

const f = (name: string, category: string, en: string, de: string, kind: Kind | null, value: (row: number) => string, more: Partial<MockField> = {}): MockField => ({
  name,
  category,
  label: both(en, de),
  kind,
  value,
  ...more,
});

export function tables(extra: number): MockTable[] {
  return [
    {
      id: 1, controller: 1, path: 'ahrensberg-auskunft.zip!/kunden.csv', label: both('Customer', 'Kundin'), rows: 4, first: '2017-04-03', last: '2026-08-02',
      fields: [
        f('Vorname', 'pd:GivenName', 'First name', 'Vorname', 'identity', () => 'Mira', { sensitive: true }),
        f('Nachname', 'pd:FamilyName', 'Last name', 'Nachname', 'identity', (row) => pick(['Özdemir-Lauterbach', 'Oezdemir'], row), { sensitive: true }),
        f('Geburtsdatum', 'pd:BirthDate', 'Date of birth', 'Geburtsdatum', 'identity', (row) => pick(['1988-02-14', '1988-02-04'], row), { sensitive: true }),
        f('E-Mail', 'pd:EmailAddress', 'E-mail address', 'E-Mail-Adresse', 'contact', () => 'mira.oezdemir@example.org', { sensitive: true }),
        f('Straße', 'pd:Street', 'Street', 'Straße', 'contact', () => 'Lindenhof 12', { sensitive: true }),
        f('Kundennummer', 'ext:CustomerNumber', 'Customer number', 'Kundennummer', 'account', () => 'AH-0040712'),
      ],
    },
    {
      id: 2, controller: 1, path: 'ahrensberg-auskunft.zip!/bestellungen.csv', label: both('Orders', 'Bestellungen'), rows: 634, first: '2017-04-03', last: '2026-07-28',
      fields: [
        f('Bestellnr', 'ext:OrderNumber', 'Order number', 'Bestellnummer', 'orders', (row) => `B-${100200 + row * 7}`),
        f('Datum', 'ext:OrderDate', 'Order date', 'Bestelldatum', 'orders', (row) => `20${17 + (row % 9)}-${pad((row % 12) + 1)}-${pad((row % 27) + 1)}`),
        f('Artikel', 'ext:Product', 'Item', 'Artikel', 'orders', (row) => pick(goods, row)),
        f('Preis', 'ext:Price', 'Price', 'Preis', 'orders', (row) => `${(row % 90) * 7 + 19},90 €`),
      ],
    },
    {
      id: 3, controller: 1, path: 'ahrensberg-auskunft.zip!/zahlungen.json', label: both('Payments', 'Zahlungen'), rows: 180, first: '2018-01-11', last: '2026-07-28',
      fields: [
        f('iban', 'pd:BankAccount', 'Bank account', 'Bankverbindung', 'payment', () => 'DE02 1203 0000 0000 2020 51', { sensitive: true }),
        f('bonitaet', 'ext:CreditScore', 'Credit score', 'Bonitätswert', 'inferences', (row) => pick(['97,4', '96,8', '91,2'], row)),
        f('betrag', 'ext:Amount', 'Amount', 'Betrag', 'payment', (row) => `${row * 3 + 19},90 €`),
      ],
    },
    {
      id: 4, controller: 1, path: 'ahrensberg-auskunft.zip!/weblog.csv', label: both('Web visits', 'Webseiten-Besuche'), rows: 181, first: '2020-05-04', last: '2026-08-01',
      fields: [
        f('ip', 'pd:IPAddress', 'IP address', 'IP-Adresse', 'device', (row) => `203.0.113.${(row % 250) + 1}`, { sensitive: true }),
        f('agent', 'pd:BrowserFingerprint', 'Browser', 'Browser', 'device', (row) => pick(['Firefox 141, Linux', 'Safari 19, iPhone'], row)),
        f('seite', 'ext:PageVisit', 'Page visited', 'Aufgerufene Seite', 'behaviour', (row) => pick(['/betten/skagen', '/kinderzimmer', '/umzug', '/angebote'], row)),
      ],
    },
    {
      id: 5, controller: 1, path: 'ahrensberg-auskunft.zip!/segmente.json', label: both('Audience segments', 'Werbezielgruppen'), rows: 4, first: null, last: null,
      fields: [
        f('segment', 'ext:Segment', 'Audience segment', 'Zielgruppe', 'inferences', (row) => pick(['zieht bald um', 'Familie mit Kleinkind', 'preisbewusst', 'kauft abends'], row)),
        f('partner', 'ext:Recipient', 'Advertising partner', 'Werbepartner', 'third_parties', (row) => pick(['Adnova Media', 'Kranich Data', 'Meisner Spedition'], row)),
      ],
    },
    {
      id: 6, controller: 1, path: 'ahrensberg-auskunft.zip!/service.csv', label: both('Customer service', 'Kundendienst'), rows: 3, first: '2023-03-09', last: '2025-11-20',
      fields: [f('notiz', 'ext:SupportNote', 'Service note', 'Notiz', 'support', (row) => pick(['hat zweimal nach der Lieferung gefragt', 'Reklamation Tischbein', 'war freundlich'], row))],
    },
    {
      id: 7, controller: 1, path: 'ahrensberg-auskunft.zip!/newsletter.csv', label: both('Newsletter', 'Newsletter'), rows: 2, first: '2019-06-01', last: '2024-02-17',
      fields: [f('einwilligung', 'ext:Consent', 'Consent', 'Einwilligung', 'marketing', (row) => pick(['Newsletter: ja', 'Post: nein'], row))],
    },
    {
      id: 8, controller: 2, path: 'frischmarkt-export.zip!/bons.csv', label: both('Receipts', 'Kassenbons'), rows: 1204, first: '2021-02-13', last: '2026-08-09',
      fields: [
        f('bon', 'ext:ReceiptNumber', 'Receipt', 'Bon', 'orders', (row) => `${704411 + row}`),
        f('artikel', 'ext:Product', 'Item', 'Artikel', 'orders', (row) => pick(food, row)),
        f('karte', 'ext:CardLast4', 'Card', 'Karte', 'payment', () => '•••• 4242', { sensitive: true }),
        f('filiale', 'ext:Store', 'Shop', 'Filiale', 'location', (row) => pick(['Lindenhof', 'Bahnhof Nord', 'Am Markt'], row)),
      ],
    },
    {
      id: 9, controller: 2, path: 'frischmarkt-export.zip!/app/events.jsonl', label: both('App events', 'App-Ereignisse'), rows: 377 + extra, first: '2022-07-01', last: '2026-08-10',
      fields: [
        f('event', 'ext:AppEvent', 'App event', 'App-Ereignis', 'behaviour', (row) => pick(['coupon_view', 'list_add', 'search: windeln', 'open'], row)),
        f('device_id', 'pd:DeviceID', 'Device number', 'Gerätenummer', 'device', () => '2001:db8::c0de:17', { sensitive: true }),
      ],
    },
    {
      id: 10, controller: 2, path: 'frischmarkt-export.zip!/profil.json', label: both('Profile', 'Profil'), rows: 9, first: '2021-02-13', last: '2021-02-13',
      fields: [
        f('name', 'pd:Name', 'Name', 'Name', 'identity', () => 'Mira Özdemir-Lauterbach', { sensitive: true }),
        f('mail', 'pd:EmailAddress', 'E-mail address', 'E-Mail-Adresse', 'contact', () => 'mira@example.org', { sensitive: true }),
        f('haushalt', 'ext:Household', 'Household', 'Haushalt', 'inferences', (row) => pick(['junge Familie', 'Kleinkind wahrscheinlich'], row)),
        f('bonuskarte', 'ext:LoyaltyCard', 'Loyalty card', 'Bonuskarte', 'account', () => 'FP 5550 1887'),
        f('werbung', 'ext:Consent', 'Consent', 'Einwilligung', 'marketing', () => 'App-Mitteilungen: ja'),
      ],
    },
    {
      id: 11, controller: 3, path: 'kraeuterhaus.json', label: both('Account and orders', 'Konto und Bestellungen'), rows: 140, first: '2019-10-02', last: '2026-05-30',
      fields: [
        f('name', 'pd:Name', 'Name', 'Name', 'identity', () => 'Mira Özdemir', { sensitive: true }),
        f('mail', 'pd:EmailAddress', 'E-mail address', 'E-Mail-Adresse', 'contact', () => 'mira@example.org', { sensitive: true }),
        f('produkt', 'ext:Product', 'Item', 'Artikel', 'orders', (row) => pick(herbs, row), { special: true }),
        f('ort', 'pd:City', 'Town', 'Ort', 'location', (row) => pick(['Ahrenshagen', 'Lindau'], row)),
      ],
    },
    {
      id: 12, controller: 4, path: 'auskunft-optik.html', label: both('Glasses and tests', 'Brillen und Sehtests'), rows: 48, first: '2024-01-19', last: '2026-06-04',
      fields: [
        f('Name', 'pd:Name', 'Name', 'Name', 'identity', () => 'M. Özdemir-Lauterbach', { sensitive: true }),
        f('Sehstärke', 'pd:Health', 'Eye test', 'Sehstärke', 'identity', (row) => pick(['-1,75 / -2,00', '-1,50 / -2,00'], row), { sensitive: true, special: true }),
        f('Telefon', 'pd:TelephoneNumber', 'Telephone', 'Telefon', 'contact', () => '+49 555 010 4471', { sensitive: true }),
        f('Gestell', 'ext:Product', 'Frame', 'Gestell', 'orders', (row) => pick(['Modell Fjord, schwarz', 'Modell Heide, rot'], row)),
      ],
    },
  ];
}

const none: Said[] = [{ text: both('', ''), voice: 'not_stated' }];
const said = (voice: Voice, en: string, de: string, quote?: string, page?: number): Said => ({ text: both(en, de), voice, quote, page });

export const controllers: MockController[] = [
  {
    id: 1, name: 'Möbelhaus Ahrensberg GmbH', file: 'ahrensberg-auskunft.zip', bytes: 418_220, received: '2026-08-12', letter: 'ahrensberg-auskunft.zip!/Auskunft.pdf', sample: true,
    why: {
      identity: { purposes: [said('stated', 'Handling your orders', 'Abwicklung Ihrer Bestellungen', 'Wir verarbeiten Ihre Stammdaten zur Abwicklung Ihrer Bestellungen.', 1)], retention: [said('stated', 'As long as the account exists', 'Solange das Konto besteht', 'Ihre Stammdaten speichern wir, solange Ihr Kundenkonto besteht.', 2)], recipients: [said('stated', 'Meisner Spedition', 'Meisner Spedition')], basis: [said('stated', 'Contract', 'Vertrag')] },
      contact: { purposes: [said('stated', 'Delivery and questions', 'Lieferung und Rückfragen'), said('stated', 'Newsletter, with consent', 'Newsletter, mit Einwilligung')], retention: [said('stated', 'As long as the account exists', 'Solange das Konto besteht')], recipients: [said('stated', 'Meisner Spedition', 'Meisner Spedition'), said('seen', 'Adnova Media (hashed e-mail)', 'Adnova Media (E-Mail als Hash)')] },
      account: { purposes: [said('stated', 'Customer account', 'Kundenkonto')], retention: [said('stated', 'As long as the account exists', 'Solange das Konto besteht')], recipients: none },
      orders: { purposes: [said('stated', 'Orders and returns', 'Bestellungen und Rückgaben', 'Bestelldaten verarbeiten wir zur Erfüllung des Kaufvertrags und bewahren sie nach Steuerrecht auf.', 1), said('stated', 'Bookkeeping under tax law', 'Buchführung nach Steuerrecht')], retention: [said('stated', '8 years', '8 Jahre', 'Rechnungsdaten bewahren wir acht Jahre auf.', 2)], recipients: [said('stated', 'Meisner Spedition', 'Meisner Spedition'), said('stated', 'Tax adviser', 'Steuerberatung')] },
      payment: { purposes: [said('stated', 'Checking that you can pay', 'Prüfung der Zahlungsfähigkeit')], retention: none, recipients: [said('stated', 'Kranich Data', 'Kranich Data')] },
      support: { purposes: none, retention: [said('stated', '3 years', '3 Jahre', 'Anfragen an den Kundendienst bewahren wir drei Jahre auf.', 2)], recipients: none },
      behaviour: { purposes: [said('typical', 'Personal recommendations', 'Persönliche Empfehlungen')], retention: [said('stated', '13 months', '13 Monate', 'Besuche auf unserer Webseite löschen wir nach 13 Monaten.', 3)], recipients: none },
      device: { purposes: [said('typical', 'Preventing fraud', 'Betrug verhindern')], retention: [said('stated', '13 months', '13 Monate')], recipients: none },
      inferences: { purposes: [said('seen', 'Advertising profile', 'Werbeprofil')], retention: none, recipients: [said('seen', 'Adnova Media', 'Adnova Media')] },
      marketing: { purposes: [said('stated', 'Newsletter, with consent', 'Newsletter, mit Einwilligung')], retention: [said('stated', 'Until you object', 'Bis zum Widerspruch')], recipients: none },
      third_parties: { purposes: [said('seen', 'Advertising profile', 'Werbeprofil')], retention: none, recipients: [said('seen', 'Adnova Media', 'Adnova Media'), said('stated', 'Kranich Data', 'Kranich Data')] },
    },
    contact: { address: ['Ahrensberg Allee 4', '18555 Musterstadt'], email: 'datenschutz@ahrensberg.example', web: '', origin: 'letter', as_of: '2026-08-12' },
    quotes: [
      ['purpose', 'Wir verarbeiten Ihre Stammdaten zur Abwicklung Ihrer Bestellungen.', 1],
      ['retention', 'Anfragen an den Kundendienst bewahren wir drei Jahre auf.', 2],
      ['retention', 'Besuche auf unserer Webseite löschen wir nach 13 Monaten.', 3],
      ['recipient', 'Empfänger sind die Meisner Spedition, die Kranich Data sowie unsere Steuerberatung.', 2],
      ['source', 'Ihre Daten haben wir von Ihnen selbst erhalten.', 1],
      ['right', 'Sie haben das Recht auf Berichtigung, Löschung und Einschränkung der Verarbeitung.', 3],
      ['complaint', 'Sie können sich bei der Aufsichtsbehörde beschweren.', 3],
    ],
    checklist: ['yes', 'yes', 'partly', 'partly', 'yes', 'yes', 'yes', 'perhaps', 'no'],
  },
  {
    id: 2, name: 'Frischmarkt Plus', file: 'frischmarkt-export.zip', bytes: 1_204_551, received: '2026-08-19', letter: 'frischmarkt-export.zip!/lies-mich.txt', sample: true,
    why: {
      identity: { purposes: [said('stated', 'Loyalty card', 'Bonuskarte')], retention: none, recipients: none },
      contact: { purposes: [said('stated', 'Loyalty card', 'Bonuskarte')], retention: none, recipients: none },
      account: { purposes: [said('stated', 'Loyalty card', 'Bonuskarte')], retention: none, recipients: none },
      orders: { purposes: [said('seen', 'Personal coupons', 'Persönliche Gutscheine')], retention: none, recipients: [said('seen', 'Adnova Media', 'Adnova Media')] },
      payment: { purposes: [said('typical', 'Taking the payment', 'Abwicklung der Zahlung')], retention: none, recipients: none },
      behaviour: { purposes: none, retention: none, recipients: none },
      device: { purposes: none, retention: none, recipients: none },
      location: { purposes: [said('typical', 'Finding the nearest shop', 'Nächste Filiale finden')], retention: none, recipients: none },
      inferences: { purposes: none, retention: none, recipients: [said('seen', 'Adnova Media', 'Adnova Media')] },
      marketing: { purposes: [said('seen', 'App messages', 'App-Mitteilungen')], retention: none, recipients: none },
    },
    contact: { address: ['Marktplatz 9', '18556 Musterdorf'], email: '', web: 'frischmarkt.example/datenschutz', origin: 'directory', as_of: '2026-06-01' },
    quotes: [['purpose', 'Die Angaben dienen der Teilnahme am Bonusprogramm.', 1]],
    checklist: ['partly', 'yes', 'no', 'no', 'yes', 'no', 'no', 'no', 'no'],
  },
  {
    id: 3, name: 'Kräuterhaus Immergrün', file: 'kraeuterhaus.json', bytes: 88_110, received: '2026-09-02', letter: 'kraeuterhaus.json', sample: false,
    why: {
      identity: { purposes: [said('stated', 'Handling your orders', 'Abwicklung Ihrer Bestellungen')], retention: [said('stated', '10 years', '10 Jahre')], recipients: none },
      contact: { purposes: [said('stated', 'Handling your orders', 'Abwicklung Ihrer Bestellungen')], retention: none, recipients: none },
      orders: { purposes: [said('stated', 'Handling your orders', 'Abwicklung Ihrer Bestellungen')], retention: [said('stated', '10 years', '10 Jahre')], recipients: none },
      location: { purposes: none, retention: none, recipients: none },
    },
    contact: { address: [], email: '', web: '', origin: '', as_of: '' },
    quotes: [],
    checklist: ['yes', 'yes', 'no', 'yes', 'no', 'no', 'no', 'no', 'no'],
  },
  {
    id: 4, name: 'Optik Helling', file: 'auskunft-optik.html', bytes: 21_908, received: '2026-09-15', letter: 'auskunft-optik.html', sample: false,
    why: {
      identity: { purposes: [said('stated', 'Making your glasses', 'Anfertigung Ihrer Brille')], retention: [said('stated', '10 years', '10 Jahre')], recipients: [said('stated', 'Lens maker', 'Glashersteller')] },
      contact: { purposes: [said('stated', 'Telling you that they are ready', 'Benachrichtigung bei Abholung')], retention: none, recipients: none },
      orders: { purposes: [said('stated', 'Making your glasses', 'Anfertigung Ihrer Brille')], retention: [said('stated', '10 years', '10 Jahre')], recipients: [said('stated', 'Lens maker', 'Glashersteller')] },
    },
    contact: { address: ['Brückenstraße 2', '18557 Musterhafen'], email: 'post@optik-helling.example', web: '', origin: 'letter', as_of: '2026-09-15' },
    quotes: [['retention', 'Ihre Unterlagen bewahren wir zehn Jahre auf.', 1]],
    checklist: ['yes', 'yes', 'yes', 'yes', 'partly', 'yes', 'no', 'yes', 'no'],
  },
];

export function voiced(list: Said[] | undefined, language: string, path: string): VoicedView[] {
  return (list ?? none).map((one) => ({
    text: one.text[language === 'de' ? 'de' : 'en'],
    voice: one.voice,
    quote: one.quote ?? '',
    place: one.voice === 'stated' || one.voice === 'seen' ? { path, at: { kind: 'page', page: one.page ?? 1 } } : null,
  }));
}

export function statements(controller: MockController): Statement[] {
  return controller.quotes.map(([kind, quote, page]) => ({
    kind,
    quote,
    value: '',
    applies_to: '',
    categories: [],
    language: 'de',
    place: { path: controller.letter, at: { kind: 'page', page } },
  }));
}

export const questions: [string, Both, string][] = [
  ['15-1-a', both('Why is it processed?', 'Wozu werden die Daten verarbeitet?'), 'Art. 15(1)(a)'],
  ['15-1-b', both('Which kinds of data?', 'Welche Arten von Daten?'), 'Art. 15(1)(b)'],
  ['15-1-c', both('Who received it?', 'Wer hat sie erhalten?'), 'Art. 15(1)(c)'],
  ['15-1-d', both('How long is it kept?', 'Wie lange werden sie gespeichert?'), 'Art. 15(1)(d)'],
  ['15-1-e', both('Which rights do you have?', 'Welche Rechte haben Sie?'), 'Art. 15(1)(e)'],
  ['15-1-f', both('Where can you complain?', 'Wo können Sie sich beschweren?'), 'Art. 15(1)(f)'],
  ['15-1-g', both('Where did it come from?', 'Woher stammen sie?'), 'Art. 15(1)(g)'],
  ['15-1-h', both('Are decisions made automatically?', 'Wird automatisch entschieden?'), 'Art. 15(1)(h)'],
  ['15-2', both('Does it leave the EU, and how is it protected?', 'Verlassen sie die EU, und wie sind sie geschützt?'), 'Art. 15(2)'],
];
