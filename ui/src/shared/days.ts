// Days as people type them. English is read day first, as it is shown.

/** ISO 8601 of `31.12.2026`, `31/12/2026`, `31-12-26` or `2026-12-31`; null if it is no day. */
export function readDay(typed: string): string | null {
  const text = typed.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return made(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const local = /^(\d{1,2})[./\-\s]\s*(\d{1,2})[./\-\s]\s*(\d{4}|\d{2})$/.exec(text);
  if (!local) return null;
  const year = Number(local[3]);
  return made(year < 100 ? 2000 + year : year, Number(local[2]), Number(local[1]));
}

const signs: Record<string, string> = { de: '.', pl: '.', nl: '-' };

/** The day as it stands in a field: `31.12.2026`, `31-12-2026` or `31/12/2026`. */
export function writeDay(iso: string, language: string): string {
  const [year, month, day] = iso.slice(0, 10).split('-');
  if (!year || !month || !day) return iso;
  return [day, month, year].join(signs[language] ?? '/');
}

/** Today where the person is. */
export function today(now: Date): string {
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
}

function made(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const right = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return right && year >= 1800 && year <= 2200 ? date.toISOString().slice(0, 10) : null;
}
