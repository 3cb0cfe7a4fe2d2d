// What the table draws: entries, and the heads of groups among them.
import type { ApiError, EntryRow } from '../ipc/types';

export interface Group {
  id: string;
  label: string;
  count: number;
  open: boolean;
}

export interface Lines {
  /** Lines, heads of groups included. */
  readonly total: number;
  /** Entries alone. */
  readonly entries: number;
  readonly exact: boolean;
  readonly ready: boolean;
  readonly error: ApiError | null;
  readonly closed: boolean;
  readonly first: Promise<void>;
  row(at: number): EntryRow | undefined;
  group(at: number): Group | null;
  /** Folds or unfolds the group whose head stands there. */
  toggle(at: number): void;
  want(from: number, to: number): void;
  all(limit: number): Promise<EntryRow[]>;
  close(): void;
}
