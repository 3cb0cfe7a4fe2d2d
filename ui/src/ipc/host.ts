// What the screens know of the program around them. The window's shell and the
// invented core of the tests both stand behind this.
import type {
  ApiError,
  Commands,
  ImportedView,
  ImportRequest,
  Progress,
  RenderRequest,
} from './types';

export type CommandName = keyof Commands;
export type Ask<C extends CommandName> = Commands[C]['request'];
export type Answer<C extends CommandName> = Commands[C]['view'];

/** A file that the person chose: never a path, only a handle. */
export interface ChosenFile {
  handle: number;
  name: string;
  bytes: number;
  folder?: boolean;
}

/** What the host says without being asked. */
export type HostEvent =
  | { event: 'hover' }
  | { event: 'leave' }
  | { event: 'drop'; files: ChosenFile[] }
  | { event: 'locked'; reason?: string };

/** A running import. `done` rejects with an `ApiError`. */
export interface ImportJob {
  done: Promise<ImportedView>;
  cancel(): void;
}

export interface Host {
  call<C extends CommandName>(command: C, request: Ask<C>): Promise<Answer<C>>;
  importFiles(request: ImportRequest, progress: (progress: Progress) => void): ImportJob;
  pick(what: 'files' | 'folder'): Promise<ChosenFile[]>;
  /** Asks where to save a letter and writes it; false if the person thought better of it. */
  saveLetter(request: RenderRequest): Promise<boolean>;
  /** Asks where to save a picture or table that the window has drawn, and writes it. */
  savePicture(name: string, base64: string): Promise<boolean>;
  listen(hear: (event: HostEvent) => void): void;
  /** The person is there: puts off the idle lock. */
  present(): void;
}

export function isApiError(error: unknown): error is ApiError {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}

/** Whatever went wrong, as an `ApiError`. Words of unknown errors are not shown: they may quote data. */
export function asApiError(error: unknown): ApiError {
  if (isApiError(error)) return error;
  return {
    code: 'unexpected',
    message: { key: 'error.unexpected' },
    hint: { key: 'error.unexpected.hint' },
  };
}
