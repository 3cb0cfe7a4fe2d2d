// The numbers behind a picture: shown as its table twin, saved as CSV.
import type { Voice } from '../ipc/types';

export interface Cell {
  text: string;
  /** Set for numbers: written plain into the file. */
  value?: number;
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
 * What a spreadsheet would take for a formula gets an apostrophe.
 */
export function csv(table: Table): string {
  const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const safe = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
  const lines = [
    table.head.map((text) => quoted(safe(text))),
    ...table.rows.map((row) => row.map((cell) => (cell.value === undefined ? quoted(safe(cell.text)) : String(cell.value)))),
  ];
  return `\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}
