// The window's fonts inside a picture, so that it looks alike on every computer.
// They are fetched only when somebody saves one.
type Load = () => Promise<{ default: string }>;

const faces: { family: string; plain: Load; more: Load }[] = [
  {
    family: 'Inter Variable',
    plain: () => import('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline'),
    more: () => import('@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?inline'),
  },
  {
    family: 'Source Serif 4 Variable',
    plain: () => import('@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2?inline'),
    more: () => import('@fontsource-variable/source-serif-4/files/source-serif-4-latin-ext-wght-normal.woff2?inline'),
  },
];

/** Letters that stand in the second file of a family, such as Polish ones. */
const MORE = 'U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB, U+20AD-20C0, U+2C60-2C7F, U+A720-A7FF';
const beyond = /[\u0100-\u024F\u1E00-\u1EFF]/;

/** Puts the fonts that a picture names into it. */
export async function withFonts(svg: string): Promise<string> {
  const rules: string[] = [];
  for (const { family, plain, more } of faces) {
    if (!svg.includes(family)) continue;
    const rule = (source: string, range = '') => `@font-face{font-family:'${family}';font-weight:200 900;src:url(${source}) format('woff2')${range && `;unicode-range:${range}`}}`;
    if (beyond.test(svg)) rules.push(rule((await more()).default, MORE));
    rules.push(rule((await plain()).default));
  }
  const style = `<style>${rules.join('')}</style>`;
  return svg.replace('<defs', `${style}<defs`);
}
