import type { RequestCard, RequestState } from '../ipc/types';

export const columns = ['draft', 'sent', 'answered', 'follow', 'closed'] as const;
export type Column = (typeof columns)[number];

const of: Record<RequestState, Column> = {
  draft: 'draft',
  sent: 'sent',
  acknowledged: 'sent',
  in_progress: 'sent',
  extended: 'sent',
  answered: 'answered',
  denied: 'follow',
  expired: 'follow',
  closed: 'closed',
};

/** Where a request stands on the board; an overdue one asks for a follow-up. */
export function columnOf(card: RequestCard, today: string): Column {
  const column = of[card.state];
  return column === 'sent' && card.due !== null && card.due < today ? 'follow' : column;
}

/** What may come after a state. */
export function nextStates(state: RequestState): RequestState[] {
  switch (state) {
    case 'draft':
      return ['sent'];
    case 'sent':
      return ['acknowledged', 'in_progress', 'extended', 'answered', 'denied', 'closed'];
    case 'acknowledged':
    case 'in_progress':
      return ['extended', 'answered', 'denied', 'closed'];
    case 'extended':
    case 'expired':
      return ['answered', 'denied', 'closed'];
    case 'answered':
    case 'denied':
      return ['closed'];
    case 'closed':
      return [];
  }
}
