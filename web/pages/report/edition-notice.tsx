import type { Lang } from '../../format/language.ts';
import { formatMoment } from '../../format/moment.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { ReportContent } from './content.ts';

/** Whether the figures may still change, and which other editions there are of the month. */
export function EditionNotice({ lang, content }: { lang: Lang; content: ReportContent }) {
  const { report: words } = messagesIn(lang);
  const { report, editions } = content;
  const { edition } = report;
  if (edition === null)
    return (
      <p class="notice">
        {report.updatedAt === null
          ? words.live.never
          : words.live.text(formatMoment(report.updatedAt, null, lang))}
      </p>
    );
  const ofMonth = editions.filter(({ month }) => month === edition.month);
  const newer = ofMonth.filter(({ revision }) => revision > edition.revision);
  const older = ofMonth.filter(({ revision }) => revision < edition.revision);
  const link = (name: string) => (
    <>
      {' '}
      <a href={`?edition=${name}&region=${report.region}`}>{words.frozen.link(name)}</a>
    </>
  );
  return (
    <div class="notice">
      <p>{words.frozen.text(edition.name, formatMoment(edition.frozenAt, null, lang))}</p>
      {newer.length > 0 && (
        <p>
          <strong>{words.frozen.newer}</strong>
          {newer.map(({ name }) => link(name))}
        </p>
      )}
      {older.length > 0 && (
        <p>
          {words.frozen.older}
          {older.map(({ name }) => link(name))}
        </p>
      )}
    </div>
  );
}
