// Retention bars: years to lengths, today at the right end.
import type { RetentionBar } from '../ipc/types';

const YEAR = 365.25 * 86_400_000;

export interface Stretch {
  x: number;
  width: number;
}

export interface Span {
  allowed: Stretch | null;
  data: Stretch | null;
  /** What is older than was said. */
  over: Stretch | null;
  /** The last day that should be gone, ISO 8601. */
  limit: string | null;
}

export interface Spans {
  rows: Span[];
  years: { year: number; x: number; named: boolean }[];
}

/** The same day some months earlier; the last day of a shorter month. */
export function monthsBefore(day: string, months: number): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return date.toISOString().slice(0, 10);
}

const at = (day: string): number => Date.parse(`${/^\d{4}$/.test(day) ? `${day}-01-01` : /^\d{4}-\d{2}$/.test(day) ? `${day}-01` : day.slice(0, 10)}T00:00:00Z`);

export function spans(bars: RetentionBar[], now: string, width: number): Spans {
  const end = at(now);
  const starts = bars.flatMap((bar) => (bar.oldest && !Number.isNaN(at(bar.oldest)) ? [at(bar.oldest)] : []));
  const longest = Math.max(0, ...bars.map((bar) => bar.months ?? 0));
  // A period of ten years is shown as far as there are data, and a bit more.
  const first = Math.min(end - 2 * YEAR, ...starts, end - (Math.min(longest, 240) / 12) * YEAR);
  const x = (time: number) => Math.max(0, Math.min(width, ((time - first) / (end - first)) * width));
  const rows = bars.map((bar): Span => {
    const limit = bar.months === null ? null : monthsBefore(now, bar.months);
    const allowed = limit === null ? null : { x: x(at(limit)), width: Math.max(2, width - x(at(limit))) };
    const [oldest, newest] = [bar.oldest ? at(bar.oldest) : NaN, bar.newest ? at(bar.newest) : NaN];
    if (Number.isNaN(oldest)) return { allowed, data: null, over: null, limit };
    const to = Number.isNaN(newest) ? oldest : Math.max(oldest, newest);
    const data = { x: x(oldest), width: Math.max(3, x(to) - x(oldest)) };
    const edge = limit === null ? null : Math.min(x(at(limit)), x(to));
    const over = bar.over && edge !== null ? { x: x(oldest), width: Math.max(3, edge - x(oldest)) } : null;
    return { allowed, data, over, limit };
  });
  const from = new Date(first).getUTCFullYear() + 1;
  const to = new Date(end).getUTCFullYear();
  const all = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  const every = Math.ceil(all.length / Math.max(1, Math.floor(width / 44)));
  return { rows, years: all.map((year) => ({ year, x: x(Date.UTC(year, 0, 1)), named: (to - year) % every === 0 && width - x(Date.UTC(year, 0, 1)) > 52 })) };
}
