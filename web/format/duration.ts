import type { Figure } from './figure.ts';
import { numberFormat } from './formats.ts';
import type { Lang } from './language.ts';

/** A duration in ms as seconds with one digit after the point. */
export function formatSeconds(ms: number, lang: Lang): Figure {
  const format = numberFormat(lang, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return { value: format.format(ms / 1000), unit: 's' };
}

/** Whole seconds that are left of `ms`, never less than what is true: 1 ms left is still one second. */
export function formatSecondsLeft(ms: number, lang: Lang): string {
  return numberFormat(lang).format(Math.max(0, Math.ceil(ms / 1000)));
}
