// The four states of an import as numbers.
import { bytes, number, percent, t } from '../i18n/index.svelte';
import type { Table } from '../charts/table';
import type { LedgerSum, LedgerView, MemberState } from '../ipc/types';

export const states: MemberState[] = ['read', 'duplicate', 'kept', 'failed'];

export function ledgerTable(ledger: LedgerView): Table {
  const line = (name: string, sum: LedgerSum) => {
    const share = sum.bytes / Math.max(1, ledger.total.bytes);
    return [{ text: name }, { text: number(sum.members), value: sum.members }, { text: bytes(sum.bytes), plain: String(sum.bytes) }, { text: percent(share), plain: share.toFixed(3) }];
  };
  return {
    head: [t('ledger.state'), t('ledger.files'), t('member.size'), t('ledger.share')],
    rows: [...states.map((state) => line(t(`state.${state}`), ledger[state])), line(t('ledger.all'), ledger.total)],
  };
}
