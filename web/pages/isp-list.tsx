import { formatCount } from '../format/count.ts';
import { messagesIn } from '../messages/messages.ts';
import { breadcrumbData } from './breadcrumb.tsx';
import { CountsList } from './counts-table.tsx';
import { type Frame, pathIn } from './frame.ts';
import { ispName } from './isp-name.ts';
import { Layout } from './layout.tsx';
import type { Counts, NamedIsp } from './names.ts';
import type { IspKind } from './operators.ts';

export interface IspListEntry extends NamedIsp, Counts {
  kind: IspKind;
}

export interface IspListPageProps {
  frame: Frame;
  isps: readonly IspListEntry[];
  /** Length of the period that the counts are over. */
  days: PeriodDays;
}

type PeriodDays = 30 | 90 | 365;

/** Kinds in the order the list shows them: what a household buys first. */
const KIND_ORDER: readonly IspKind[] = [
  'fixed',
  'fvno',
  'catv',
  'mno',
  'mvno',
  'satellite',
  'vne',
  'business',
  'education',
  'cloud',
  'other',
  'shared',
  'network',
];

/** Every provider, grouped by kind. */
export function IspListPage({ frame, isps, days }: IspListPageProps) {
  const { lang } = frame;
  const { isp, figures } = messagesIn(lang);
  const groups = KIND_ORDER.map((kind) => ({
    kind,
    rows: isps
      .filter((each) => each.kind === kind)
      .map((each) => ({
        href: pathIn(lang, `/isp/${each.slug}`),
        name: ispName(each, lang),
        lines: each.lines,
        results: each.results,
      })),
  })).filter(({ rows }) => rows.length > 0);
  const measured = isps.some(({ lines }) => lines !== null);
  return (
    <Layout
      frame={frame}
      title={isp.listTitle}
      description={isp.listText(formatCount(days, lang))}
      section="isps"
      data={[breadcrumbData(frame, [{ name: isp.listHeading, path: '/isp' }])]}
    >
      <h1>{isp.listHeading}</h1>
      <p class="lede">{isp.listText(formatCount(days, lang))}</p>
      {!measured && (
        <p class="notice">
          {figures.emptyHeading}
          {lang === 'ja' ? '。' : '. '}
          {figures.emptyText} <a href={pathIn(lang, '/')}>{figures.emptyLink}</a>
        </p>
      )}
      {groups.map(({ kind, rows }) => (
        <section>
          <h2 id={`kind-${kind}`}>{isp.kinds[kind]}</h2>
          <CountsList lang={lang} nameLabel={isp.name} labelledBy={`kind-${kind}`} rows={rows} />
        </section>
      ))}
    </Layout>
  );
}
