// What the screens know of the program around them. The window's shell and the
// invented core of the tests both stand behind this.
import type {
  ApiError,
  Commands,
  ImportedView,
  ImportRequest,
  Progress,
  RenderedView,
} from './types';

export type CommandName = keyof Commands;
export type Ask<C extends CommandName> = Commands[C]['request'];
export type Answer<C extends CommandName> = Commands[C]['view'];

/** Commands whose answer is a file. The host writes it; its bytes never reach the window. */
export type DocumentName = { [C in CommandName]: Commands[C]['view'] extends RenderedView ? C : never }[CommandName];

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
  | { event: 'locked'; reason?: string }
  /** Long work stands still from now on, or goes on. */
  | { event: 'job'; job: number; paused: boolean };

/** A running import. `done` rejects with an `ApiError`. */
export interface ImportJob {
  done: Promise<ImportedView>;
  cancel(): void;
  /** Makes it stand still; true once it does, false if it ended before. */
  pause(): Promise<boolean>;
  resume(): Promise<boolean>;
}

export interface Host {
  call<C extends CommandName>(command: C, request: Ask<C>): Promise<Answer<C>>;
  importFiles(request: ImportRequest, progress: (progress: Progress) => void): ImportJob;
  pick(what: 'files' | 'folder'): Promise<ChosenFile[]>;
  /** Has the core make a file, asks where to save it and writes it; false if the person thought better of it. */
  save<C extends DocumentName>(command: C, request: Ask<C>): Promise<boolean>;
  /** The same for a file that the window made itself, such as a picture: its name and its bytes in base64. */
  saveFile(file: RenderedView): Promise<boolean>;
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
