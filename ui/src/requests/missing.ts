// The core names what is missing by text keys; each belongs to a field.
import type { Text } from '../ipc/types';

export type Place = 'sender-name' | 'sender-address' | 'sender-email' | 'contact-name' | 'contact-address' | 'contact-email' | 'items' | 'identifiers' | 'other';

export function placeOf(text: Text): Place {
  const key = text.key.toLowerCase();
  const about = /sender|absender/.test(key) ? 'sender' : /contact|controller|recipient|company/.test(key) ? 'contact' : null;
  if (about) {
    if (/mail/.test(key)) return `${about}-email`;
    if (/address|street|city|postal|reach/.test(key)) return `${about}-address`;
    return `${about}-name`;
  }
  if (/identif/.test(key)) return 'identifiers';
  if (/item|entr|right_value|found|correct|value/.test(key)) return 'items';
  return 'other';
}
