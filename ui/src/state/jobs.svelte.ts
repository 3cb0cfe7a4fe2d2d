import { t } from '../i18n/index.svelte';
import { asApiError, host, type ApiError, type ChosenFile, type ImportedView, type ImportJob, type Progress } from '../ipc';
import { complain } from './acts';
import { router } from './router.svelte';
import { session } from './session.svelte';
import { toasts } from './toasts.svelte';

export interface Work {
  files: ChosenFile[];
  controller: string;
  received: string;
  passwords: [string, string][];
}

/** Imports: what was chosen, what runs, what came of it. One runs at a time. */
class Imports {
  chosen = $state.raw<ChosenFile[]>([]);
  running = $state.raw<Work | null>(null);
  progress = $state.raw<Progress | null>(null);
  /** Whose papers were asked for; stands in the field for the company. */
  from = $state('');
  canceling = $state(false);
  /** Asked to stand still; `paused` once it does. */
  pausing = $state(false);
  paused = $state(false);
  error = $state.raw<ApiError | null>(null);
  /** The files behind an import, so that a password can be given later. */
  #sources = new Map<number, ChosenFile>();
  #job: ImportJob | null = null;
  /** Grows when everything is forgotten, which a running import outlives. */
  #emptied = 0;

  /** Puts files on the list; the person still says when to begin. */
  choose(files: ChosenFile[]): void {
    this.#add(files);
    this.error = null;
    if (files.length > 0) router.open('import');
  }

  #add(files: ChosenFile[]): void {
    const known = new Set(this.chosen.map((file) => file.handle));
    this.chosen = [...this.chosen, ...files.filter((file) => !known.has(file.handle))];
  }

  async pick(what: 'files' | 'folder', from = ''): Promise<void> {
    try {
      const files = await host.pick(what);
      if (files.length > 0) this.from = from || this.from;
      this.choose(files);
    } catch (error) {
      this.error = asApiError(error);
    }
  }

  leave(handle: number): void {
    this.chosen = this.chosen.filter((file) => file.handle !== handle);
  }

  sourceOf(id: number): ChosenFile | undefined {
    return this.#sources.get(id);
  }

  async start(work: Work): Promise<void> {
    if (this.running) return;
    this.running = work;
    this.progress = null;
    this.error = null;
    this.canceling = false;
    this.pausing = false;
    this.paused = false;
    this.chosen = [];
    this.from = '';
    const emptied = this.#emptied;
    this.#job = host.importFiles(
      {
        sources: work.files.map((file) => file.handle),
        passwords: work.passwords,
        ...(work.controller ? { controller: work.controller } : {}),
        ...(work.received ? { received: work.received } : {}),
      },
      (progress) => (this.progress = progress),
    );
    try {
      await this.#finished(await this.#job.done, work);
    } catch (error) {
      if (emptied === this.#emptied) this.#failed(asApiError(error), work);
    } finally {
      this.running = null;
      this.progress = null;
      this.#job = null;
    }
  }

  /** The host says so too, whoever asked. */
  stood(paused: boolean): void {
    this.pausing = false;
    this.paused = paused;
  }

  async pause(): Promise<void> {
    this.pausing = true;
    const paused = await this.#job?.pause().catch(() => false);
    this.stood(paused ?? false);
  }

  async resume(): Promise<void> {
    await this.#job?.resume().catch(() => false);
    this.stood(false);
  }

  /** What it does now, in words. */
  get words(): string {
    if (this.canceling) return t('job.canceling');
    if (this.paused) return t('job.paused');
    if (this.pausing) return t('job.pausing');
    return this.progress ? t(`phase.${this.progress.phase}`) : t('job.begin');
  }

  cancel(): void {
    this.canceling = true;
    this.#job?.cancel();
  }

  async #finished(view: ImportedView, work: Work): Promise<void> {
    view.imports.forEach((report, at) => {
      const file = work.files[at];
      if (file) this.#sources.set(report.import.id, file);
    });
    await session.refresh();
    const records = view.imports.reduce((sum, report) => sum + report.import.records, 0);
    toasts.show(t('import.done', { n: records }), { undo: session.view?.undo != null });
    const first = view.imports[0];
    if (first && router.route.screen === 'import') router.open('import', first.import.id);
  }

  #failed(error: ApiError, work: Work): void {
    if (this.canceling || error.code === 'canceled' || error.code === 'cancelled') {
      toasts.show(t('import.canceled'));
    } else {
      this.error = error;
      this.#add(work.files);
      const { screen, id } = router.route;
      if (screen !== 'import' || id !== null) complain(error);
    }
  }

  empty(): void {
    this.#emptied += 1;
    this.chosen = [];
    this.from = '';
    this.error = null;
    this.#sources.clear();
  }
}

export const imports = new Imports();
