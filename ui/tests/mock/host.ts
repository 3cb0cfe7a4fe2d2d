// The host of `--mode mock`: the invented core, and doors that a test can use.
// The state to show stands in the address: ?vault=none&shops=1,2&entries=1000000
import type { ChosenFile, Host, HostEvent } from '../../src/ipc/host';
import type { ApiError, ImportedView, ImportRequest, Progress } from '../../src/ipc/types';
import { MockCore, type MockOptions } from './core';

const wanted = new URLSearchParams(location.search);
const options: MockOptions = {
  vault: (wanted.get('vault') ?? 'open') as MockOptions['vault'],
  shops: (wanted.get('shops') ?? '1,2,3,4').split(',').filter(Boolean).map(Number),
  extra: Number(wanted.get('entries') ?? 0),
  brings: Number(wanted.get('brings') ?? 3),
  broken: wanted.get('broken') ?? '',
};
const size = Number(wanted.get('size') ?? 100);
const core = new MockCore(options, { language: wanted.get('lang') ?? '', theme: wanted.get('theme') ?? '', text_size: size });
const slow = Number(wanted.get('slow') ?? 0);
const failing = wanted.get('failing');
const damaged: ApiError = { code: 'vault_damaged', message: { key: 'error.vault_damaged' }, hint: { key: 'error.vault_damaged.hint' } };

const later = <T,>(work: () => T): Promise<T> =>
  new Promise((resolve, reject) => {
    setTimeout(() => {
      try {
        resolve(work());
      } catch (error) {
        reject(error);
      }
    }, slow);
  });

let hear: (event: HostEvent) => void = () => undefined;
let handles = 0;
/** What was saved, and what was asked, for tests. */
const saved: { command: string; request: unknown }[] = [];
const asked: string[] = [];
const chosen: ChosenFile[] = [{ handle: (handles += 1), name: 'kraeuterhaus.json', bytes: 88_110, folder: false }];

export const host: Host = {
  call: (command, request) => {
    asked.push(command);
    return later(() => {
      if (command === failing) throw damaged;
      return core.call(command, request as never) as never;
    });
  },

  importFiles(request: ImportRequest, progress: (progress: Progress) => void) {
    const pace = Number(wanted.get('pace') ?? 40);
    let canceled = false;
    let still = false;
    let standing: (() => void) | null = null;
    const work = async (): Promise<ImportedView> => {
      const phases = ['list', 'recognize', 'read', 'read', 'read', 'read', 'index', 'store'] as const;
      for (const [at, phase] of phases.entries()) {
        progress({ phase, member: 'kraeuterhaus.json', done: at, total: phases.length, bytes: at * 11_000, records: at * 17, tables: at < 3 ? [] : [{ path: 'kraeuterhaus.json', name: 'bestellungen', fields: ['datum', 'name', 'e-mail', 'produkt', 'ort'], kinds: ['identity', 'contact', 'orders'], records: at * 17 }] });
        await new Promise((resolve) => setTimeout(resolve, pace));
        while (still) await new Promise<void>((resolve) => (standing = resolve));
        if (failing === 'import' && phase === 'store') throw damaged;
        if (canceled) throw { code: 'canceled', message: { key: 'error.canceled' }, hint: { key: 'error.canceled.hint' } } satisfies ApiError;
      }
      return core.imported(request);
    };
    return {
      done: work(),
      cancel: () => ((canceled = true), (still = false), standing?.()),
      pause: () => later(() => (still = true)),
      resume: () => later(() => ((still = false), standing?.(), true)),
    };
  },

  pick: () => later(() => chosen),
  save: (command, request) => {
    asked.push(command);
    return later(() => {
      if (command === failing) throw damaged;
      return saved.push({ command, request }) > 0;
    });
  },
  saveFile: (file) =>
    later(() => {
      saved.push({ command: 'file', request: file });
      window.saved = { name: file.name, bytes: Uint8Array.from(atob(file.base64), (one) => one.charCodeAt(0)) };
      return true;
    }),
  listen: (listener) => (hear = listener),
  present: () => undefined,
};

/** For tests: makes the host speak. */
declare global {
  interface Window {
    mockHost: (event: HostEvent) => void;
    mockSaved: typeof saved;
    mockAsked: typeof asked;
    /** The picture or table saved last. */
    saved?: { name: string; bytes: Uint8Array };
  }
}
window.mockHost = (event) => {
  if (event.event === 'locked') core.call('vault_lock', undefined as never);
  hear(event);
};
window.mockSaved = saved;
window.mockAsked = asked;
