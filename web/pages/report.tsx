import { formatDay } from '../format/period.ts';
import { messagesIn } from '../messages/messages.ts';
import { breadcrumbData } from './breadcrumb.tsx';
import { type Frame, pathIn } from './frame.ts';
import { Layout } from './layout.tsx';
import { periodName } from './period-name.ts';
import { AnnexSection } from './report/annex-section.tsx';
import { ChangesSection } from './report/changes-section.tsx';
import { ChoiceForm } from './report/choice-form.tsx';
import type { ReportContent, ReportNotKept } from './report/content.ts';
import { EditionNotice } from './report/edition-notice.tsx';
import { ReportExclusions } from './report/exclusions.tsx';
import { MetricSection } from './report/metric-section.tsx';
import { ProfileNotice } from './report/profile-notice.tsx';
import { SummarySection } from './report/summary-section.tsx';

export type ReportPageProps = { frame: Frame } & (ReportContent | ReportNotKept);

/** A report of a region: what a regulator publishes, of one month for good or of what is told today. */
export function ReportPage({ frame, ...content }: ReportPageProps) {
  return content.report === null ? (
    <NotKeptPage frame={frame} {...content} />
  ) : (
    <ReportOf frame={frame} {...content} />
  );
}

/** No report, why not, and the form for another. */
function NotKeptPage({
  frame,
  asked,
  reason,
  region,
  metrics,
  editions,
  choice,
}: { frame: Frame } & ReportNotKept) {
  const { lang } = frame;
  const { report: words } = messagesIn(lang);
  const title = words.title(region.names[lang], periodName(asked.period, lang));
  return (
    <Layout frame={frame} title={title} description={words.refused[reason]} section="report" noindex>
      <p class="eyebrow">{words.heading}</p>
      <h1>{title}</h1>
      <p class="notice">
        {words.refused[reason]} {asked.profile !== 'default' && words.refused.byProfile}
      </p>
      <ChoiceForm lang={lang} asked={asked} metrics={metrics} editions={editions} choice={choice} />
    </Layout>
  );
}

function ReportOf({ frame, ...content }: { frame: Frame } & ReportContent) {
  const { lang, origin } = frame;
  const { report: words, cells } = messagesIn(lang);
  const { report, region, metrics } = content;
  const name = region.names[lang];
  const period = periodName(report.period.name, lang);
  const address = reportAddress(content);
  const span = cells.period.span(formatDay(report.period.from, lang), formatDay(report.period.to, lang));
  const title = words.title(name, period);
  const crumbs = [
    { name: words.heading, path: '/report' },
    { name: title, path: `/report${address}` },
  ];
  return (
    <Layout
      frame={frame}
      title={title}
      description={words.describe(name, period)}
      section="report"
      query={address}
      data={[breadcrumbData(frame, crumbs)]}
      noindex={report.edition === null}
    >
      <article class="cell report">
        <p class="eyebrow">
          {words.heading}{' '}
          <span class="tag">{report.edition === null ? words.live.tag : words.frozen.tag}</span>
          {report.profile.provisional && (
            <>
              {' '}
              <span class="tag">{words.provisional}</span>
            </>
          )}
        </p>
        <h1>{title}</h1>
        <p class="lede">{words.lede(name, span)}</p>
        <EditionNotice lang={lang} content={content} />
        <ProfileNotice lang={lang} profile={report.profile} />
        <ChoiceForm
          lang={lang}
          asked={{ region: report.region, period: report.period.name, profile: report.profile.name }}
          metrics={metrics}
          editions={content.editions}
          choice={content.choice}
        />
        <SummarySection lang={lang} content={content} />
        {metrics.map((metric) => (
          <MetricSection lang={lang} content={content} metric={metric} />
        ))}
        <ReportExclusions lang={lang} content={content} />
        <ChangesSection lang={lang} content={content} />
        <AnnexSection lang={lang} content={content} url={`${origin}${pathIn(lang, '/report')}${address}`} />
      </article>
    </Layout>
  );
}

/** The query under which exactly this report is found again. */
function reportAddress({ report, metrics }: ReportContent): string {
  const query = new URLSearchParams({
    ...(report.edition === null ? { period: report.period.name } : { edition: report.edition.name }),
    region: report.region,
    ...(report.profile.name !== 'default' && { profile: report.profile.name }),
    metrics: metrics.join(','),
  });
  return `?${query.toString().replaceAll('%2C', ',')}`;
}
