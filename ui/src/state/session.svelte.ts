import { language } from '../i18n/index.svelte';
import { host, type Answer, type Ask, type CommandName, type SessionView, type Settings } from '../ipc';
import { toasts } from './toasts.svelte';

const defaults: Settings = {
  region: '',
  language: '',
  theme: '',
  text_size: 100,
  lock_minutes: 5,
  single_keys: true,
  masked: true,
  deadline_notices: false,
};

class Session {
  view = $state.raw<SessionView | null>(null);
  /** Grows whenever the vault's content may have changed; views load anew. */
  revision = $state(0);
  /** How often something was changed that can be taken back. */
  steps = 0;
  /** Choices made before there is a vault; they go into it once it is open. */
  #early: Partial<Settings> = {};
  #saving: Promise<unknown> = Promise.resolve();

  get open(): boolean {
    return this.view?.vault === 'open';
  }

  get settings(): Settings {
    return { ...(this.view?.settings ?? defaults), ...this.#early };
  }

  async take(view: SessionView): Promise<void> {
    this.view = view;
    this.revision += 1;
    if (!view.undo) toasts.withdraw();
    if (view.vault === 'open' && Object.keys(this.#early).length > 0) {
      const settings = { ...view.settings, ...this.#early };
      this.#early = {};
      return this.take(await host.call('settings_save', settings));
    }
    await this.dress();
  }

  async refresh(): Promise<void> {
    await this.take(await host.call('session', undefined));
  }

  /** Something else is what Undo would take back. */
  #stepped(): void {
    this.steps += 1;
    toasts.withdraw();
  }

  /** After a change: what can be undone, without making the views load anew. */
  async look(): Promise<void> {
    this.#stepped();
    this.view = await host.call('session', undefined);
  }

  /** Asks the core to change something and tells every view. */
  async change<C extends CommandName>(command: C, request: Ask<C>): Promise<Answer<C>> {
    const answer = await host.call(command, request);
    this.#stepped();
    await this.refresh();
    return answer;
  }

  async set(part: Partial<Settings>): Promise<void> {
    if (this.open) {
      // All settings go at once, so the next waits until these are known.
      const saved = this.#saving.then(async () => this.take(await host.call('settings_save', { ...this.settings, ...part })));
      this.#saving = saved.catch(() => undefined);
      await saved;
    } else {
      this.#early = { ...this.#early, ...part };
      await this.dress();
    }
  }

  /** Gives the page its language, theme and text size. */
  async dress(): Promise<void> {
    const { language: code, theme, text_size } = this.settings;
    const root = document.documentElement;
    const rem = () => getComputedStyle(root).fontSize;
    const before = rem();
    root.dataset.theme = theme || systemTheme();
    root.style.setProperty('font-size', text_size === 100 ? '' : `${text_size * (theme === 'projector' ? 1.6 : 1)}%`);
    if (rem() !== before) measureAnew(root);
    await language.use(code);
  }

  /** Forgets everything at once. */
  empty(): void {
    if (this.view) this.view = { ...this.view, vault: 'locked', changed: null, imports: 0, undo: null, redo: null };
    this.revision += 1;
  }
}

/** Widths of containers are asked in rem; a web view may keep its answers when a rem has changed. */
function measureAnew(root: HTMLElement): void {
  root.classList.add('anew');
  void root.offsetWidth;
  root.classList.remove('anew');
}

export const session = new Session();

const dark = matchMedia('(prefers-color-scheme: dark)');
const contrast = matchMedia('(prefers-contrast: more)');

function systemTheme(): string {
  return contrast.matches ? 'contrast' : dark.matches ? 'dark' : 'light';
}

for (const query of [dark, contrast]) query.addEventListener('change', () => void session.dress());
