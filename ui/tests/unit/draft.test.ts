// What is typed into a letter is saved whole, in order, and is never lost.
import { beforeEach, expect, test, vi } from 'vitest';
import { Draft } from '../../src/requests/draft.svelte';
import type { RequestView, UpdateRequest } from '../../src/ipc/types';

interface Asked {
  command: string;
  request: UpdateRequest;
  answer: (view: RequestView) => void;
  fail: () => void;
}
const asked: Asked[] = [];

vi.mock('../../src/ipc', () => ({
  host: { call: (command: string, request: UpdateRequest) => new Promise((answer, reject) => asked.push({ command, request, answer, fail: () => reject(new Error('full')) })) },
  asApiError: () => ({ code: 'full', message: { key: 'error.full' }, hint: { key: 'error.full.hint' } }),
}));
vi.mock('../../src/state/session.svelte', () => ({ session: { look: () => Promise.resolve() } }));

const settled = () => new Promise((done) => setTimeout(done, 20));
const view = (note: string, chosen: string[] = []): RequestView => ({
  card: { id: 1, controller: 1, controller_name: 'Invented Shop', right: 'erasure', law: 'eu_gdpr', state: 'draft', created: '2026-10-01', sent: null, due: null, items: 0 },
  language: 'en', contact: { name: '', address: [], email: '', web: '', origin: '', as_of: '' }, sender: { name: '', address: [], email: '' }, identifiers: [], chosen,
  items: [], masked: true, note, due_how: [], missing: [], warnings: [], pages: [], text: '', events: [], next: [], facts: [], formats: [], deadline: null, languages: [], fields: [], about: null,
});
const updates = () => asked.filter((one) => one.command === 'request_update');

async function begun(): Promise<Draft> {
  const draft = new Draft(1);
  const loading = draft.load('en');
  asked[0]?.answer(view(''));
  await loading;
  return draft;
}

beforeEach(() => asked.splice(0));

test('who waits for the letter gets the last words too', async () => {
  const draft = await begun();
  draft.change({ note: 'last words' });
  let done = false;
  const saved = draft.saved().then(() => (done = true));
  await settled();
  expect(updates().map((one) => one.request)).toEqual([{ id: 1, note: 'last words' }]);
  expect(done).toBe(false);
  updates()[0]?.answer(view('last words'));
  await saved;
  expect(draft.saving).toBe('saved');
});

test('nothing is asked when nothing was typed', async () => {
  const draft = await begun();
  await draft.saved();
  expect(updates()).toEqual([]);
});

test('what could not be saved goes along with the next', async () => {
  const draft = await begun();
  draft.change({ note: 'one', facts: { a: '1' } });
  const first = draft.saved();
  await settled();
  updates()[0]?.fail();
  await expect(first).rejects.toMatchObject({ code: 'full' });
  expect(draft.unsaved).toBe(true);
  draft.change({ facts: { b: '2' } });
  const second = draft.saved();
  await settled();
  expect(updates()[1]?.request).toEqual({ id: 1, note: 'one', facts: { a: '1', b: '2' } });
  updates()[1]?.answer(view('one'));
  await second;
  expect(draft.unsaved).toBe(false);
});

test('saving goes one after the other', async () => {
  const draft = await begun();
  draft.choose('A', 3);
  await settled();
  draft.choose('B', 3);
  await settled();
  expect(updates().length).toBe(1);
  updates()[0]?.answer(view('', ['A']));
  await settled();
  expect(draft.view?.chosen).toEqual(['A', 'B']);
  expect(updates()[1]?.request.chosen).toEqual(['A', 'B']);
});

test('what is typed while the letter is loaded stays', async () => {
  const draft = await begun();
  const loading = draft.load('de');
  draft.note = 'typed meanwhile';
  draft.change({ note: draft.note });
  asked[1]?.answer(view('older'));
  await loading;
  expect(draft.note).toBe('typed meanwhile');
});
