import { formatCount, formatSharePercent } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { formatMoment } from '../../format/moment.ts';
import { formatDay } from '../../format/period.ts';
import { messagesIn } from '../../messages/messages.ts';
import { pathIn } from '../frame.ts';
import { toldCount } from '../told-count.ts';
import type { CellContent } from './content.ts';
import { profileText } from './profile-text.ts';
import { CellSection } from './section.tsx';
import { shownCell } from './shown-cell.ts';
import { Told } from './told.tsx';

/** Results, lines, period, rules, method and last update: what figures rest on. */
export function AboutSection({ lang, content }: { lang: Lang; content: CellContent }) {
  const { cells, figures } = messagesIn(lang);
  const { about } = cells;
  const { answer } = content.cell;
  if (answer === null) return null;
  const shown = shownCell(content);
  const regions = shown?.cell.regions ?? null;
  const count = (name: 'results' | 'lines') => {
    const value = shown?.cell[name] ?? null;
    return shown === null || value === null ? (
      toldCount(null, lang)
    ) : (
      <Told at={`${shown.at}/${name}`} value={value}>
        {formatCount(value, lang)}
      </Told>
    );
  };
  const { period, profile, methodVersion, updatedAt } = answer;
  return (
    <CellSection lang={lang} id="about" heading={about.heading} href={content.cell.href}>
      <dl class="facts">
        <div>
          <dt>{about.period}</dt>
          <dd>{cells.period.span(formatDay(period.from, lang), formatDay(period.to, lang))}</dd>
        </div>
        <div>
          <dt>{about.lines}</dt>
          <dd>{count('lines')}</dd>
        </div>
        <div>
          <dt>{about.results}</dt>
          <dd>{count('results')}</dd>
        </div>
        {shown !== null && regions && (
          <div>
            <dt>{about.regions}</dt>
            <dd>
              <Told at={`${shown.at}/regions/declared`} value={regions.declared}>
                {about.regionsText(
                  formatSharePercent(regions.declared, lang),
                  formatSharePercent(regions.guessed, lang),
                )}
              </Told>
            </dd>
          </div>
        )}
        <div>
          <dt>{about.profile}</dt>
          <dd>
            <a href={pathIn(lang, '/method/profiles')}>{profileText(profile, lang)}</a>
          </dd>
        </div>
        <div>
          <dt>{about.method}</dt>
          <dd>
            <a href={pathIn(lang, '/method')}>{figures.methodVersion(formatCount(methodVersion, lang))}</a>
          </dd>
        </div>
        <div>
          <dt>{about.updated}</dt>
          <dd>{updatedAt === null ? figures.neverUpdated : formatMoment(updatedAt, null, lang)}</dd>
        </div>
      </dl>
    </CellSection>
  );
}
