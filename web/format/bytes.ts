import type { Figure } from './figure.ts';
import { numberFormat } from './formats.ts';
import type { Lang } from './language.ts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes of which only the size is meant, with two significant digits: `100 MB`. */
export function formatAboutBytes(bytes: number, lang: Lang): Figure {
  return formatBytes(Number(bytes.toPrecision(2)), lang);
}

/** Bytes with an SI prefix (1 MB = 10^6 B) and at most three significant digits. */
export function formatBytes(bytes: number, lang: Lang): Figure {
  let value = bytes;
  let step = 0;
  while (Number(value.toPrecision(3)) >= 1000 && step < UNITS.length - 1) {
    value /= 1000;
    step += 1;
  }
  const format = numberFormat(lang, { maximumSignificantDigits: 3 });
  return { value: format.format(value), unit: UNITS[step] ?? 'B' };
}
