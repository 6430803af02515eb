import { formatCount } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { formatMoment } from '../../format/moment.ts';
import { formatDay } from '../../format/period.ts';
import { messagesIn } from '../../messages/messages.ts';
import { toldCount } from '../told-count.ts';
import type { CellContent } from './content.ts';
import { profileText } from './profile-text.ts';
import { shownCell } from './shown-cell.ts';
import { Told } from './told.tsx';

/** Period, lines, results, rules and last update in one line under the heading: whoever quotes a figure needs them. */
export function BasisLine({ lang, content }: { lang: Lang; content: CellContent }) {
  const { cells, figures } = messagesIn(lang);
  const { about } = cells;
  const { answer, href } = content.cell;
  if (answer === null) return null;
  const shown = shownCell(content);
  const { period, profile, updatedAt } = answer;
  return (
    <div class="basis fine" data-source={href}>
      <span>{cells.period.span(formatDay(period.from, lang), formatDay(period.to, lang))}</span>
      {(['lines', 'results'] as const).map((name) => {
        const value = shown?.cell[name] ?? null;
        return (
          <span>
            {about[name]}:{' '}
            {shown === null || value === null ? (
              toldCount(null, lang)
            ) : (
              <Told at={`${shown.at}/${name}`} value={value}>
                {formatCount(value, lang)}
              </Told>
            )}
          </span>
        );
      })}
      <span>{profileText(profile, lang)}</span>
      <span>
        {about.updated}: {updatedAt === null ? figures.neverUpdated : formatMoment(updatedAt, null, lang)}
      </span>
      <a href="#about">{about.more}</a>
    </div>
  );
}
