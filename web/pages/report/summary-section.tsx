import { formatCount } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { formatDay } from '../../format/period.ts';
import { messagesIn } from '../../messages/messages.ts';
import { hiddenText } from '../cell/hidden-text.ts';
import { profileText } from '../cell/profile-text.ts';
import { CellSection } from '../cell/section.tsx';
import { Told } from '../cell/told.tsx';
import { pathIn } from '../frame.ts';
import { toldCount } from '../told-count.ts';
import type { ReportContent } from './content.ts';

/** What the report rests on. */
export function SummarySection({ lang, content }: { lang: Lang; content: ReportContent }) {
  const { report: words, cells, figures } = messagesIn(lang);
  const { summary } = words;
  const { report, href, region, parents } = content;
  const { whole, edition, period, profile, methodVersion } = report;
  const count = (name: 'lines' | 'results') => {
    const value = whole?.[name] ?? null;
    return value === null ? (
      toldCount(null, lang)
    ) : (
      <Told at={`whole/${name}`} value={value}>
        {formatCount(value, lang)}
      </Told>
    );
  };
  return (
    <CellSection lang={lang} id="summary" heading={summary.heading} href={href}>
      <dl class="facts">
        <Fact name={summary.region}>{[...parents, region].map(({ names }) => names[lang]).join(' / ')}</Fact>
        <Fact name={cells.about.period}>
          {cells.period.span(formatDay(period.from, lang), formatDay(period.to, lang))}
        </Fact>
        <Fact name={summary.cohort}>{summary.cohortText}</Fact>
        <Fact name={cells.about.lines}>{count('lines')}</Fact>
        <Fact name={cells.about.results}>{count('results')}</Fact>
        <Fact name={summary.isps}>{formatCount(report.isps.length + report.unlisted.told, lang)}</Fact>
        <Fact name={summary.hidden}>
          <Told at="unlisted/hidden" value={report.unlisted.hidden}>
            {formatCount(report.unlisted.hidden, lang)}
          </Told>
        </Fact>
        <Fact name={summary.profile}>
          <a href={pathIn(lang, '/method/profiles')}>{profileText(profile, lang)}</a>
        </Fact>
        <Fact name={cells.about.method}>
          <a href={pathIn(lang, '/method')}>{figures.methodVersion(formatCount(methodVersion, lang))}</a>
        </Fact>
        {edition && (
          <>
            <Fact name={summary.edition}>{edition.name}</Fact>
            <Fact name={summary.hash}>
              <code class="hash">{edition.inputHash}</code>
            </Fact>
          </>
        )}
        {report.answersHash && (
          <Fact name={summary.answers}>
            <code class="hash">{report.answersHash}</code>
          </Fact>
        )}
      </dl>
      {(whole === null || whole.figures === null) && (
        <p class="notice">
          <strong>{words.none.heading}</strong> {whole === null ? words.none.empty : hiddenText(whole, lang)}
        </p>
      )}
    </CellSection>
  );
}

function Fact({ name, children }: { name: string; children?: unknown }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
