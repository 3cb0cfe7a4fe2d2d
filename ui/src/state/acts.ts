// Acts that several screens offer, with their words and their way back.
import { language, t, tx, type Key } from '../i18n/index.svelte';
import { asApiError, type CreateRequest } from '../ipc';
import type { Values } from '../i18n/plural';
import { router } from './router.svelte';
import { session } from './session.svelte';
import { toasts } from './toasts.svelte';

/** Does something; on success says so, with Undo if there is a step to take back; on failure says what happened. */
export async function act<T>(work: () => Promise<T>, done?: Key, values: Values = {}): Promise<T | null> {
  const before = session.steps;
  try {
    const result = await work();
    if (done) toasts.show(t(done, values), { undo: session.steps !== before && session.view?.undo != null });
    return result;
  } catch (error) {
    complain(error);
    return null;
  }
}

/** Work that is not begun again while it runs: a second click is no second wish. */
export function once<A extends unknown[]>(work: (...args: A) => Promise<void>): (...args: A) => Promise<void> {
  let running: Promise<void> | null = null;
  return (...args) => (running ??= work(...args).finally(() => (running = null)));
}

export function complain(error: unknown): void {
  const { message, hint } = asApiError(error);
  const advice = tx(hint, 'error.hint');
  toasts.show(`${tx(message, 'error.other')} ${advice}`.trim(), { kind: 'problem' });
}

export async function undo(): Promise<void> {
  const what = session.view?.undo;
  if (!what) return;
  const words = tx(what, 'undo.other');
  if (!(await act(() => session.change('undo', undefined)))) return;
  toasts.clear();
  toasts.show(t('undo.done', { what: words }));
}

export async function redo(): Promise<void> {
  const what = session.view?.redo;
  if (!what) return;
  const words = tx(what, 'undo.other');
  if (!(await act(() => session.change('redo', undefined)))) return;
  toasts.clear();
  toasts.show(t('redo.done', { what: words }), { undo: true });
}

export async function lock(): Promise<void> {
  await act(() => session.change('vault_lock', undefined));
}

export const loadSample = once(async () => {
  const loaded = await act(() => session.change('sample_load', { language: language.code }), 'sample.loaded');
  if (loaded) router.open('overview');
});

export const removeSample = once(async () => {
  await act(() => session.change('sample_remove', undefined), 'sample.removed');
});

export const draft = once(async (request: Omit<CreateRequest, 'language' | 'law'>) => {
  const made = await act(
    () => session.change('request_create', { ...request, law: '', language: language.code }),
    'request.made',
  );
  if (made) router.open('requests', made.card.id);
});
