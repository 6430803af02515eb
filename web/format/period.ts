import { dateFormat } from './formats.ts';
import type { Lang } from './language.ts';

/** A month such as `2026-10`: `2026年10月`, `October 2026`. */
export function formatMonth(month: string, lang: Lang): string {
  return dateFormat(lang, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`${month}-01`),
  );
}

/** A month where there is little room: `10月`, `Oct`. */
export function formatShortMonth(month: string, lang: Lang): string {
  return dateFormat(lang, { month: 'short', timeZone: 'UTC' }).format(new Date(`${month}-01`));
}

/** A day such as `2026-10-01`: `2026/10/1`, `1 Oct 2026`. */
export function formatDay(day: string, lang: Lang): string {
  return dateFormat(lang, {
    year: 'numeric',
    month: lang === 'ja' ? 'numeric' : 'short',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(day));
}

/** Short names of the days of the week, Monday first. */
export function weekdayNames(lang: Lang): string[] {
  const format = dateFormat(lang, { weekday: 'short', timeZone: 'UTC' });
  // The first of June 2026 is a Monday.
  return Array.from({ length: 7 }, (_, day) => format.format(new Date(Date.UTC(2026, 5, 1 + day))));
}
