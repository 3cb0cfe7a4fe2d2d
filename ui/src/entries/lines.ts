// What the table draws: entries, and the heads of groups among them.
import type { ApiError, EntryRow } from '../ipc/types';

export interface Group {
  id: string;
  label: string;
  count: number;
  open: boolean;
  /** The entry that stands for all of them, where they are equal. */
  row?: EntryRow;
}

export interface Lines {
  /** Lines, heads of groups included. */
  readonly total: number;
  /** Entries alone. */
  readonly entries: number;
  /** Where equal entries stand once: how many are different, and if not all could be compared, how many were. */
  readonly different: number | null;
  readonly compared: number | null;
  /** Whether there are heads among them. */
  readonly grouped: boolean;
  readonly exact: boolean;
  readonly ready: boolean;
  readonly error: ApiError | null;
  readonly closed: boolean;
  readonly first: Promise<void>;
  row(at: number): EntryRow | undefined;
  group(at: number): Group | null;
  /** How deep a line stands, where there are heads. */
  level(at: number): number | undefined;
  /** Folds or unfolds the group whose head stands there. */
  toggle(at: number): void;
  want(from: number, to: number): void;
  /** The first entries. */
  all(limit: number): Promise<EntryRow[]>;
  /** The first entries as they are shown: equal ones once. */
  shown(limit: number): Promise<EntryRow[]>;
  close(): void;
}
