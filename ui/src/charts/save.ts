// A picture or its numbers as a file.
import { t } from '../i18n/index.svelte';
import { withFonts } from './fonts';
import { standalone, type Says } from './standalone';
import { csv, type Table } from './table';

/** No side longer than this: web views refuse larger canvases. */
const LONGEST = 8000;

/** The picture in dots, twice as fine as on the screen. */
async function png(svg: string, width: number, height: number): Promise<Uint8Array> {
  const scale = Math.min(2, LONGEST / Math.max(width, height));
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(width * scale), height: Math.round(height * scale) });
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    return new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0));
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function base64(content: Uint8Array | string): string {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** A table as a file for spreadsheets; a value keeps the word of who says it. */
export function tableFile(table: Table): string {
  return base64(csv(table, (voice) => t(`voice.${voice}`)));
}

export async function pictureFile(format: 'svg' | 'png', picture: Element, says: Says): Promise<string> {
  const { svg, width, height } = standalone(picture, says);
  const whole = await withFonts(svg);
  return base64(format === 'svg' ? whole : await png(whole, width, height));
}
