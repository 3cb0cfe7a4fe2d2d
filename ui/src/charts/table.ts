// The numbers behind a picture: shown as its table twin, saved as CSV.
import type { Voice } from '../ipc/types';

export interface Cell {
  text: string;
  /** Set for numbers: written plain into the file. */
  value?: number;
  /** What the file says instead, such as a day that every spreadsheet knows. */
  plain?: string;
  /** The entries that the number stands for. */
  href?: string;
  voice?: Voice;
}

export interface Table {
  head: string[];
  rows: Cell[][];
}

/**
 * RFC 4180 with a byte order mark, so that every spreadsheet reads the umlauts.
 * What a spreadsheet would take for a formula gets an apostrophe. A guess must not
 * look like a fact there: who says a value stands behind it.
 */
export function csv(table: Table, said: (voice: Voice) => string = () => ''): string {
  const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const safe = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
  const text = ({ text: words, voice, plain }: Cell) => plain ?? (voice && voice !== 'not_stated' && words && said(voice) ? `${words} (${said(voice)})` : words);
  const lines = [
    table.head.map((text) => quoted(safe(text))),
    ...table.rows.map((row) => row.map((cell) => (cell.value === undefined ? quoted(safe(text(cell))) : String(cell.value)))),
  ];
  return `\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}
