// Months and days as lengths.
import type { DayCount, Lane, MonthCount } from '../ipc/types';

/** Months since year 0, of `2024-03` or a longer date. */
export function monthOf(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7) || '1') - 1;
}

export function monthText(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** First and last day of a month. */
export function daysOf(month: number): { from: string; to: string } {
  const last = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();
  return { from: `${monthText(month)}-01`, to: `${monthText(month)}-${String(last).padStart(2, '0')}` };
}

/** Of these days those that were chosen. */
export function within(days: { from: string; to: string }, from?: string, to?: string): { from: string; to: string } {
  return { from: from && from > days.from ? from : days.from, to: to && to < days.to ? to : days.to };
}

export interface Span {
  first: number;
  last: number;
}

/** The months to show: those asked for, inside those there are; at least three. */
export function spanOf(first: string, last: string, from?: string, to?: string): Span {
  const all = { first: monthOf(first), last: monthOf(last) };
  let span = { first: Math.max(all.first, from ? monthOf(from) : all.first), last: Math.min(all.last, to ? monthOf(to) : all.last) };
  if (span.last < span.first) span = all;
  while (span.last - span.first < 2) span = { first: span.first - 1, last: span.last + 1 };
  return span;
}

/** Where a day lies between two months, 0 to 1; outside it may be less or more. */
export function share(day: string, { first, last }: Span): number {
  const inside = Number(day.slice(8, 10) || '1') - 1;
  return (monthOf(day) - first + inside / 31) / (last - first + 1);
}

export interface Tick {
  month: number;
  label: string;
  year: boolean;
}

/** Marks of the axis: years, or quarters and months when there are few; never closer than `gap`. */
export function ticks(span: Span, width: number, gap: number, monthName: (month: number) => string): Tick[] {
  const count = span.last - span.first + 1;
  const each = width / count;
  const step = [1, 3, 12, 24, 60, 120].find((months) => months * each >= gap) ?? 240;
  const found: Tick[] = [];
  for (let month = span.first; month <= span.last; month += 1) {
    const years = step >= 12 ? (month / 12) % (step / 12) === 0 : month % step === 0;
    if (years) found.push({ month, label: month % 12 === 0 ? String(Math.floor(month / 12)) : monthName(month), year: month % 12 === 0 });
  }
  return found;
}

export function summed(lanes: Lane[]): MonthCount[] {
  const sums = new Map<string, number>();
  for (const lane of lanes) for (const { month, records } of lane.months) sums.set(month, (sums.get(month) ?? 0) + records);
  return [...sums].sort(([a], [b]) => a.localeCompare(b)).map(([month, records]) => ({ month, records }));
}

export interface Box {
  day: string;
  records: number;
  week: number;
  weekday: number;
  /** 0 nothing, 1 to 4 more and more. */
  level: number;
}

export interface Level {
  level: number;
  from: number;
  to: number;
}

/** Quarters of the days that have entries: one busy day does not wash out the others. Levels that no day has are left out. */
export function levelsOf(days: DayCount[]): Level[] {
  const sorted = days.filter((one) => one.records > 0).map((one) => one.records).sort((a, b) => a - b);
  const ends = [0.25, 0.5, 0.75, 1].map((part) => sorted[Math.floor(part * (sorted.length - 1))] ?? 0);
  return ends.map((to, at) => ({ level: at + 1, from: (ends[at - 1] ?? 0) + 1, to })).filter(({ from, to }) => from <= to);
}

/** All days of a year in columns of weeks that begin on Monday. */
export function calendar(year: number, days: DayCount[]): Box[] {
  const counts = new Map(days.map((one) => [one.day, one.records]));
  const levels = levelsOf(days);
  const start = new Date(Date.UTC(year, 0, 1));
  const shift = (start.getUTCDay() + 6) % 7;
  const boxes: Box[] = [];
  for (let at = 0; ; at += 1) {
    const date = new Date(Date.UTC(year, 0, 1 + at));
    if (date.getUTCFullYear() !== year) break;
    const day = date.toISOString().slice(0, 10);
    const records = counts.get(day) ?? 0;
    const level = records === 0 ? 0 : (levels.find(({ to }) => records <= to)?.level ?? 0);
    boxes.push({ day, records, week: Math.floor((at + shift) / 7), weekday: (at + shift) % 7, level });
  }
  return boxes;
}
