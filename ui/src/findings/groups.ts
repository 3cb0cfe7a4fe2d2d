// The five groups of findings, in the order in which they are read.
import type { FindingView, SourcePlace } from '../ipc/types';

export const groups = ['no_reason', 'surprising', 'old', 'contradictory', 'missing'] as const;
export type Group = (typeof groups)[number];

export function groupOf(finding: FindingView): Group {
  return groups.find((group) => group === finding.group) ?? 'missing';
}

export function isOpen(finding: FindingView): boolean {
  return finding.state !== 'not_a_problem';
}

/** How many are open in each group. */
export function counts(findings: FindingView[]): Map<Group, number> {
  return new Map(groups.map((group) => [group, findings.filter((one) => isOpen(one) && groupOf(one) === group).length]));
}

/** The values that contradict each other, each once, with the first place it stands in. */
export function values(finding: FindingView): [value: string, place: SourcePlace][] {
  const found = new Map<string, SourcePlace>();
  for (const { value, place } of finding.evidence) {
    const text = value.trim();
    if (text && !found.has(text)) found.set(text, place);
  }
  return [...found];
}
