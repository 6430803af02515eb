import { formatCount } from '../format/count.ts';
import type { Lang } from '../format/language.ts';
import { formatDay, formatMonth } from '../format/period.ts';
import { messagesIn } from '../messages/messages.ts';

const QUARTER = /^(\d{4})-Q([1-4])$/;

/** A period's name for readers: a rolling one, a month, a quarter, a day, or what the address says. */
export function periodName(period: string, lang: Lang): string {
  const { cells, overviews } = messagesIn(lang);
  if (period.startsWith('r')) return cells.period.rolling(formatCount(Number(period.slice(1)), lang));
  const [, year, quarter] = QUARTER.exec(period) ?? [];
  if (year !== undefined && quarter !== undefined) return overviews.form.quarter(year, quarter);
  if (isDay(period)) return formatDay(period, lang);
  return /^\d{4}-\d{2}$/.test(period) ? formatMonth(period, lang) : period;
}

/** A day of the calendar: the 31st of February is the 3rd of March to a Date. */
function isDay(period: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(period)) return false;
  const atMs = Date.parse(period);
  return Number.isFinite(atMs) && new Date(atMs).toISOString().startsWith(period);
}
