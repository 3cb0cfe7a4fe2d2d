import { t } from '../i18n/index.svelte';
import type { SourcePlace } from '../ipc/types';

/** The file's own name, without containers and folders. */
export function fileName(path: string): string {
  const inner = path.split('!/').pop() ?? path;
  return inner.split(/[/\\]/).pop() || inner;
}

/** Where in the file, in words. */
export function spot(place: SourcePlace): string {
  const { at } = place;
  const parts: string[] = [];
  switch (at.kind) {
    case 'line':
      parts.push(t('place.line', { line: at.line }));
      break;
    case 'pointer':
      parts.push(at.pointer);
      break;
    case 'element':
      parts.push(at.path);
      break;
    case 'cell':
      parts.push(t('place.cell', { sheet: at.sheet, cell: at.cell }));
      break;
    case 'page':
      parts.push(t('place.page', { page: at.page }));
      break;
    case 'part':
      parts.push(t('place.part', { part: at.part }));
      break;
    case 'byte':
      parts.push(t('place.byte', { offset: at.offset }));
      break;
    case 'whole':
      break;
  }
  if (place.field) parts.push(place.field);
  return parts.join(', ');
}

/** File and spot: "orders.csv, line 12". */
export function placeWords(place: SourcePlace): string {
  const where = spot(place);
  return where ? `${fileName(place.path)}, ${where}` : fileName(place.path);
}
