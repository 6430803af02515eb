import { formatCount } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { formatMonth } from '../../format/period.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { CellContent } from './content.ts';

/** A period's name for readers: a rolling one, a month, or what the address says. */
export function periodName(period: string, lang: Lang): string {
  const { cells } = messagesIn(lang);
  if (period.startsWith('r')) return cells.period.rolling(formatCount(Number(period.slice(1)), lang));
  return /^\d{4}-\d{2}$/.test(period) ? formatMonth(period, lang) : period;
}

/** Links to the same page over other periods. */
export function PeriodChoice({ lang, content }: { lang: Lang; content: CellContent }) {
  const { cells } = messagesIn(lang);
  const { period, periods } = content;
  const link = (each: string) => (
    <li>
      <a href={`?period=${each}`} aria-current={each === period ? 'true' : undefined}>
        {periodName(each, lang)}
      </a>
    </li>
  );
  return (
    <nav class="periods" aria-label={cells.period.label}>
      <ul>{periods.rolling.map(link)}</ul>
      <details open={!period.startsWith('r')}>
        <summary>{cells.period.months}</summary>
        <ul>{periods.months.map(link)}</ul>
      </details>
    </nav>
  );
}
