// What the parts of the mock core share: what is saved, and ways to change it.
import type * as T from '../../src/ipc/types';
import type { Both, MockController, MockTable } from './data';
import type { MockContext } from './insight';

export interface Saved {
  shops: number[];
  requests: Map<number, T.RequestView>;
  names: Map<number, string>;
  sender: T.SenderView;
  added: MockController[];
  own: T.DirectoryHit[];
  views: T.SavedView[];
  recipes: string[];
  /** Tag to the entries that have it, as `table.row`. */
  tags: Map<string, Set<string>>;
  corrections: MockContext['corrections'];
  notes: Map<number, string>;
  read: Map<string, boolean>;
  marks: Map<string, { state: string; note: string }>;
}

/** What the parts of the mock share. */
export interface World {
  state(): Saved;
  change(key: string, change: (state: Saved) => void): void;
  shop(id: number): MockController;
  name(shop: MockController): string;
  tablesOf(shops: number[]): MockTable[];
  tables(): MockTable[];
  /** No reason is stated or seen for any of its fields. */
  unstated(table: MockTable): boolean;
  session(): T.SessionView;
  language(): string;
  fail(code: string): never;
  today: string;
}

export const words = (text: Both, language: string): string => text[language === 'de' ? 'de' : 'en'];
