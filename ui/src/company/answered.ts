import type { ChecklistRow } from '../ipc/types';

const states = ['yes', 'partly', 'perhaps', 'announced', 'no'] as const;
export type Answered = (typeof states)[number];

/** Whether a question of the law is answered; what is not known counts as no. */
export const answered = (row: ChecklistRow | undefined): Answered => states.find((state) => state === row?.answered) ?? 'no';
