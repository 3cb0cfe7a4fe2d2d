// A letter as the core would set it: pages as SVG and the same as text.
import type { RequestView } from '../../src/ipc/types';

const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function lettersOf(view: RequestView): { pages: string[]; text: string } {
  const german = view.language === 'de';
  const lines = [
    view.sender.name,
    ...view.sender.address,
    '',
    view.contact.name,
    ...view.contact.address,
    '',
    german ? `${view.card.right === 'erasure' ? 'Antrag auf Löschung nach Art. 17 DSGVO' : 'Antrag auf Berichtigung nach Art. 16 DSGVO'}` : view.card.right === 'erasure' ? 'Request for erasure under Art. 17 GDPR' : 'Request for rectification under Art. 16 GDPR',
    '',
    german ? 'Sehr geehrte Damen und Herren,' : 'Dear Sir or Madam,',
    ...view.items.map((one) => `– ${one.label}: ${one.item.found}${one.item.right_value ? ` → ${one.item.right_value}` : ''}`),
    view.note,
    german ? 'Mit freundlichen Grüßen' : 'Yours faithfully',
    view.sender.name,
  ];
  const text = lines
    .map((line, at) => `<text x="70" y="${110 + at * 22}" font-family="serif" font-size="13">${escape(line)}</text>`)
    .join('');
  const page = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 842" width="595" height="842"><rect width="595" height="842" fill="#fff"/>${text}</svg>`;
  return { pages: [page], text: lines.join('\n') };
}
