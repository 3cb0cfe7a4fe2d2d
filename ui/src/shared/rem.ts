/** How many pixels a rem has now: it grows with the text. */
export const rem = (): number => parseFloat(getComputedStyle(document.documentElement).fontSize);
