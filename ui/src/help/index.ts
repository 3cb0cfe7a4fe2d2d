// The pages of the help: one file a language, fetched when it is opened.
import type { Screen } from '../state/route';

export interface HelpPage {
  id: string;
  title: string;
  lead: string;
  /** What one wants to know, and the answer. */
  parts: [string, string][];
}

const files = import.meta.glob<HelpPage[]>('./*.json', { import: 'default' });

/** The language the help is written in, if one reads the program in another. */
export function written(language: string): string {
  return `./${language}.json` in files ? language : 'en';
}

export async function pages(language: string): Promise<HelpPage[]> {
  return (await files[`./${written(language)}.json`]?.()) ?? [];
}

export function topicOf(screen: Screen): string {
  return screen === 'company' ? 'companies' : screen;
}
