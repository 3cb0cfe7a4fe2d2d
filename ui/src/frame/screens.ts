// Which screens there are: a file in views/ by the name of its screen, its icon
// and its letter here, its word in the language files. No more is needed.
import type { Component } from 'svelte';
import Building from '@lucide/svelte/icons/building-2';
import Calendar from '@lucide/svelte/icons/calendar-range';
import Circles from '@lucide/svelte/icons/chart-scatter';
import Flow from '@lucide/svelte/icons/waypoints';
import House from '@lucide/svelte/icons/house';
import Import from '@lucide/svelte/icons/import';
import Mail from '@lucide/svelte/icons/mail';
import Map from '@lucide/svelte/icons/map';
import Question from '@lucide/svelte/icons/message-circle-question-mark';
import Rows from '@lucide/svelte/icons/rows-3';
import Scale from '@lucide/svelte/icons/scale';
import Settings from '@lucide/svelte/icons/settings-2';
import Telescope from '@lucide/svelte/icons/lightbulb';
import type { Screen } from '../state/route';

const files = import.meta.glob<Component>('../views/*.svelte', { eager: true, import: 'default' });

/** Where the address has another word than the file. */
const others: Record<string, Screen> = { places: 'map' };

export const views: Partial<Record<Screen, Component>> = Object.fromEntries(
  Object.entries(files).map(([path, view]) => {
    const name = path.replace(/^.*\/(\w+)\.svelte$/, '$1').toLowerCase();
    return [others[name] ?? name, view];
  }),
);

export interface Place {
  screen: Screen;
  icon: typeof House;
  /** After `g`. */
  letter: string;
  group: 'begin' | 'see' | 'do' | 'last';
}

const all: Place[] = [
  { screen: 'start', icon: House, letter: 's', group: 'begin' },
  { screen: 'import', icon: Import, letter: 'i', group: 'begin' },
  { screen: 'overview', icon: Circles, letter: 'o', group: 'see' },
  { screen: 'companies', icon: Building, letter: 'c', group: 'see' },
  { screen: 'why', icon: Question, letter: 'w', group: 'see' },
  { screen: 'time', icon: Calendar, letter: 't', group: 'see' },
  { screen: 'map', icon: Map, letter: 'm', group: 'see' },
  { screen: 'links', icon: Flow, letter: 'l', group: 'see' },
  { screen: 'findings', icon: Telescope, letter: 'f', group: 'see' },
  { screen: 'entries', icon: Rows, letter: 'e', group: 'see' },
  { screen: 'ledger', icon: Scale, letter: 'b', group: 'do' },
  { screen: 'requests', icon: Mail, letter: 'r', group: 'do' },
  { screen: 'settings', icon: Settings, letter: 'p', group: 'last' },
];

export const places: Place[] = all.filter(({ screen }) => screen in views);
