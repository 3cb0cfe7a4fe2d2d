// Members as a tree of containers, folders and files.
import type { MemberState, MemberView, Problem } from '../ipc/types';

export interface Branch {
  name: string;
  path: string;
  member?: MemberView;
  children: Branch[];
  /** How many files below are in each state. */
  states: Record<MemberState, number>;
  troubled: number;
}

const none = (): Record<MemberState, number> => ({ read: 0, duplicate: 0, kept: 0, failed: 0 });

/** Splits `a.zip!/x/b.zip!/c.csv` into `a.zip`, `x`, `b.zip`, `c.csv` with their paths. */
export function steps(path: string): { name: string; path: string }[] {
  const found: { name: string; path: string }[] = [];
  let from = 0;
  for (let at = 0; at <= path.length; at += 1) {
    const inside = path.startsWith('!/', at);
    if (at < path.length && path[at] !== '/' && !inside) continue;
    if (at > from) found.push({ name: path.slice(from, at), path: path.slice(0, at) });
    from = at + (inside ? 2 : 1);
    if (inside) at += 1;
  }
  return found;
}

/** The entries of a file: a list inside a record has entries of its own. */
export function entriesIn(member: MemberView): number {
  return member.tables.reduce((sum, table) => sum + table.records, 0);
}

/** Whether something was lost, and not only put right. */
export const worse = (problem: Problem): boolean => problem.severity !== 'note';

export function troubled(member: MemberView): boolean {
  return member.state === 'failed' || member.problems.some(worse);
}

/** Files by their place. Archives may hold two under one name: the second is told by its number. */
export function placed(members: MemberView[]): Map<string, MemberView> {
  const found = new Map<string, MemberView>();
  for (const member of members) found.set(found.has(member.path) ? `${member.path}#${member.id}` : member.path, member);
  return found;
}

export function grow(members: MemberView[]): Branch {
  const root: Branch = { name: '', path: '', children: [], states: none(), troubled: 0 };
  const known = new Map<string, Branch>([['', root]]);
  for (const [place, member] of placed(members)) {
    let branch = root;
    let over = root;
    for (const step of steps(member.path)) {
      let next = known.get(step.path);
      if (!next) {
        next = { ...step, children: [], states: none(), troubled: 0 };
        known.set(step.path, next);
        branch.children.push(next);
      }
      [over, branch] = [branch, next];
    }
    if (branch.member) {
      branch = { ...branch, path: place, children: [], states: none(), troubled: 0 };
      over.children.push(branch);
    }
    branch.member = member;
  }
  count(root);
  return root;
}

function count(branch: Branch): void {
  if (branch.member && branch.member.kind !== 'container') branch.states[branch.member.state] += 1;
  if (branch.member && troubled(branch.member)) branch.troubled += 1;
  for (const child of branch.children) {
    count(child);
    for (const state of Object.keys(branch.states) as MemberState[]) branch.states[state] += child.states[state];
    branch.troubled += child.troubled;
  }
}
