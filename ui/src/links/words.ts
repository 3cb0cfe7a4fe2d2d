import type { LinkEdge, LinksView } from '../ipc/types';
import { address, queryOf } from '../state/route';

/** The entries behind a tie: those of the file in which it stands. */
export function entriesOf(edge: LinkEdge): string {
  const id = [edge.from, edge.to].map((one) => /^company:(\d{1,9})$/.exec(one)?.[1]).find((one) => one !== undefined);
  const controllers = id ? [Number(id)] : [];
  return address('entries', null, queryOf({ controllers, ...(edge.place && !edge.place.path.match(/\.(pdf|txt)$/i) ? { paths: [edge.place.path] } : {}) }));
}

export function edgesOf(view: LinksView, id: string): LinkEdge[] {
  return view.edges.filter((edge) => edge.from === id || edge.to === id).sort((a, b) => b.records - a.records);
}
