import { language } from '../i18n/index.svelte';
import { host, type ReminderView } from '../ipc';
import { session } from './session.svelte';

/** Days that are near or over, asked for again whenever something changed. */
class Reminders {
  list = $state.raw<ReminderView[]>([]);

  get late(): number {
    return this.list.filter((one) => one.days < 0).length;
  }

  /** To be called once, from the frame. */
  watch(): void {
    $effect(() => {
      void session.revision;
      if (!session.open) {
        this.list = [];
        return;
      }
      let late = false;
      const show = (list: ReminderView[]) => {
        if (!late) this.list = list;
      };
      // A window without reminders is still a window.
      host.call('reminders', { language: language.code }).then(show, () => show([]));
      return () => (late = true);
    });
  }
}

export const reminders = new Reminders();
