import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { periodName } from '../cell/period-choice.tsx';

const QUARTER = /^(\d{4})-Q([1-4])$/;

/** A period's name, a quarter's too. */
export function namedPeriod(period: string, lang: Lang): string {
  const [, year, quarter] = QUARTER.exec(period) ?? [];
  return year === undefined || quarter === undefined
    ? periodName(period, lang)
    : messagesIn(lang).overviews.form.quarter(year, quarter);
}
