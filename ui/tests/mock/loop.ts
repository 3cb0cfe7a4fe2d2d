// Requests and what comes after them, as the mock core answers.
import type * as T from '../../src/ipc/types';
import { both, type Both, type MockController } from './data';
import { words, type World } from './world';

const languages = ['de', 'en', 'fr'];

interface Known {
  id: string;
  label: Both;
  sentence: Both;
  article: string;
  items: boolean;
  reason: Both;
  first?: boolean;
  unfit?: Both;
}

const rights: Known[] = [
  { id: 'object_marketing', label: both('Objection to advertising', 'Widerspruch gegen Werbung'), sentence: both('They stop advertising to you. No reasons needed.', 'Das Unternehmen darf Ihnen keine Werbung mehr machen. Gründe brauchen Sie nicht.'), article: 'Art. 21(2) GDPR', items: false, first: true, reason: both('These data serve advertising, and against advertising you can always object.', 'Diese Daten dienen der Werbung, und gegen Werbung können Sie jederzeit widersprechen.') },
  { id: 'withdraw_consent', label: both('Withdrawal of consent', 'Widerruf der Einwilligung'), sentence: both('What you once agreed to, you can end.', 'Was Sie einmal erlaubt haben, können Sie beenden.'), article: 'Art. 7(3) GDPR', items: false, first: true, reason: both('They say that they rely on your consent.', 'Das Unternehmen beruft sich auf Ihre Einwilligung.') },
  { id: 'erasure', label: both('Deletion', 'Löschung'), sentence: both('They delete what they no longer need.', 'Das Unternehmen löscht, was es nicht mehr braucht.'), article: 'Art. 17 GDPR', items: false, reason: both('No purpose is stated for most of it.', 'Für das meiste ist kein Zweck angegeben.') },
  { id: 'rectification', label: both('Correction', 'Berichtigung'), sentence: both('They put right what is wrong.', 'Das Unternehmen berichtigt, was falsch ist.'), article: 'Art. 16 GDPR', items: true, reason: both('Facts can be corrected.', 'Angaben zur Sache lassen sich berichtigen.') },
  { id: 'access', label: both('Access', 'Auskunft'), sentence: both('They tell what they hold, and why.', 'Das Unternehmen sagt, was es hat und wozu.'), article: 'Art. 15 GDPR', items: false, reason: both('You can ask once in a while without giving reasons.', 'Sie können ab und zu ohne Angabe von Gründen fragen.') },
  { id: 'portability', label: both('Portability', 'Datenübertragung'), sentence: both('They hand over what you gave them in a form that programs read.', 'Das Unternehmen gibt heraus, was Sie ihm gegeben haben, in lesbarer Form.'), article: 'Art. 20 GDPR', items: false, reason: both('You gave these data yourself.', 'Diese Daten haben Sie selbst angegeben.'), unfit: both('Conclusions that they drew are not covered.', 'Eigene Schlüsse des Unternehmens fallen nicht darunter.') },
];

const companies: [string, string, string[], string, string[]][] = [
  ['nordlicht', 'Nordlicht Versand SE', ['nordlicht.example'], 'datenschutz@nordlicht.example', ['Kundennummer']],
  ['wollwerk', 'Wollwerk Handels GmbH', ['wollwerk.example', 'wolle.example'], 'privacy@wollwerk.example', []],
  ['radhof', 'Radhof am Deich eG', ['radhof.example'], 'auskunft@radhof.example', ['Mitgliedsnummer', 'Postleitzahl']],
];
const authority: [string, string, string[], string, string[]] = ['muster-aufsicht', 'Datenschutzaufsicht Musterland', ['aufsicht.example'], 'post@aufsicht.example', []];

const contact = (name: string, email: string): T.ContactView => ({ name, address: ['Hafenstraße 1', '18555 Musterstadt'], email, web: '', origin: 'directory', as_of: '2026-06-01' });
const hit = ([id, name, domains, email, required]: (typeof companies)[number]): T.DirectoryHit => ({
  id, name, domains, contact: contact(name, email), required, source: `https://${domains[0]}/datenschutz`, as_of: id === 'radhof' ? '2023-11-02' : '2026-06-01', own: false, stale: id === 'radhof', controller: null,
});

/** What a request's view says beyond the letter itself. */
export function extras(view: T.RequestView, language: string): Partial<T.RequestView> {
  const { state, due, right, sent } = view.card;
  const step = (action: string, more: Partial<T.NextStep> = {}): T.NextStep => ({ action, text: { key: `next.${action}` }, right: '', due: null, ...more });
  const next: Record<string, T.NextStep[]> = {
    draft: [step('mark_sent')],
    sent: [step('wait', { due }), step('mark_answered'), step('import_answer'), step('remind', { right: 'reminder', due })],
    answered: [step('import_answer'), step('proof'), step('close')],
    denied: [step('reply', { right: 'reply_disproportionate' }), step('complain', { right: 'complaint' })],
  };
  return {
    next: next[state] ?? (state === 'closed' ? [] : next.sent) ?? [],
    facts: right === 'erasure'
      ? [
          { id: 'account', question: words(both('Should the account be closed as well?', 'Soll auch das Konto geschlossen werden?'), view.language), kind: 'choice', options: [['yes', words(both('Yes', 'Ja'), view.language)], ['no', words(both('No', 'Nein'), view.language)]], value: 'no', required: false },
          { id: 'last_contact', question: words(both('When were you last in touch?', 'Wann hatten Sie zuletzt Kontakt?'), view.language), kind: 'day', options: [], value: '', required: false },
        ].map((fact) => ({ ...fact, value: view.facts.find((one) => one.id === fact.id)?.value ?? fact.value }) as T.FactView)
      : [],
    formats: sent ? ['pdf', 'docx', 'eml', 'txt', 'ics', 'json'] : ['pdf', 'docx', 'eml', 'txt', 'json'],
    deadline: due ? { due, steps: view.due_how, doubt: false } : null,
    languages,
    fields: view.text
      ? [
          [words(both('Name', 'Name'), language), view.sender.name],
          [words(both('E-mail', 'E-Mail'), language), view.sender.email],
          [words(both('Subject', 'Betreff'), language), view.text.split('\n').find((line) => /Art\. \d/.test(line)) ?? ''],
          [words(both('Message', 'Nachricht'), language), view.text],
        ]
      : [],
  };
}

export function loop(world: World): Record<string, (request: never) => unknown> {
  const hits = (what: string): T.DirectoryHit[] => {
    const base = what === 'authority' ? [hit(authority)] : companies.map(hit);
    const own = world.state().own;
    return [...own, ...base.filter((one) => !own.some((mine) => mine.id === one.id))];
  };

  const commands = {
    rights_for({ language, controller }: T.RightsForRequest): T.RightView[] {
      const export_there = world.state().shops.includes(controller);
      return rights.map((one) => ({
        id: one.id, label: words(one.label, language), sentence: words(one.sentence, language), article: language === 'de' ? one.article.replace('GDPR', 'DSGVO') : one.article, needs_items: one.items,
        fits: one.id === 'access' || (export_there && !one.unfit), reason: words(one.unfit ?? one.reason, language), first: one.first ?? false, languages,
      }));
    },

    rights({ language }: T.LanguageRequest): T.RightView[] {
      return commands.rights_for({ language, controller: 1, items: [], law: '' });
    },

    laws_for({ language }: T.LawsForRequest): T.LawView[] {
      return [
        { id: 'eu_gdpr', label: words(both('European Union (GDPR)', 'Europäische Union (DSGVO)'), language), languages, suggested: true },
        { id: 'uk_gdpr', label: words(both('United Kingdom (UK GDPR)', 'Vereinigtes Königreich (UK GDPR)'), language), languages: ['en'], suggested: false },
        { id: 'us_ca_ccpa', label: words(both('California (CCPA)', 'Kalifornien (CCPA)'), language), languages: ['en'], suggested: false },
      ];
    },

    reminders(): T.ReminderView[] {
      return [...world.state().requests.values()].flatMap((view) => {
        const { due, id, controller_name, right, state } = view.card;
        if (!due || !['sent', 'acknowledged', 'in_progress', 'extended'].includes(state)) return [];
        const days = Math.round((Date.parse(due) - Date.parse(world.today)) / 86_400_000);
        return [{ request: id, controller_name, right, due, days, text: { key: days < 0 ? 'reminder.over' : days === 0 ? 'reminder.today' : 'reminder.soon', values: { n: String(Math.abs(days)), controller: controller_name, date: due } } }];
      });
    },

    proofs({ controller }: T.ProofsRequest): T.ProofOffer[] {
      return [...world.state().requests.values()]
        .filter((view) => view.card.controller === controller && view.card.sent)
        .map((view) => ({ request: view.card.id, import: controller, text: { key: 'proof.offer' } }));
    },

    proof({ request, import: answer, language }: T.ProofRequest): T.ProofView {
      const view = world.state().requests.get(request) ?? world.fail('no_such');
      const shop = world.shop(view.card.controller);
      const row = (label: string, table: string, asked: number, gone: number, kept: number, still: number, more: Partial<T.ProofRow> = {}): T.ProofRow => ({
        label, table, field: '', place: { path: shop.letter, at: { kind: 'page', page: 1 } }, asked, gone, still_there: still, changed: 0, kept, state: still > 0 ? (gone > 0 ? 'partly' : 'still_there') : kept > 0 ? 'kept' : 'gone', reason: null, new: 0, changes: [], found: '', right_value: '', ...more,
      });
      const tables = world.tablesOf([shop.id]);
      return {
        card: view.card, before_sha256: '7c1e'.repeat(16), after_sha256: '3f9a'.repeat(16), before_day: shop.received, after_day: '2026-11-04',
        rows: [
          row(words(tables[3]?.label ?? both('Visits', 'Besuche'), language), 'web.csv', 181, 181, 0, 0, { place: null }),
          row(words(tables[1]?.label ?? both('Orders', 'Bestellungen'), language), 'bestellungen.csv', 214, 90, 124, 0, { state: 'kept', reason: { text: words(both('Vouchers may be kept for eight years under tax law.', 'Buchungsbelege dürfen nach Steuerrecht acht Jahre bleiben.'), language), voice: 'stated', quote: 'Rechnungsdaten bewahren wir acht Jahre auf.', place: { path: shop.letter, at: { kind: 'page', page: 2 } } } }),
          row(words(tables[4]?.label ?? both('Advertising partners', 'Werbepartner'), language), 'partner.csv', 12, 8, 0, 4),
          row(words(both('Date of birth', 'Geburtsdatum'), language), 'kunden.csv', 1, 0, 0, 0, { field: 'Geburtsdatum', changed: 1, state: 'changed', found: '1988-02-14', right_value: '1988-02-14' }),
        ],
        claims: [],
        denials: [{ text: words(both('“We cannot delete the data of our partners.”', '„Die Daten unserer Partner können wir nicht löschen.“'), language), voice: 'stated', quote: 'Die Daten unserer Partner können wir nicht löschen.', place: { path: shop.letter, at: { kind: 'page', page: 1 } } }],
        lost: 0,
        done: false,
        follow_up: [{ table: tables[4]?.id ?? 1, entries: [], found: '', right_value: '', since: '' }],
        ...(answer === 0 ? { rows: [] } : {}),
      };
    },

    directory_search({ query, what }: T.DirectoryRequest): T.DirectoryHit[] {
      const wanted = query.trim().toLowerCase();
      return hits(what).filter((one) => (wanted === '' ? one.own : [one.name, ...one.domains].some((text) => text.toLowerCase().includes(wanted))));
    },

    directory_save(request: T.SaveDirectoryRequest): T.DirectoryHit {
      const id = request.id || `own-${world.state().own.length + 1}`;
      const mine: T.DirectoryHit = { id, name: request.contact.name, domains: request.domains, contact: { ...request.contact, origin: 'own' }, required: [], source: '', as_of: world.today, own: true, stale: false, controller: null };
      world.change('history.directory_saved', (state) => (state.own = [mine, ...state.own.filter((one) => one.id !== id)]));
      return mine;
    },

    directory_reset({ id }: T.ResetDirectoryRequest): T.DirectoryHit[] {
      world.change('history.directory_reset', (state) => (state.own = state.own.filter((one) => one.id !== id)));
      return hits('company');
    },

    controller_add({ directory, name }: T.AddControllerRequest): T.ControllerView {
      const found = hits('company').find((one) => one.id === directory);
      const id = 100 + world.state().added.length;
      const shop: MockController = { id, name: found?.name ?? name, file: '', bytes: 0, received: '', letter: '', why: {}, contact: { address: found?.contact.address ?? [], email: found?.contact.email ?? '', web: '', origin: found ? 'directory' : '', as_of: found?.as_of ?? '' }, quotes: [], checklist: [], sample: false };
      world.change('history.controller_added', (state) => state.added.push(shop));
      return { id, name: shop.name, how: 'given', why: [] };
    },
  };
  return commands as unknown as Record<string, (request: never) => unknown>;
}
