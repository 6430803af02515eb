import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import { periodName } from '../period-name.ts';
import type { CellContent } from './content.ts';

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
