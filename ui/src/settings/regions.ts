// Where a person may live whose law the letters know: countries of the European
// Economic Area, Switzerland, the United Kingdom and others, and US states.
import { compare, language } from '../i18n/index.svelte';

const countries = 'AT AU BE BG BR CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT JP LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ');
const states: Record<string, string> = {
  CA: 'California', CO: 'Colorado', CT: 'Connecticut', DE: 'Delaware', FL: 'Florida', IA: 'Iowa', IN: 'Indiana', KY: 'Kentucky', MD: 'Maryland', MN: 'Minnesota', MT: 'Montana', NE: 'Nebraska', NH: 'New Hampshire', NJ: 'New Jersey', OR: 'Oregon', RI: 'Rhode Island', TN: 'Tennessee', TX: 'Texas', UT: 'Utah', VA: 'Virginia',
};

/** Where paper is letter size; everywhere else it is A4. */
export function isLetterSize(region: string): boolean {
  return region === 'CA' || region.startsWith('US-');
}

export function regions(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([language.code], { type: 'region' });
  const usa = names.of('US') ?? 'US';
  return [
    ...countries.map((code) => ({ value: code, label: names.of(code) ?? code })),
    ...Object.entries(states).map(([code, name]) => ({ value: `US-${code}`, label: `${usa}: ${name}` })),
  ].sort((a, b) => compare(a.label, b.label));
}
