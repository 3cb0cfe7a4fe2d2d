/** Resolves when the fonts of the page are there. */
export async function letters(): Promise<void> {
  const fonts = ['400 1em "Inter Variable"', '600 1em "Source Serif 4 Variable"'];
  await Promise.all(fonts.map((font) => document.fonts.load(font).catch(() => [])));
}

/** Resolves when what stands in the page has been drawn. */
export async function painted(): Promise<void> {
  await letters();
  await new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done)));
}
