// Whom the data serve, summed.
import type { Commands, LedgerLine, RequestItem } from '../ipc/types';

export type Ledger = Commands['ledger']['view'];
export const sides = ['customer', 'both', 'company'] as const;
export type Side = (typeof sides)[number];

export interface CompanySum {
  controller: number;
  name: string;
  parts: Record<Side, number>;
  total: number;
}

export function sideOf(line: LedgerLine): Side {
  return sides.find((side) => side === line.serves) ?? 'both';
}

export function sums(lines: LedgerLine[]): CompanySum[] {
  const found = new Map<number, CompanySum>();
  for (const line of lines) {
    const sum = found.get(line.controller) ?? { controller: line.controller, name: line.controller_name, parts: { customer: 0, both: 0, company: 0 }, total: 0 };
    sum.parts[sideOf(line)] += line.records;
    sum.total += line.records;
    found.set(line.controller, sum);
  }
  return [...found.values()].sort((a, b) => b.total - a.total);
}

/** Kinds of data on one side: the same category of one company once. */
export function grouped(lines: LedgerLine[], side: Side): LedgerLine[] {
  const found = new Map<string, LedgerLine>();
  for (const line of lines.filter((one) => sideOf(one) === side)) {
    const key = `${line.controller} ${line.category}`;
    const known = found.get(key);
    found.set(key, known ? { ...known, records: known.records + line.records } : line);
  }
  return [...found.values()].sort((a, b) => b.records - a.records);
}

/** What of the proposal belongs to a company, with its line. */
export function proposal(ledger: Ledger, controller: number): { item: RequestItem; line: LedgerLine }[] {
  return ledger.erase.flatMap((item) => {
    const line = ledger.lines.find((one) => one.table === item.table && one.field === item.field) ?? ledger.lines.find((one) => one.table === item.table);
    return line && line.controller === controller ? [{ item, line }] : [];
  });
}
